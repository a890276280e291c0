/// Proving that a log holds what was written: every record, in its place, behind the one before.
@NullMarked
package io.dromos.journal.audit;

import org.jspecify.annotations.NullMarked;
