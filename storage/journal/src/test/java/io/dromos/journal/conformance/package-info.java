/// What every store of the log and every plug-in on it must do, as abstract test classes.
@NullMarked
package io.dromos.journal.conformance;

import org.jspecify.annotations.NullMarked;
