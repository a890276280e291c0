package io.dromos.journal.embedded;

import org.jspecify.annotations.Nullable;

/// One segment as readers see it: up to `end` everything is durable, and a closed one stays as it
/// is.
final class Segment {
    private final SegmentHeader header;
    private volatile long end;
    private volatile boolean closed;
    private volatile @Nullable GrowingIndex growing;

    private Segment(
            SegmentHeader header, long end, boolean closed, @Nullable GrowingIndex growing) {
        this.header = header;
        this.end = end;
        this.closed = closed;
        this.growing = growing;
    }

    static Segment closed(SegmentHeader header, long end) {
        return new Segment(header, end, true, null);
    }

    static Segment open(SegmentHeader header, long end, GrowingIndex index) {
        return new Segment(header, end, false, index);
    }

    static String fileName(int number) {
        return "%010d.log".formatted(number);
    }

    static String indexName(int number) {
        return "%010d.index".formatted(number);
    }

    SegmentHeader header() {
        return header;
    }

    int number() {
        return header.number();
    }

    String fileName() {
        return fileName(number());
    }

    /// The position behind the last durable frame.
    long end() {
        return end;
    }

    /// Whether `end` is final. Ask before `end`, or miss what was written between the two.
    boolean isClosed() {
        return closed;
    }

    /// The index in memory, while the segment is open and until its index is sealed.
    @Nullable GrowingIndex growing() {
        return growing;
    }

    void advance(long newEnd) {
        end = newEnd;
    }

    void close() {
        closed = true;
    }

    /// From here on the index is found with [Indexes].
    void dropGrowing() {
        growing = null;
    }
}
