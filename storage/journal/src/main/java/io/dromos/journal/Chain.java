package io.dromos.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// The two hash functions that make the log provable; anybody can recompute them from exported
/// records.
///
/// ```
/// digest = SHA-256( text(persistence id) long(sequence number) long(decided at)
///                   text(event name) text(payload) text(origin) )
/// hash   = SHA-256( previous hash, long(offset), long(committed at), digest )
/// ```
///
/// `long` is 8 bytes, most significant first; `text` is a 4-byte length followed by that many
/// bytes; times are microseconds since 1970. The hash before the first record is 32 zero bytes.
///
/// An instance keeps one SHA-256 engine and belongs to one thread.
public final class Chain {
    /// The length of a digest or hash in bytes.
    public static final int HASH_BYTES = 32;

    /// The hash "before" the first record.
    public static final Bytes GENESIS = Bytes.zeros(HASH_BYTES);

    private final MessageDigest sha256 = sha256();
    private final byte[] eight = new byte[Long.BYTES];

    /// The writer's part: a digest over all that the writer decided.
    public Bytes digest(
            String persistenceId,
            long sequenceNr,
            Instant decidedAt,
            String eventName,
            Bytes payload,
            Bytes origin) {
        text(persistenceId.getBytes(StandardCharsets.UTF_8));
        number(sequenceNr);
        number(micros(decidedAt));
        text(eventName.getBytes(StandardCharsets.UTF_8));
        text(payload.array());
        text(origin.array());
        return Bytes.of(sha256.digest());
    }

    /// The store's part: ties a record to its place and to everything before it.
    public Bytes hash(Bytes previous, long offset, Instant committedAt, Bytes digest) {
        sha256.update(previous.array());
        number(offset);
        number(micros(committedAt));
        sha256.update(digest.array());
        return Bytes.of(sha256.digest());
    }

    /// The hash a stored record must carry, computed from its own fields.
    public Bytes hash(LogRecord stored) {
        var digest =
                digest(
                        stored.persistenceId(),
                        stored.sequenceNr(),
                        stored.decidedAt(),
                        stored.eventName(),
                        stored.payload(),
                        stored.origin());
        return hash(stored.previousHash(), stored.offset(), stored.committedAt(), digest);
    }

    /// Microseconds since 1970, the resolution in which the log keeps time (as PostgreSQL does).
    public static long micros(Instant time) {
        return TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + time.getNano() / 1_000;
    }

    /// The instant of `micros` microseconds since 1970.
    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }

    private void text(byte[] bytes) {
        for (int i = 0, shift = 24; i < 4; i++, shift -= 8) {
            eight[i] = (byte) (bytes.length >>> shift);
        }
        sha256.update(eight, 0, 4);
        sha256.update(bytes);
    }

    private void number(long value) {
        for (int i = 0, shift = 56; i < 8; i++, shift -= 8) {
            eight[i] = (byte) (value >>> shift);
        }
        sha256.update(eight);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
