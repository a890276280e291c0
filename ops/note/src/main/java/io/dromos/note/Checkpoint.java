package io.dromos.note;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What a log had come to, in the form of C2SP's tlog-checkpoint:
///
/// ```
/// origin
/// offset
/// base64 of the hash of the record at that offset
/// incarnation UUID
/// committed TIME
/// ```
///
/// The hash is that of the log's chain, not of a Merkle tree: it stands for the record and all
/// before it, and is proved by walking them.
///
/// @param origin whose log it is: the name of the key that signs
/// @param offset of the last record, 0 if there was none
/// @param hash of that record, in hexadecimal digits
/// @param incarnation the history it belongs to, if the checkpoint says so
/// @param committedAt when it was stored, if the checkpoint says so
public record Checkpoint(
        String origin,
        long offset,
        String hash,
        Optional<UUID> incarnation,
        Optional<Instant> committedAt) {
    private static final int HASH_BYTES = 32;
    private static final String INCARNATION = "incarnation ";
    private static final String COMMITTED = "committed ";

    /// Reads the text of a note.
    public static Checkpoint parse(String text) throws BadNote {
        var lines = text.lines().toList();
        if (lines.size() < 3 || lines.stream().anyMatch(String::isEmpty))
            throw new BadNote("it has no origin, offset and hash, a line each");
        if (!lines.get(1).matches("0|[1-9]\\d{0,17}"))
            throw new BadNote("its second line is no offset");
        var more = lines.subList(3, lines.size());
        try {
            return new Checkpoint(
                    lines.getFirst(),
                    Long.parseLong(lines.get(1)),
                    hash(lines.get(2)),
                    extension(more, INCARNATION).map(UUID::fromString),
                    extension(more, COMMITTED).map(Instant::parse));
        } catch (IllegalArgumentException | DateTimeException _) {
            throw new BadNote("it says what is no incarnation, or no time");
        }
    }

    private static String hash(String base64) throws BadNote {
        try {
            var bytes = Base64.getDecoder().decode(base64);
            if (bytes.length == HASH_BYTES) return HexFormat.of().formatHex(bytes);
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw new BadNote("its third line is no hash");
    }

    private static Optional<String> extension(List<String> lines, String name) {
        return lines.stream()
                .filter(it -> it.startsWith(name))
                .map(it -> it.substring(name.length()))
                .findFirst();
    }

    /// The text that is signed.
    public String text() {
        var text = new StringBuilder();
        text.append(origin).append('\n').append(offset).append('\n');
        var bytes = HexFormat.of().parseHex(hash);
        text.append(Base64.getEncoder().encodeToString(bytes)).append('\n');
        incarnation.ifPresent(it -> text.append(INCARNATION).append(it).append('\n'));
        committedAt.ifPresent(it -> text.append(COMMITTED).append(it).append('\n'));
        return text.toString();
    }
}
