package io.dromos.feed;

import io.dromos.events.state.State;
import io.dromos.journal.Bytes;
import io.dromos.journal.Log;
import io.dromos.journal.checkpoint.Checkpoint;
import io.dromos.journal.checkpoint.Checkpoints;
import io.dromos.schema.StateCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a checkpoint of the views every so many records, and one at the end.
///
/// A view is immutable, so that it is encoded beside everything else that goes on. A checkpoint
/// that cannot be written costs the next start time and nothing else: it is said in the log of the
/// process, and tried again later.
public final class Checkpointer implements AutoCloseable {

    /// How many records a server lets pass between two checkpoints.
    public static final long EVERY_RECORDS = 50_000;

    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

    private final Checkpoints checkpoints;
    private final StateCodec codec;
    private final Views views;
    private final long every;
    private final Views.Listening listening;
    private final Thread thread;

    /// The view to write next, or none to end. What comes while one waits is left out: the one that
    /// waits is recent enough.
    private final BlockingQueue<Optional<View>> due = new ArrayBlockingQueue<>(1);

    private volatile long written;

    private Checkpointer(
            Checkpoints checkpoints, StateCodec codec, Views views, long written, long every) {
        this.checkpoints = checkpoints;
        this.codec = codec;
        this.views = views;
        this.written = written;
        this.every = every;
        this.thread = Thread.ofPlatform().daemon().name("checkpointer").start(this::run);
        this.listening = views.listen((_, after, _) -> advanced(after));
    }

    /// What to start the views from: the newest checkpoint that can be trusted, or nothing.
    public static Seed seed(Checkpoints checkpoints, StateCodec codec, Log log) throws IOException {
        return seed(checkpoints, codec, log, Long.MAX_VALUE);
    }

    /// The same of the moment at this offset, or of one before.
    public static Seed seed(Checkpoints checkpoints, StateCodec codec, Log log, long offset)
            throws IOException {
        var newest = checkpoints.newest(log, codec.fingerprint(), offset);
        var nothing = Seed.nothing(log.head().position().incarnation());
        if (newest.isEmpty()) return nothing;
        try {
            return seed(newest.get(), codec);
        } catch (StateCodec.UnreadableState e) {
            LOG.warn(
                    "The checkpoint at offset {} is passed over, the log is read from its start: {}",
                    newest.get().position().offset(),
                    e.getMessage());
            return nothing;
        }
    }

    private static Seed seed(Checkpoint checkpoint, StateCodec codec) {
        // Nobody else has anything to do yet, so that all processors decode.
        var states =
                checkpoint.states().parallelStream()
                        .collect(
                                Collectors.toConcurrentMap(
                                        Checkpoint.Entry::persistenceId,
                                        entry -> folded(entry, codec)));
        return new Seed(checkpoint.position(), states);
    }

    private static Folded<State> folded(Checkpoint.Entry entry, StateCodec codec) {
        var state = codec.decode(entry.state().array());
        return new Folded<>(state, entry.sequenceNr(), entry.whole());
    }

    /// Follows the views from here on.
    ///
    /// @param written the offset of the checkpoint they started from; 0 if there was none
    /// @param every how many records pass between two checkpoints
    public static Checkpointer start(
            Checkpoints checkpoints, StateCodec codec, Views views, long written, long every) {
        return new Checkpointer(checkpoints, codec, views, written, every);
    }

    private void advanced(View view) {
        if (view.offset() - written >= every) due.offer(Optional.of(view));
    }

    private void run() {
        try {
            for (var next = due.take(); next.isPresent(); next = due.take())
                if (next.get().offset() - written >= every) write(next.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(View view) {
        try {
            checkpoints.write(new Checkpoint(view.position(), codec.fingerprint(), states(view)));
            written = view.offset();
        } catch (IOException | RuntimeException e) {
            LOG.warn("No checkpoint at offset {}: {}", view.offset(), e.toString());
        }
    }

    /// All states that a start needs. Those the view left out are replayed by their own actors.
    private List<Checkpoint.Entry> states(View view) {
        var entries = new ArrayList<Checkpoint.Entry>();
        view.forEach((persistenceId, folded) -> {
            if (folded.sequenceNr() > 0)
                entries.add(
                        new Checkpoint.Entry(
                                persistenceId,
                                folded.sequenceNr(),
                                folded.whole(),
                                Bytes.of(codec.encode(folded.state()))));
        });
        return entries;
    }

    /// Writes a last checkpoint if there is anything new, and ends. Never fails.
    @Override
    public void close() {
        listening.close();
        try {
            due.put(Optional.empty());
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (views.now().offset() > written) write(views.now());
    }
}
