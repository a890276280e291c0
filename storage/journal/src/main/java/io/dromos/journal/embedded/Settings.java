package io.dromos.journal.embedded;

import io.dromos.journal.Limits;
import java.time.Duration;
import java.util.Set;

/// How the embedded store uses its disk.
///
/// @param limits what it accepts
/// @param segmentBytes the size of a segment; at most 1 GiB after a torn tail
/// @param frameBytesMax one write takes no more lists once it has this many bytes
/// @param idle after so long without an append a mark is written, which proves that what stands
///   before it was whole
/// @param verifyBytes at the start so much of the closed segments is read and checked, the newest
///   first; older ones are checked when they are read
/// @param fillPause between two steps of 1 MiB in filling the next segment
/// @param closing how long [EmbeddedLog#close] waits for a disk that does not answer
public record Settings(
        Limits limits,
        int segmentBytes,
        int frameBytesMax,
        Duration idle,
        long verifyBytes,
        Duration fillPause,
        Duration closing) {
    private static final int SEGMENT_BYTES_MAX = 1 << 30;

    /// Refuses sizes that cannot work.
    public Settings {
        if (segmentBytes < 2 * SegmentHeader.BYTES || segmentBytes > SEGMENT_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a segment has %d to %d bytes, not %d"
                            .formatted(2 * SegmentHeader.BYTES, SEGMENT_BYTES_MAX, segmentBytes));
        }
    }

    /// Segments of 64 MiB; the newest 256 MiB are checked at the start.
    ///
    /// @param definitions see [Limits]
    public static Settings standard(Set<String> definitions) {
        return new Settings(
                Limits.standard(definitions),
                64 << 20,
                8 << 20,
                Duration.ofMillis(50),
                256L << 20,
                Duration.ofMillis(20),
                Duration.ofSeconds(30));
    }

    /// The same with another segment size.
    public Settings withSegmentBytes(int other) {
        return new Settings(limits, other, frameBytesMax, idle, verifyBytes, fillPause, closing);
    }

    /// The same with other limits.
    public Settings withLimits(Limits other) {
        return new Settings(
                other, segmentBytes, frameBytesMax, idle, verifyBytes, fillPause, closing);
    }

    /// The same with another pause before a mark.
    public Settings withIdle(Duration other) {
        return new Settings(
                limits, segmentBytes, frameBytesMax, other, verifyBytes, fillPause, closing);
    }

    /// The same, checking another part of the log at the start.
    public Settings withVerifyBytes(long other) {
        return new Settings(limits, segmentBytes, frameBytesMax, idle, other, fillPause, closing);
    }
}
