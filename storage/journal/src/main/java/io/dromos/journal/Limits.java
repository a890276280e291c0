package io.dromos.journal;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/// The sizes that the log accepts. Facts are measured by their payload and origin together.
///
/// @param factBytesMax one fact
/// @param definitionBytesMax one fact whose event name is in `definitions`
/// @param definitions event names of facts that carry an application's definition
/// @param batchBytesMax one batch, and so one atomic list, as stored
/// @param queuedListsMax lists, claims and questions accepted and not yet answered
/// @param queuedBytesMax their bytes
public record Limits(
        int factBytesMax,
        int definitionBytesMax,
        Set<String> definitions,
        int batchBytesMax,
        int queuedListsMax,
        long queuedBytesMax) {
    /// The longest persistence id or event name, in UTF-8 bytes.
    public static final int ID_BYTES_MAX = 1_024;

    /// 64 KiB a fact, 1 MiB a definition, 32 MiB a batch, 100,000 lists or 256 MiB waiting.
    public static Limits standard(Set<String> definitions) {
        return new Limits(64 << 10, 1 << 20, definitions, 32 << 20, 100_000, 256L << 20);
    }

    /// Copies the names.
    public Limits {
        definitions = Set.copyOf(definitions);
    }

    /// What makes `list` too big for the log, if anything does.
    public Optional<Refusal.TooBig> tooBig(AtomicList list) {
        for (Entry entry : list.entries()) {
            if (!fits(entry)) {
                return Optional.of(tooBig(entry));
            }
        }
        return Optional.empty();
    }

    /// Whether `batch` as a whole is too big; no list of it is taken then.
    public Optional<Refusal.TooBig> tooBig(Batch batch) {
        long bytes = batch.storedBytes();
        return bytes <= batchBytesMax
                ? Optional.empty()
                : Optional.of(new Refusal.TooBig("batch " + batch.id(), bytes, batchBytesMax));
    }

    private boolean fits(Entry entry) {
        return entry.contentBytes() <= contentBytesMax(entry)
                && utf8Bytes(entry.persistenceId()) <= ID_BYTES_MAX
                && utf8Bytes(entry.eventName()) <= ID_BYTES_MAX;
    }

    private Refusal.TooBig tooBig(Entry entry) {
        var id = entry.persistenceId();
        var name = entry.eventName();
        if (utf8Bytes(id) > ID_BYTES_MAX) {
            return new Refusal.TooBig("a persistence id", utf8Bytes(id), ID_BYTES_MAX);
        }
        if (utf8Bytes(name) > ID_BYTES_MAX) {
            return new Refusal.TooBig("an event name of " + id, utf8Bytes(name), ID_BYTES_MAX);
        }
        return new Refusal.TooBig(name + " of " + id, entry.contentBytes(), contentBytesMax(entry));
    }

    private int contentBytesMax(Entry entry) {
        return definitions.contains(entry.eventName()) ? definitionBytesMax : factBytesMax;
    }

    private static long utf8Bytes(String text) {
        return text.length() * 3L <= ID_BYTES_MAX
                ? text.length()
                : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
