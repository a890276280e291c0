package io.dromos.journal.embedded;

import io.dromos.journal.Bytes;
import io.dromos.journal.Chain;
import io.dromos.journal.Entry;
import io.dromos.journal.LogRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// One record on the disk.
///
/// ```
///  0  int    CRC32C of everything behind it
///  4  int    length of the record, this head included
///  8  long   offset
/// 16  long   sequence number
/// 24  long   decided at, microseconds
/// 32  long   committed at, microseconds
/// 40  short  length of the persistence id
/// 42  short  length of the event name
/// 44  int    length of the payload
/// 48  int    length of the origin
/// 52  persistence id, event name, payload, origin
///     32 b   hash
/// ```
final class RecordFormat {
    static final int FIXED_BYTES = 52 + Chain.HASH_BYTES;

    private static final int TEXTS_AT = 52;

    private RecordFormat() {}

    /// Length of the record at `at`, not to be trusted before [#isWhole].
    static int length(ByteBuffer buffer, int at) {
        return buffer.getInt(at + 4);
    }

    static long offset(ByteBuffer buffer, int at) {
        return buffer.getLong(at + 8);
    }

    static long sequenceNr(ByteBuffer buffer, int at) {
        return buffer.getLong(at + 16);
    }

    static long committedAt(ByteBuffer buffer, int at) {
        return buffer.getLong(at + 32);
    }

    static String persistenceId(ByteBuffer buffer, int at) {
        return text(buffer, at + TEXTS_AT, buffer.getShort(at + 40));
    }

    static String eventName(ByteBuffer buffer, int at) {
        return text(buffer, at + TEXTS_AT + buffer.getShort(at + 40), buffer.getShort(at + 42));
    }

    static Bytes payload(ByteBuffer buffer, int at) {
        int start = at + TEXTS_AT + buffer.getShort(at + 40) + buffer.getShort(at + 42);
        return bytes(buffer, start, buffer.getInt(at + 44));
    }

    static Bytes hash(ByteBuffer buffer, int at) {
        return bytes(buffer, at + length(buffer, at) - Chain.HASH_BYTES, Chain.HASH_BYTES);
    }

    /// Whether the record of `length` bytes at `at`, all loaded, is what was written.
    static boolean isWhole(ByteBuffer buffer, int at, int length) {
        return buffer.getInt(at) == Checksum.of(buffer, at + 4, length - 4)
                && hasLengths(buffer, at, length);
    }

    /// A checksum can be made for anything.
    private static boolean hasLengths(ByteBuffer buffer, int at, int length) {
        int id = buffer.getShort(at + 40);
        int name = buffer.getShort(at + 42);
        long payload = buffer.getInt(at + 44);
        long origin = buffer.getInt(at + 48);
        return Math.min(id, name) >= 0
                && Math.min(payload, origin) >= 0
                && FIXED_BYTES + id + name + payload + origin == length;
    }

    /// The record at `at`, which [#isWhole].
    static LogRecord decode(ByteBuffer buffer, int at, UUID incarnation, Bytes previousHash) {
        int idAt = at + TEXTS_AT;
        int nameAt = idAt + buffer.getShort(at + 40);
        int payloadAt = nameAt + buffer.getShort(at + 42);
        int originAt = payloadAt + buffer.getInt(at + 44);
        int hashAt = originAt + buffer.getInt(at + 48);
        return new LogRecord(
                incarnation,
                offset(buffer, at),
                text(buffer, idAt, nameAt - idAt),
                sequenceNr(buffer, at),
                Chain.instant(buffer.getLong(at + 24)),
                Chain.instant(committedAt(buffer, at)),
                text(buffer, nameAt, payloadAt - nameAt),
                bytes(buffer, payloadAt, originAt - payloadAt),
                bytes(buffer, originAt, hashAt - originAt),
                previousHash,
                bytes(buffer, hashAt, Chain.HASH_BYTES));
    }

    /// How many bytes `entry` takes, given its texts in UTF-8.
    static int length(Entry entry, byte[] id, byte[] name) {
        return FIXED_BYTES + id.length + name.length + entry.contentBytes();
    }

    /// Appends `entry` at the buffer's position, where `length` bytes are free.
    static void write(
            ByteBuffer buffer,
            Entry entry,
            byte[] id,
            byte[] name,
            long offset,
            long committedAt,
            Bytes hash) {
        int at = buffer.position();
        int length = length(entry, id, name);
        buffer.putInt(0).putInt(length).putLong(offset).putLong(entry.sequenceNr());
        buffer.putLong(Chain.micros(entry.decidedAt())).putLong(committedAt);
        buffer.putShort((short) id.length).putShort((short) name.length);
        buffer.putInt(entry.payload().size()).putInt(entry.origin().size());
        buffer.put(id).put(name).put(entry.payload().array()).put(entry.origin().array());
        buffer.put(hash.array());
        buffer.putInt(at, Checksum.of(buffer, at + 4, length - 4));
    }

    private static String text(ByteBuffer buffer, int at, int length) {
        return new String(
                buffer.array(), buffer.arrayOffset() + at, length, StandardCharsets.UTF_8);
    }

    static Bytes bytes(ByteBuffer buffer, int at, int length) {
        var copy = new byte[length];
        buffer.get(at, copy);
        return Bytes.of(copy);
    }
}
