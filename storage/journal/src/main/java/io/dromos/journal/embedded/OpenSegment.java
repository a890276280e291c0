package io.dromos.journal.embedded;

import io.dromos.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The segment that is being written.
///
/// @param segment as readers see it
/// @param index its index
/// @param file its file, open for writing
/// @param bytes its size; no frame goes beyond
record OpenSegment(Segment segment, GrowingIndex index, DiskFile file, long bytes) {
    boolean hasRoomFor(int frameBytes) {
        return segment.end() + frameBytes <= bytes;
    }

    /// More than half full: the next segment will soon be wanted.
    boolean isFilling() {
        return segment.end() > bytes / 2;
    }

    /// One write, one sync, behind the last frame.
    void write(ByteBuffer frame) throws IOException {
        file.write(frame, segment.end());
        file.sync();
    }
}
