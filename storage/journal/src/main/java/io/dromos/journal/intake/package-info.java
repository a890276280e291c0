/// What every store does for its callers: takes requests in up to a bound, and tells what became of
/// them.
@NullMarked
package io.dromos.journal.intake;

import org.jspecify.annotations.NullMarked;
