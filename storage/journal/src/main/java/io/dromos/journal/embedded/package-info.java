/// The embedded store: a segmented append-only log with one writer, one write and one sync for all
/// who wait.
///
/// Read [EmbeddedLog] for the wiring, [Frame] and [RecordFormat] for what is on the disk, [Writer]
/// for how it gets there and [Recovery] for how it is found again.
@NullMarked
package io.dromos.journal.embedded;

import org.jspecify.annotations.NullMarked;
