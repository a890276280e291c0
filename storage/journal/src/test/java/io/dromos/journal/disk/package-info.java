/// A disk in memory that fails on order, and the tests of the real one.
@NullMarked
package io.dromos.journal.disk;

import org.jspecify.annotations.NullMarked;
