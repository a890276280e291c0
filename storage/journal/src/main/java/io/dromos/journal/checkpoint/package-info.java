/// States folded up to one place in the log, kept in files, so that a start need not read all
/// before.
@NullMarked
package io.dromos.journal.checkpoint;

import org.jspecify.annotations.NullMarked;
