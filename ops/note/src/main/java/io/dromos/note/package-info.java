/// Short texts that are signed, as C2SP's signed-note has them, and the states of the log that are
/// told in them.
@NullMarked
package io.dromos.note;

import org.jspecify.annotations.NullMarked;
