package io.dromos.journal.embedded;

import io.dromos.journal.Appended;
import io.dromos.journal.Batch;
import io.dromos.journal.Head;
import io.dromos.journal.Log;
import io.dromos.journal.Records;
import io.dromos.journal.Refusal;
import io.dromos.journal.audit.Extent;
import io.dromos.journal.disk.DirectoryDisk;
import io.dromos.journal.disk.Disk;
import io.dromos.journal.intake.Inbox;
import io.dromos.journal.intake.Requests;
import io.dromos.journal.intake.Teller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log in a directory of its own, for one process.
///
/// ```
///   append ─▶ Inbox ─▶ Writer ──write, sync──▶ segment ─▶ head ─▶ Teller ─▶ answers, listeners
///                        │ takes                  ▲                            │ wake
///                      Spares ◀─fills─ Keeper     └── OffsetRecords, AggregateRecords
/// ```
public final class EmbeddedLog implements Log {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedLog.class);

    private final Disk disk;
    private final Disk.Lock lock;
    private final Settings settings;
    private final Segments segments;
    private final Heads heads;
    private final Indexes indexes;
    private final Spares spares;
    private final Inbox inbox;
    private final Requests requests;
    private final Teller teller;
    private final Writer writer;
    private final Keeper keeper;
    private final Thread writing;
    private final Thread telling;
    private final Thread keeping;
    private final StartReport report;
    private boolean closed;

    /// Opens the log in `directory`, or begins one there.
    ///
    /// @throws io.dromos.journal.disk.DirectoryInUse if another process has it
    /// @throws io.dromos.journal.LogDamaged naming the first offset that cannot be trusted
    public static EmbeddedLog open(Path directory, Settings settings) throws IOException {
        return open(DirectoryDisk.at(directory), settings, InstantSource.system());
    }

    /// The same on any disk and with any clock.
    public static EmbeddedLog open(Disk disk, Settings settings, InstantSource clock)
            throws IOException {
        var log = byHand(disk, settings, clock);
        log.start();
        return log;
    }

    /// A log without threads: nothing happens but in [#work], on the caller's thread. So a test can
    /// decide what happens when.
    public static EmbeddedLog byHand(Disk disk, Settings settings, InstantSource clock)
            throws IOException {
        var lock = disk.lock();
        try {
            var indexes = new Indexes(disk);
            var recovered = Recovery.run(disk, settings, indexes);
            return new EmbeddedLog(disk, lock, settings, clock, indexes, recovered);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private EmbeddedLog(
            Disk disk,
            Disk.Lock lock,
            Settings settings,
            InstantSource clock,
            Indexes indexes,
            Recovered recovered) {
        this.disk = disk;
        this.lock = lock;
        this.settings = settings;
        this.indexes = indexes;
        this.segments = recovered.segments();
        this.heads = recovered.heads();
        this.spares = recovered.spares();
        this.report = recovered.report();
        this.inbox = new Inbox(settings.limits());
        this.requests = new Requests(settings.limits(), inbox, Optional::empty);
        this.teller = new Teller(inbox);
        this.writer =
                new Writer(
                        disk.place(),
                        settings,
                        clock,
                        inbox,
                        teller,
                        spares,
                        this::onSegmentClosed,
                        recovered);
        this.keeper = new Keeper(disk, spares, indexes, heads, settings.fillPause(), writer::used);
        this.writing = Thread.ofPlatform().daemon().name("log-writer").unstarted(writer);
        this.telling = Thread.ofPlatform().daemon().name("log-teller").unstarted(teller);
        this.keeping = Thread.ofPlatform().daemon().name("log-keeper").unstarted(keeper);
    }

    private void start() {
        if (report.cutBytes() > 0) {
            LOG.warn("{}: {}", disk.place(), report.sentence());
        } else {
            LOG.info("{}: {}", disk.place(), report.sentence());
        }
        writing.start();
        telling.start();
        keeping.start();
    }

    /// Does once, here, what the threads of an opened log do: writes all that waits, or a mark if
    /// nothing does; tells it; looks after closed segments and the next one. Only for a log that
    /// was opened by hand.
    public void work() {
        if (!isByHand()) {
            throw new IllegalStateException("the threads of this log are at work");
        }
        try {
            writer.round(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        teller.round();
        keeper.round();
    }

    private boolean isByHand() {
        return writing.getState() == Thread.State.NEW;
    }

    private void onSegmentClosed(Segment segment) {
        keeper.closed(segment);
    }

    /// What was found when the log was opened.
    public StartReport report() {
        return report;
    }

    @Override
    public CompletionStage<Appended> append(Batch batch) {
        return requests.append(batch);
    }

    @Override
    public Head head() {
        return writer.head();
    }

    @Override
    public Records scan(long fromOffset) {
        try {
            return new OffsetRecords(disk, segments, indexes, fromOffset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Extent> extents() {
        return segments.all().stream()
                .map(it -> new Extent(it.fileName(), it.header().firstOffset(), it.end()))
                .toList();
    }

    @Override
    public Records scan(String persistenceId, long fromSequenceNr) {
        return new AggregateRecords(disk, segments, indexes, heads, persistenceId, fromSequenceNr);
    }

    @Override
    public CompletionStage<Long> highestSequenceNr(String persistenceId) {
        return requests.highestSequenceNr(persistenceId);
    }

    @Override
    public long hiddenTo(String persistenceId) {
        return heads.of(persistenceId).hidden();
    }

    @Override
    public CompletionStage<Long> claim(String name, String owner) {
        return requests.claim(name, owner);
    }

    @Override
    public CompletionStage<Long> hide(String persistenceId, long toSequenceNr) {
        return requests.hide(persistenceId, toSequenceNr);
    }

    @Override
    public Subscription subscribe(Listener listener) {
        return teller.subscribe(listener);
    }

    /// Lets the directory go only when no thread can write to it any more.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (isByHand()) {
            work();
        }
        inbox.close(new Refusal.Closed("this process is stopping"));
        keeper.stop();
        if (ended(writing) && ended(keeping)) {
            spares.close();
            lock.close();
        } else {
            LOG.error("{} does not answer; its lock is kept until this process ends", disk.place());
        }
        teller.stop();
        ended(telling);
    }

    private boolean ended(Thread thread) {
        if (isByHand()) {
            return true;
        }
        try {
            return thread.join(settings.closing());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
