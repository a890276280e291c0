package io.dromos.journal;

import java.util.List;

/// Facts of one aggregate that are stored together or not at all.
///
/// @param persistenceId whose facts
/// @param expectedLastSequenceNr the aggregate's last number before this list; another number in
///   the log means that somebody else wrote, and the list is refused
/// @param fences claims that must still be the newest
/// @param entries at least one, numbered from `expectedLastSequenceNr + 1` without gaps
public record AtomicList(
        String persistenceId,
        long expectedLastSequenceNr,
        List<Fence> fences,
        List<Entry> entries) {

    /// Refuses lists that only a defect can produce.
    public AtomicList {
        fences = List.copyOf(fences);
        entries = List.copyOf(entries);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("an atomic list of " + persistenceId + " is empty");
        }
        long next = expectedLastSequenceNr + 1;
        for (Entry entry : entries) {
            if (!entry.persistenceId().equals(persistenceId) || entry.sequenceNr() != next) {
                throw new IllegalArgumentException(
                        "expected %s #%d in an atomic list, found %s #%d"
                                .formatted(
                                        persistenceId,
                                        next,
                                        entry.persistenceId(),
                                        entry.sequenceNr()));
            }
            next++;
        }
    }

    /// The aggregate's last number once this list is stored.
    public long lastSequenceNr() {
        return expectedLastSequenceNr + entries.size();
    }

    /// About how many bytes the list takes in the log.
    public long storedBytes() {
        long bytes = 0;
        for (Entry entry : entries) {
            bytes += entry.storedBytes();
        }
        return bytes;
    }
}
