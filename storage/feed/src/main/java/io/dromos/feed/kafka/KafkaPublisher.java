package io.dromos.feed.kafka;

import io.dromos.feed.Feed;
import io.dromos.feed.FeedStopped;
import io.dromos.feed.PositionLost;
import io.dromos.feed.kafka.Progress.Phase;
import io.dromos.journal.Position;
import io.dromos.schema.UnreadableEvent;
import java.time.Duration;
import java.util.UUID;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes the facts of applications, tasks and deployments to Kafka: each exactly once for
/// consumers that read what is committed, in order for each key, for as long as the log holds them.
///
/// The log is the outbox. One thread reads it at its own pace and publishes in transactions, each
/// with the place it has reached, so that whatever happens the broker itself knows where to go on:
/// nothing is kept here. While the broker is away, the facts wait in the log; neither the log's
/// writers nor other readers notice, and no more memory is taken than Kafka's client buffers
/// (`buffer.memory`, 32 MiB).
///
/// Of two publishers of the same topics the one that began later goes on, the other stops. One that
/// does not find in the log what the broker had from it stops too: the log went back, or is another
/// one, and to go on would repeat or leave out facts in silence.
public final class KafkaPublisher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaPublisher.class);

    private static final Duration PAUSE_MIN = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

    private final Feed feed;
    private final KafkaSettings settings;
    private final UUID self = UUID.randomUUID();
    private final Thread thread;
    private volatile Phase phase = Phase.CONNECTING;
    private volatile String sentence;
    private volatile long offset;
    private volatile boolean closing;

    /// Both belong to the publisher's thread.
    private boolean begun;

    private Duration pause = PAUSE_MIN;

    private KafkaPublisher(Feed feed, KafkaSettings settings) {
        this.feed = feed;
        this.settings = settings;
        this.sentence = "connecting to " + settings.servers();
        this.thread = Thread.ofPlatform().daemon().name("kafka-publisher").unstarted(this::run);
    }

    /// Publishes from now on. Waits for nothing, and never fails: [#progress] says what is wrong.
    public static KafkaPublisher start(Feed feed, KafkaSettings settings) {
        var publisher = new KafkaPublisher(feed, settings);
        publisher.thread.start();
        return publisher;
    }

    /// How it is getting on.
    public Progress progress() {
        return new Progress(phase, sentence, offset, lag());
    }

    /// How many facts of the log are not published yet. Facts that nobody publishes count until
    /// they were passed.
    public long lag() {
        return Math.max(0, feed.head() - offset);
    }

    /// Ends it, in the midst of whatever it does: what was not committed is published by the next.
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closing) {
            try {
                session();
            } catch (PositionLost e) {
                stop(lost(e));
            } catch (FeedStopped | Superseded | UnreadableEvent e) {
                stop(String.valueOf(e.getMessage()));
            } catch (InterruptException | InterruptedException _) {
                stop("it was closed");
            } catch (RuntimeException e) {
                pause(e);
            }
        }
    }

    private void session() throws InterruptedException {
        try (var session = new Session(feed, settings, self)) {
            session.begin(begun);
            begun = true;
            session.publish(this::reached);
        }
    }

    private void reached(Position position) {
        // A broker that lets us in and then takes nothing is still waited for.
        boolean moves = position.offset() > offset || phase == Phase.CONNECTING;
        offset = position.offset();
        if (!moves && lag() > 0) return;
        pause = PAUSE_MIN;
        if (phase != Phase.PUBLISHING) {
            say(Phase.PUBLISHING, "publishing to " + settings.servers());
            LOG.info("Publishing to Kafka at {} from offset {}", settings.servers(), offset);
        }
    }

    private void pause(RuntimeException why) {
        if (phase != Phase.WAITING)
            LOG.warn(
                    "Kafka at {} does not take the facts, they wait: {}",
                    settings.servers(),
                    reason(why));
        say(
                Phase.WAITING,
                "Kafka at %s does not take the facts, they wait in the log: %s"
                        .formatted(settings.servers(), reason(why)));
        try {
            Thread.sleep(pause);
        } catch (InterruptedException _) {
            stop("it was closed");
        }
        var longer = pause.multipliedBy(2);
        pause = longer.compareTo(PAUSE_MAX) < 0 ? longer : PAUSE_MAX;
    }

    private void stop(String why) {
        say(Phase.STOPPED, "the publisher has stopped: " + why);
        if (closing) return;
        closing = true;
        LOG.error("Nothing more is published to Kafka at {}: {}", settings.servers(), why);
    }

    private void say(Phase now, String words) {
        sentence = words;
        phase = now;
    }

    private String lost(PositionLost e) {
        return "%s. What was published to %s and %s is not what this log holds; to publish this log, name other topics"
                .formatted(
                        e.getMessage(), settings.topics().tasks(), settings.topics().deployments());
    }

    private static String reason(RuntimeException why) {
        var cause = why.getCause() == null ? why : why.getCause();
        var message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
