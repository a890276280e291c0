package io.dromos.journal.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The segment that is being written.
///
/// @param segment as readers see it
/// @param index its index
/// @param file where it is written
record OpenSegment(Segment segment, GrowingIndex index, SegmentFile file) {

    /// Makes a blank file the open segment. The sync of its header is the moment from which the
    /// segment before has ended.
    static OpenSegment begin(SegmentHeader header, SegmentFile file) throws IOException {
        file.reserve(SegmentHeader.BYTES);
        file.write(header.encode(), 0);
        var index = new GrowingIndex();
        return new OpenSegment(Segment.open(header, SegmentHeader.BYTES, index), index, file);
    }

    boolean hasRoomFor(int frameBytes) {
        return segment.end() + frameBytes <= file.capacity();
    }

    /// How much of it is used, from 0 to 1.
    double used() {
        return (double) segment.end() / file.capacity();
    }

    /// Makes sure that the disk has room for a frame behind the last one.
    ///
    /// @throws io.dromos.journal.disk.DiskFull if it has not; nothing is in doubt then
    void reserve(int frameBytes) throws IOException {
        file.reserve(segment.end() + frameBytes);
    }

    /// Makes a frame durable behind the last one.
    void write(ByteBuffer frame) throws IOException {
        file.write(frame, segment.end());
    }
}
