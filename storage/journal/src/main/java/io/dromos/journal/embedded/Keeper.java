package io.dromos.journal.embedded;

import io.dromos.journal.disk.Disk;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The background thread: fills the next segment, and writes index and heads of segments that have
/// closed. Whatever fails here is tried again and costs speed, never facts.
final class Keeper implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final int WAITING_MAX = 4;
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration NOTHING_TO_DO = Duration.ofMinutes(1);

    private final Disk disk;
    private final Spares spares;
    private final Indexes indexes;
    private final Heads heads;
    private final Duration fillPause;
    private final DoubleSupplier used;
    private final BlockingQueue<Work> work = new ArrayBlockingQueue<>(WAITING_MAX + 2);
    private boolean complained;

    private sealed interface Work {
        record Closed(Segment segment) implements Work {}

        record Stop() implements Work {}
    }

    /// @param used how much of the open segment is used, from 0 to 1
    Keeper(
            Disk disk,
            Spares spares,
            Indexes indexes,
            Heads heads,
            Duration fillPause,
            DoubleSupplier used) {
        this.disk = disk;
        this.spares = spares;
        this.indexes = indexes;
        this.heads = heads;
        this.fillPause = fillPause;
        this.used = used;
    }

    /// A segment has closed. When too many wait, its index is made on demand instead.
    void closed(Segment segment) {
        if (work.size() >= WAITING_MAX || !work.offer(new Work.Closed(segment))) {
            segment.dropGrowing();
        }
    }

    /// Ends the thread after what it is doing.
    void stop() {
        work.clear();
        work.add(new Work.Stop());
    }

    @Override
    public void run() {
        var pause = Duration.ZERO;
        try {
            while (true) {
                switch (work.poll(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    case null -> pause = fill();
                    case Work.Closed(var segment) -> keep(segment);
                    case Work.Stop() -> {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Does on the caller's thread what waits, and one step of filling.
    void round() {
        for (var next = work.poll(); next instanceof Work.Closed(var segment); next = work.poll()) {
            keep(segment);
        }
        fill();
    }

    private Duration fill() {
        try {
            boolean ready = spares.step();
            complained = false;
            return ready ? NOTHING_TO_DO : isLate() ? Duration.ZERO : fillPause;
        } catch (IOException e) {
            complain("cannot prepare the next segment in " + disk.place(), e);
            return RETRY;
        }
    }

    /// The next segment shall be ready when the open one is half used.
    private boolean isLate() {
        return spares.progress() < 2 * used.getAsDouble();
    }

    private void keep(Segment segment) {
        try {
            indexes.seal(segment);
            HeadsFile.save(disk, segment.number(), heads);
        } catch (IOException e) {
            segment.dropGrowing();
            LOG.warn("no index was kept for {}: {}", segment.fileName(), e.getMessage());
        }
    }

    private void complain(String what, @Nullable IOException e) {
        if (!complained) {
            LOG.warn("{}: {}; trying again every {} s", what, e, RETRY.toSeconds());
            complained = true;
        }
    }
}
