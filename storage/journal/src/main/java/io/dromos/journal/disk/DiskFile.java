package io.dromos.journal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/// An open file, addressed by position. Belongs to one thread at a time.
public interface DiskFile extends AutoCloseable {
    /// Reads from `position` until `into` is full or the file ends; answers how many bytes were
    /// read.
    int read(ByteBuffer into, long position) throws IOException;

    /// Writes all of `bytes` at `position`; durable only after [#sync].
    ///
    /// @throws DiskFull if there is no room
    void write(ByteBuffer bytes, long position) throws IOException;

    /// Makes all writes durable. If it fails, what was written since the last success is in doubt
    /// for ever: a second try may succeed without having written anything.
    void sync() throws IOException;

    /// The file's length in bytes.
    long size() throws IOException;

    /// Gives the handle back. Never fails; promises nothing about durability.
    @Override
    void close();
}
