package io.dromos.server;

import io.dromos.actors.SchedulerSetting;
import io.dromos.domain.Decider.Measure;
import io.dromos.events.Recorded;
import io.dromos.feed.Feed;
import io.dromos.feed.Seed;
import io.dromos.feed.Views;
import io.dromos.journal.LogDamaged;
import io.dromos.journal.disk.DirectoryInUse;
import io.dromos.journal.embedded.EmbeddedLog;
import io.dromos.journal.embedded.Settings;
import io.dromos.schema.EventCodec;
import io.dromos.schema.EventNames;
import io.dromos.schema.FactTooBig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/// The log of one node and what follows it.
final class Storage implements AutoCloseable {

    private static final String SCHEDULER = "scheduler";

    private final EmbeddedLog log;
    private final EventCodec codec;
    private final Feed feed;
    private final Views views;
    private final AtomicLong claimed = new AtomicLong();

    private Storage(EmbeddedLog log, EventCodec codec, Feed feed, Views views) {
        this.log = log;
        this.codec = codec;
        this.feed = feed;
        this.views = views;
    }

    /// Opens the log in this directory, or begins one, and folds it.
    ///
    /// @throws StartRefused in one sentence if it cannot
    static Storage open(Path directory, LogClock clock) {
        try {
            var log = EmbeddedLog.open(directory, Settings.standard(EventNames.definitions()));
            try {
                clock.begin(log.head().lastCommitTime());
                var codec = new EventCodec();
                var feed = Feed.open(log, codec);
                var views = Views.start(feed, Seed.nothing(log.head().position().incarnation()));
                return new Storage(log, codec, feed, views);
            } catch (RuntimeException e) {
                log.close();
                throw e;
            }
        } catch (DirectoryInUse | LogDamaged e) {
            throw new StartRefused(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new StartRefused(
                    "The log in " + directory + " cannot be opened: " + e.getMessage(), e);
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
        views.close();
        feed.close();
        log.close();
    }
}
