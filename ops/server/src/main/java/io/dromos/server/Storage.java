package io.dromos.server;

import io.dromos.actors.SchedulerSetting;
import io.dromos.actors.Setting;
import io.dromos.domain.Decider.Measure;
import io.dromos.events.Recorded;
import io.dromos.feed.Checkpointer;
import io.dromos.feed.Feed;
import io.dromos.feed.History;
import io.dromos.feed.LoggedHistory;
import io.dromos.feed.Seed;
import io.dromos.feed.Views;
import io.dromos.feed.kafka.KafkaPublisher;
import io.dromos.feed.kafka.KafkaSettings;
import io.dromos.journal.Log;
import io.dromos.journal.checkpoint.Checkpoints;
import io.dromos.schema.EventCodec;
import io.dromos.schema.FactTooBig;
import io.dromos.schema.StateCodec;
import io.dromos.server.crash.Crash;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log of one node and what follows it.
final class Storage implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
    private static final String SCHEDULER = "scheduler";

    private final OpenLog opened;
    private final Log log;
    private final EventCodec codec;
    private final Feed feed;
    private final Views views;
    private final Checkpointer checkpointer;
    private final History history;
    private final AtomicLong claimed = new AtomicLong();

    private Storage(OpenLog opened, Checkpoints checkpoints, long every) throws IOException {
        this.opened = opened;
        this.log = opened.log();
        this.codec = EventCodec.remembering();
        this.feed = Feed.open(log, codec);
        var states = new StateCodec();
        var seed = Checkpointer.seed(checkpoints, states, log);
        long from = seed.position().offset();
        this.views = Views.start(feed, seed);
        this.checkpointer = Checkpointer.start(checkpoints, states, views, from, every);
        this.history =
                new LoggedHistory(
                        log, codec, offset -> before(checkpoints, states, offset), views::now);
        LOG.info("Folded {} records after offset {}", views.now().offset() - from, from);
    }

    /// Opens the log that the flags name, or begins one, and folds it from the newest checkpoint:
    /// in `checkpoints` below the data directory, or in the database where the log is.
    ///
    /// @throws StartRefused in one sentence if it cannot
    static Storage open(ServerOptions options, LogClock clock, Crash crash) {
        var sizes = Sizes.asSet();
        var opened = OpenLog.open(options, sizes);
        try {
            clock.begin(opened.log().head().lastCommitTime(), options.trustsClock());
            var shelf = crash.aroundCheckpoints(opened.checkpoints().open());
            return new Storage(opened, new Checkpoints(shelf), sizes.checkpointRecords());
        } catch (IOException e) {
            opened.log().close();
            throw new StartRefused(
                    "The checkpoints of the log cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            opened.log().close();
            throw e;
        }
    }

    Log log() {
        return log;
    }

    History history() {
        return history;
    }

    private Seed before(Checkpoints checkpoints, StateCodec states, long offset) {
        try {
            return Checkpointer.seed(checkpoints, states, log, offset);
        } catch (IOException e) {
            LOG.warn("No checkpoint can be read, the log is read from its start", e);
            return Seed.nothing(log.head().position().incarnation());
        }
    }

    EventCodec codec() {
        return codec;
    }

    Views views() {
        return views;
    }

    /// Publishes what the log has and what comes, until the publisher is closed; before this.
    KafkaPublisher publish(KafkaSettings to) {
        return KafkaPublisher.start(feed, to);
    }

    /// What a fact takes in the log.
    Measure.Size measure(Recorded recorded) {
        try {
            return new Measure.Bytes(codec.bytes(recorded));
        } catch (FactTooBig e) {
            return new Measure.Unwritable(String.valueOf(e.getMessage()));
        }
    }

    /// Claims a number for a scheduler. The embedded log belongs to this process alone, so that it
    /// knows the newest; on a shared one a claim of another node makes this one's stale.
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

    /// The log's own word on an aggregate, if other nodes may write to it.
    Optional<Setting.Newest> shared() {
        return opened.shared() ? Optional.of(log::highestSequenceNr) : Optional.empty();
    }

    @Override
    public void close() {
        opened.stopWaiting().run();
        checkpointer.close();
        views.close();
        feed.close();
        log.close();
    }
}
