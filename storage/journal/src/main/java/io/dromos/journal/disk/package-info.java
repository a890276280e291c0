/// The few things the log asks of a disk, so that tests can put one under it that forgets, tears,
/// fills, fails or stalls.
@NullMarked
package io.dromos.journal.disk;

import org.jspecify.annotations.NullMarked;
