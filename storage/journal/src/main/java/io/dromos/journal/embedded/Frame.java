package io.dromos.journal.embedded;

import io.dromos.journal.Bytes;
import io.dromos.journal.Chain;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What one write and one sync put on the disk: a header and whole lists of records. A frame counts
/// only if all of it is there, which makes every list in it atomic.
///
/// ```
///  0  int   magic; its first byte never occurs in UTF-8, so no payload looks like a header
///  4  int   CRC32C of bytes 8 to 63
///  8  int   bytes behind the header
/// 12  int   number of records behind the header, 0 for a mark
/// 16  long  offset of the first record, or of the next one for a mark
/// 24  long  always 0
/// 32  32 b  hash of the record before
/// ```
///
/// Because the hash comes last here and in every record, the 32 bytes before any record are the
/// hash before it.
///
/// @param bodyBytes bytes behind the header
/// @param records number of records behind the header
/// @param firstOffset offset of the first of them
/// @param previousHash hash of the record before the first
record Frame(int bodyBytes, int records, long firstOffset, Bytes previousHash) {
    static final int HEADER_BYTES = 64;

    private static final int MAGIC = 0xFF44524D;
    private static final byte MAGIC_FIRST = (byte) 0xFF;
    private static final int CRC_AT = 4;
    private static final int CHECKED_AT = 8;
    private static final int HASH_AT = 32;

    /// Writes the header at index `at`.
    void write(ByteBuffer buffer, int at) {
        buffer.putInt(at, MAGIC);
        buffer.putInt(at + 8, bodyBytes);
        buffer.putInt(at + 12, records);
        buffer.putLong(at + 16, firstOffset);
        buffer.putLong(at + 24, 0);
        buffer.put(at + HASH_AT, previousHash.array());
        buffer.putInt(at + CRC_AT, crc(buffer, at));
    }

    /// The header at index `at`, or null if there is none.
    static @Nullable Frame read(ByteBuffer buffer, int at) {
        if (!isHeader(buffer, at)) {
            return null;
        }
        return new Frame(
                buffer.getInt(at + 8),
                buffer.getInt(at + 12),
                buffer.getLong(at + 16),
                RecordFormat.bytes(buffer, at + HASH_AT, Chain.HASH_BYTES));
    }

    /// Whether a whole and undamaged header stands at index `at`.
    static boolean isHeader(ByteBuffer buffer, int at) {
        return buffer.get(at) == MAGIC_FIRST
                && buffer.getInt(at) == MAGIC
                && buffer.getInt(at + CRC_AT) == crc(buffer, at)
                && buffer.getInt(at + 8) >= 0
                && buffer.getInt(at + 12) >= 0;
    }

    private static int crc(ByteBuffer buffer, int at) {
        return Checksum.of(buffer, at + CHECKED_AT, HEADER_BYTES - CHECKED_AT);
    }
}
