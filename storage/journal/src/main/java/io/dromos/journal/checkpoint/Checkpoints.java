package io.dromos.journal.checkpoint;

import io.dromos.journal.Log;
import io.dromos.journal.Position;
import io.dromos.journal.disk.Disk;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The checkpoints of one log, in a place of their own. The newest two are kept.
///
/// A checkpoint only saves time: one that is damaged, ahead of the log, of another history or made
/// by other code is passed over for the one before, and in the end for the whole log.
public final class Checkpoints {

    /// How many are kept.
    public static final int KEPT = 2;

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final String PREFIX = "checkpoint-";

    private final Shelf shelf;

    /// The checkpoints on this disk, which holds nothing else.
    public Checkpoints(Disk disk) {
        this(Shelf.on(disk));
    }

    /// The checkpoints on this shelf, which holds nothing else.
    public Checkpoints(Shelf shelf) {
        this.shelf = shelf;
    }

    /// Keeps a checkpoint: durable, whole and under its name on return. Older ones beyond [#KEPT]
    /// go, and those that are ahead of it: they are of a log that went back since.
    public void write(Checkpoint checkpoint) throws IOException {
        var name = name(checkpoint.position().offset());
        shelf.put(name, CheckpointFormat.write(checkpoint));
        int kept = 0;
        for (var other : newestFirst()) {
            boolean ahead = other.compareTo(name) > 0;
            if (ahead || ++kept > KEPT) shelf.delete(other);
        }
    }

    /// The newest checkpoint that can be trusted, if there is one.
    ///
    /// @param fingerprint of the code that will use it
    public Optional<Checkpoint> newest(Log log, String fingerprint) throws IOException {
        return newest(log, fingerprint, Long.MAX_VALUE);
    }

    /// The newest checkpoint at this offset or before that can be trusted, if there is one.
    ///
    /// @param fingerprint of the code that will use it
    public Optional<Checkpoint> newest(Log log, String fingerprint, long offset)
            throws IOException {
        var last = name(offset);
        for (var name : newestFirst()) {
            if (name.compareTo(last) > 0) continue;
            var found = CheckpointFormat.read(shelf.read(name));
            var refusal =
                    found.map(checkpoint -> refusal(checkpoint, log, fingerprint))
                            .orElse("it is damaged");
            if (refusal.isEmpty()) return found;
            LOG.warn("{} in {} is passed over: {}", name, shelf.place(), refusal);
        }
        return Optional.empty();
    }

    /// Why the checkpoint is not to be trusted; empty if it is.
    private static String refusal(Checkpoint checkpoint, Log log, String fingerprint) {
        if (!checkpoint.fingerprint().equals(fingerprint)) return "other code made it";
        if (!stands(checkpoint.position(), log)) return "the log does not have its place";
        return "";
    }

    private static boolean stands(Position position, Log log) {
        var head = log.head().position();
        if (!head.incarnation().equals(position.incarnation()) || position.offset() > head.offset())
            return false;
        if (position.offset() == 0) return position.equals(Position.start(position.incarnation()));
        try (var records = log.scan(position.offset())) {
            var record = records.next();
            return record != null && record.position().equals(position);
        }
    }

    private static String name(long offset) {
        return "%s%020d".formatted(PREFIX, offset);
    }

    private List<String> newestFirst() throws IOException {
        return shelf.names().stream()
                .filter(name -> name.startsWith(PREFIX))
                .sorted((a, b) -> b.compareTo(a))
                .toList();
    }
}
