package io.dromos.journal.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;

/// What stands behind the last whole frame of a segment.
///
/// @param blankFrom from here to the end there are only zeros
/// @param frameAt position of a later frame's header, or -1. It can only be there if everything
///   before it had been synced, because the next frame is written after the sync of the last; so
///   what is not whole before it was damaged, not torn
record TailCheck(long blankFrom, long frameAt) {
    private static final int CHUNK_BYTES = 1 << 20;
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(CHUNK_BYTES);

    /// Looks at `[from, to)` of a file. A header at `from` itself is no proof of anything.
    static TailCheck of(Window window, long from, long to) throws IOException {
        long blankFrom = from;
        long at = from;
        while (at < to) {
            int bytes = (int) Math.min(CHUNK_BYTES, to - at);
            int index = window.at(at, bytes, to);
            if (index < 0) {
                break;
            }
            int used = usedBytes(window.buffer(), index, bytes);
            if (used > 0) {
                blankFrom = at + used;
                int found = frameIn(window.buffer(), index, bytes, at == from ? 1 : 0);
                if (found >= 0) {
                    return new TailCheck(blankFrom, at + found);
                }
            }
            at += at + bytes < to ? bytes - Frame.HEADER_BYTES : bytes;
        }
        return new TailCheck(blankFrom, -1);
    }

    private static int frameIn(ByteBuffer buffer, int index, int bytes, int skip) {
        for (int i = skip; i <= bytes - Frame.HEADER_BYTES; i++) {
            if (Frame.isHeader(buffer, index + i)) {
                return i;
            }
        }
        return -1;
    }

    private static int usedBytes(ByteBuffer buffer, int index, int bytes) {
        if (buffer.slice(index, bytes).equals(ZEROS.slice(0, bytes))) {
            return 0;
        }
        int used = bytes;
        while (buffer.get(index + used - 1) == 0) {
            used--;
        }
        return used;
    }
}
