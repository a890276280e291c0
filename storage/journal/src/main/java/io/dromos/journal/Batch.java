package io.dromos.journal;

import java.util.List;
import java.util.UUID;

/// What one call of [Log#append] hands in: lists that are judged one by one, in order.
///
/// @param id chosen by the writer; a store behind a network finds a batch again by it after a lost
///   connection
/// @param lists at least one; each is stored whole or refused whole, and a refused one does not
///   fail the others
public record Batch(UUID id, List<AtomicList> lists) {
    /// Refuses an empty batch.
    public Batch {
        lists = List.copyOf(lists);
        if (lists.isEmpty()) {
            throw new IllegalArgumentException("batch " + id + " is empty");
        }
    }

    /// A batch of these lists under a random id.
    public static Batch of(AtomicList... lists) {
        return new Batch(UUID.randomUUID(), List.of(lists));
    }

    /// About how many bytes the batch takes in the log.
    public long storedBytes() {
        long bytes = 0;
        for (AtomicList list : lists) {
            bytes += list.storedBytes();
        }
        return bytes;
    }
}
