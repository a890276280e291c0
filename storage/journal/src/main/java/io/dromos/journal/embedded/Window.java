package io.dromos.journal.embedded;

import io.dromos.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A sliding view of one file: what is asked for is loaded, with some of what follows. Its buffer
/// grows with the file up to a chunk, and further to the longest thing asked for, which the caller
/// bounds.
final class Window implements AutoCloseable {
    private final DiskFile file;
    private final int chunkBytes;
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private long base;
    private int loaded;

    Window(DiskFile file, int chunkBytes) {
        this.file = file;
        this.chunkBytes = chunkBytes;
    }

    /// The buffer in which [#at] found something; replaced by a later call.
    ByteBuffer buffer() {
        return buffer;
    }

    /// The index in [#buffer] of the file's byte `position`, with at least `bytes` loaded from
    /// there, or -1 if the file or `end` comes before. Nothing behind `end` is ever looked at.
    int at(long position, int bytes, long end) throws IOException {
        if (position + bytes > end) {
            return -1;
        }
        if (position < base || position + bytes > base + loaded) {
            load(position, bytes, end);
        }
        return position + bytes <= base + loaded ? (int) (position - base) : -1;
    }

    /// How many bytes are loaded from `position` on.
    int loadedFrom(long position) {
        return position < base ? 0 : (int) Math.max(0, base + loaded - position);
    }

    /// The next look is at the file itself.
    void forget() {
        loaded = 0;
    }

    private void load(long position, int bytes, long end) throws IOException {
        int wanted = (int) Math.min(end - position, Math.max(bytes, chunkBytes));
        if (wanted > buffer.capacity()) {
            buffer = ByteBuffer.allocate(wanted);
        }
        loaded = 0;
        base = position;
        loaded = file.read(buffer.clear().limit(wanted), position);
        buffer.clear();
    }

    @Override
    public void close() {
        file.close();
    }
}
