package io.dromos.journal.embedded;

import io.dromos.journal.Bytes;
import io.dromos.journal.Chain;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The first 4 KiB of a segment. It also says where the segment before ends: whatever stands behind
/// that end, such as bytes of a write whose sync failed, is not part of the log. The header is
/// there twice, so that one damaged sector loses nothing.
///
/// @param number of this segment, from 1
/// @param incarnation the history it belongs to
/// @param firstOffset offset of its first record
/// @param previousHash hash of the record before that
/// @param lastCommit commit time of the record before that, microseconds
/// @param previousSegment number of the segment before, 0 if none; a number left out was never used
/// @param previousEnd position at which the segment before ends
record SegmentHeader(
        int number,
        UUID incarnation,
        long firstOffset,
        Bytes previousHash,
        long lastCommit,
        int previousSegment,
        long previousEnd) {
    /// Where the first frame starts.
    static final int BYTES = 4_096;

    private static final int COPY_BYTES = BYTES / 2;
    private static final long MAGIC = 0xFF44524F4D4F5331L;
    private static final int CRC_AT = COPY_BYTES - Integer.BYTES;

    /// The header as it stands on the disk.
    ByteBuffer encode() {
        var buffer = ByteBuffer.allocate(BYTES);
        for (int copy = 0; copy < BYTES; copy += COPY_BYTES) {
            buffer.position(copy);
            buffer.putLong(MAGIC).putInt(number);
            buffer.putLong(incarnation.getMostSignificantBits());
            buffer.putLong(incarnation.getLeastSignificantBits());
            buffer.putLong(firstOffset).put(previousHash.array()).putLong(lastCommit);
            buffer.putInt(previousSegment).putLong(previousEnd);
            buffer.putInt(copy + CRC_AT, Checksum.of(buffer, copy, CRC_AT));
        }
        return buffer.clear();
    }

    /// The header in the first [#BYTES] of a segment, or null if neither copy is whole.
    static @Nullable SegmentHeader decode(ByteBuffer buffer) {
        for (int copy = 0; copy < BYTES; copy += COPY_BYTES) {
            if (buffer.getLong(copy) == MAGIC
                    && buffer.getInt(copy + CRC_AT) == Checksum.of(buffer, copy, CRC_AT)) {
                return decodeFields(buffer.position(copy + Long.BYTES));
            }
        }
        return null;
    }

    private static SegmentHeader decodeFields(ByteBuffer buffer) {
        int number = buffer.getInt();
        var incarnation = new UUID(buffer.getLong(), buffer.getLong());
        long firstOffset = buffer.getLong();
        var hash = new byte[Chain.HASH_BYTES];
        buffer.get(hash);
        return new SegmentHeader(
                number,
                incarnation,
                firstOffset,
                Bytes.of(hash),
                buffer.getLong(),
                buffer.getInt(),
                buffer.getLong());
    }

    /// Whether nothing was ever written here.
    static boolean isBlank(ByteBuffer buffer) {
        return buffer.clear().equals(ByteBuffer.allocate(BYTES));
    }
}
