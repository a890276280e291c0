package io.dromos.journal;

import org.jspecify.annotations.Nullable;

/// A reader's place in the log. It holds one bounded buffer and belongs to one thread at a time.
public interface Records extends AutoCloseable {
    /// The next durable record, or null when there is none **yet**: a later call goes on from
    /// there. Blocks only on the disk.
    ///
    /// @throws LogDamaged if what is stored does not match its checksum
    @Nullable LogRecord next();

    /// Gives the buffer and file back. Never fails.
    @Override
    void close();
}
