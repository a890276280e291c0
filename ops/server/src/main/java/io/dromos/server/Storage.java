package io.dromos.server;

import io.dromos.actors.SchedulerSetting;
import io.dromos.domain.Decider.Measure;
import io.dromos.events.Recorded;
import io.dromos.feed.Checkpointer;
import io.dromos.feed.Feed;
import io.dromos.feed.Views;
import io.dromos.journal.LogDamaged;
import io.dromos.journal.checkpoint.Checkpoints;
import io.dromos.journal.disk.DirectoryDisk;
import io.dromos.journal.disk.DirectoryInUse;
import io.dromos.journal.embedded.EmbeddedLog;
import io.dromos.journal.embedded.Settings;
import io.dromos.schema.EventCodec;
import io.dromos.schema.EventNames;
import io.dromos.schema.FactTooBig;
import io.dromos.schema.StateCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log of one node and what follows it.
final class Storage implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
    private static final String SCHEDULER = "scheduler";

    private final EmbeddedLog log;
    private final EventCodec codec;
    private final Feed feed;
    private final Views views;
    private final Checkpointer checkpointer;
    private final AtomicLong claimed = new AtomicLong();

    private Storage(EmbeddedLog log, Checkpoints checkpoints) throws IOException {
        this.log = log;
        this.codec = new EventCodec();
        this.feed = Feed.open(log, codec);
        var states = new StateCodec();
        var seed = Checkpointer.seed(checkpoints, states, log);
        long from = seed.position().offset();
        this.views = Views.start(feed, seed);
        this.checkpointer =
                Checkpointer.start(checkpoints, states, views, from, Checkpointer.EVERY_RECORDS);
        LOG.info("Folded {} records after offset {}", views.now().offset() - from, from);
    }

    /// Opens the log in `log` below this directory, or begins one, and folds it from the newest
    /// checkpoint in `checkpoints`.
    ///
    /// @throws StartRefused in one sentence if it cannot
    static Storage open(Path data, LogClock clock) {
        try {
            var log =
                    EmbeddedLog.open(
                            data.resolve("log"), Settings.standard(EventNames.definitions()));
            try {
                clock.begin(log.head().lastCommitTime());
                return new Storage(
                        log, new Checkpoints(DirectoryDisk.at(data.resolve("checkpoints"))));
            } catch (IOException | RuntimeException e) {
                log.close();
                throw e;
            }
        } catch (DirectoryInUse | LogDamaged e) {
            throw new StartRefused(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new StartRefused(
                    "The log in " + data + " cannot be opened: " + e.getMessage(), e);
        }
    }

    EmbeddedLog log() {
        return log;
    }

    EventCodec codec() {
        return codec;
    }

    Views views() {
        return views;
    }

    /// What a fact takes in the log.
    Measure.Size measure(Recorded recorded) {
        try {
            return new Measure.Bytes(codec.encode(recorded).contentBytes());
        } catch (FactTooBig e) {
            return new Measure.Unwritable(String.valueOf(e.getMessage()));
        }
    }

    /// Claims a number for a scheduler. This process alone has the log, so that it knows the
    /// newest.
    CompletionStage<SchedulerSetting.Claim> claim(long holding) {
        long newest = claimed.get();
        if (holding != 0 && holding != newest)
            return CompletableFuture.completedStage(new SchedulerSetting.Claim(newest, false));
        return log.claim(SCHEDULER, "process " + ProcessHandle.current().pid())
                .thenApply(epoch -> {
                    claimed.accumulateAndGet(epoch, Math::max);
                    return new SchedulerSetting.Claim(epoch, true);
                });
    }

    @Override
    public void close() {
        checkpointer.close();
        views.close();
        feed.close();
        log.close();
    }
}
