package io.dromos.feed.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.feed.Feed;
import io.dromos.feed.MemoryLog;
import io.dromos.feed.kafka.Progress.Phase;
import io.dromos.journal.Log;
import io.dromos.schema.EventCodec;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The promises of the publisher against a real broker.
@Timeout(180)
class KafkaPublisherTest {

    private static final AtomicInteger TESTS = new AtomicInteger();
    private static final EventCodec CODEC = new EventCodec();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// So that it is seen soon that nobody answers.
    private static final Map<String, String> IMPATIENT =
            Map.of(
                    "max.block.ms", "3000",
                    "delivery.timeout.ms", "3000",
                    "request.timeout.ms", "2000",
                    "default.api.timeout.ms", "3000");

    private final KafkaBroker broker = KafkaBroker.shared();
    private final MemoryLog log = new MemoryLog();
    private final KafkaSettings settings = settings(Map.of());

    @Test
    void every_fact_is_published_once_and_in_order_for_each_key() {
        var facts = new Facts(log, 1);
        facts.write(2_000);
        try (var feed = Feed.open(log, CODEC);
                var publisher = KafkaPublisher.start(feed, settings)) {
            awaitAll(publisher, log);
            facts.write(500);
            awaitAll(publisher, log);
            assertThat(publisher.progress().sentence())
                    .isEqualTo("publishing to " + broker.servers());
        }
        Published.assertIsTheLog(settings, log);
    }

    @Test
    void a_publisher_that_ends_anywhere_is_followed_by_one_that_goes_on_there() throws Exception {
        var random = new Random(2);
        var enough = new AtomicBoolean();
        try (var feed = Feed.open(log, CODEC)) {
            var writing = CompletableFuture.runAsync(() -> writeUntil(enough));
            for (int i = 0; i < 8; i++) {
                try (var publisher = KafkaPublisher.start(feed, settings)) {
                    await().pollInterval(Duration.ofMillis(1 + random.nextInt(40)))
                            .atMost(PATIENCE)
                            .until(() -> publisher.progress().phase() == Phase.PUBLISHING);
                    // In the midst of a transaction, or between two.
                    LockSupport.parkNanos(random.nextInt(300_000_000));
                }
            }
            enough.set(true);
            writing.get(30, TimeUnit.SECONDS);
            try (var publisher = KafkaPublisher.start(feed, settings)) {
                awaitAll(publisher, log);
            }
        }
        Published.assertIsTheLog(settings, log);
    }

    @Test
    void a_place_behind_what_another_left_open_is_not_missed() {
        var facts = new Facts(log, 3);
        facts.write(100);
        try (var feed = Feed.open(log, CODEC);
                var stranger = new KafkaProducer<String, byte[]>(strangersSettings())) {
            try (var publisher = KafkaPublisher.start(feed, settings)) {
                awaitAll(publisher, log);
                stranger.initTransactions();
                stranger.beginTransaction();
                var _ =
                        stranger.send(
                                new ProducerRecord<>(settings.topics().places(), "x", new byte[0]));
                stranger.flush();
                facts.write(100);
                awaitAll(publisher, log);
            }
            try (var publisher = KafkaPublisher.start(feed, settings)) {
                await().during(Duration.ofSeconds(3))
                        .until(() -> publisher.progress().phase() == Phase.CONNECTING);
                stranger.abortTransaction();
                awaitAll(publisher, log);
            }
        }
        Published.assertIsTheLog(settings, log);
    }

    @Test
    void of_two_publishers_at_once_the_later_goes_on_and_the_earlier_stops() {
        var facts = new Facts(log, 4);
        facts.write(500);
        try (var feed = Feed.open(log, CODEC);
                var earlier = KafkaPublisher.start(feed, settings)) {
            awaitAll(earlier, log);
            try (var later = KafkaPublisher.start(feed, settings)) {
                await().atMost(PATIENCE).until(() -> later.progress().phase() == Phase.PUBLISHING);
                for (int i = 0; i < 20; i++) facts.write(100);
                await().atMost(PATIENCE).until(() -> earlier.progress().phase() == Phase.STOPPED);
                facts.write(100);
                awaitAll(later, log);
            }
            assertThat(earlier.progress().sentence())
                    .startsWith("the publisher has stopped: another publisher of ")
                    .endsWith(" began after this one and goes on with them");
        }
        Published.assertIsTheLog(settings, log);
    }

    @Test
    void a_log_that_went_back_stops_the_publisher() {
        new Facts(log, 5).write(500);
        publishAll(settings);
        var shorter = new MemoryLog();
        new Facts(shorter, 5).write(100);
        assertThat(stopped(shorter)).contains("but the log ends at").contains("name other topics");
        var other = new MemoryLog();
        new Facts(other, 6).write(600);
        assertThat(stopped(other)).contains("the log holds another record there");
        Published.assertIsTheLog(settings, log);
    }

    @Test
    void a_topic_that_was_made_anew_is_filled_anew_and_the_other_is_not() throws Exception {
        new Facts(log, 7).write(500);
        publishAll(settings);
        try (var admin = Admin.create(settings.admin())) {
            admin.deleteTopics(Set.of(settings.topics().deployments())).all().get();
            await().atMost(PATIENCE).until(() -> isGone(admin));
        }
        publishAll(settings);
        Published.assertIsTheLog(settings, log);
    }

    @Test
    void a_broker_that_goes_away_and_comes_back_gets_what_it_missed_and_nothing_twice() {
        var facts = new Facts(log, 8);
        facts.write(3_000);
        var impatient = settings(IMPATIENT);
        try (var feed = Feed.open(log, CODEC);
                var publisher = KafkaPublisher.start(feed, impatient)) {
            await().atMost(PATIENCE).until(() -> publisher.progress().offset() > 0);
            broker.kill();
            facts.write(3_000);
            await().atMost(PATIENCE).until(() -> publisher.progress().phase() == Phase.WAITING);
            assertThat(publisher.progress().sentence()).contains("they wait in the log");
            assertThat(publisher.lag()).isGreaterThanOrEqualTo(3_000);
            broker.begin();
            awaitAll(publisher, log);
        } finally {
            broker.begin();
        }
        Published.assertIsTheLog(impatient, log);
    }

    private KafkaSettings settings(Map<String, String> passed) {
        var name = "test" + TESTS.incrementAndGet();
        return new KafkaSettings(
                broker.servers(),
                new Topics(name + ".tasks", name + ".deployments", name + ".places"),
                URI.create("/dromos"),
                passed);
    }

    private Map<String, Object> strangersSettings() {
        var strange = Map.of("transactional.id", settings.transactionalId() + "-stranger");
        return settings(strange).producer();
    }

    /// So many at a time that transactions follow each other closely.
    private void writeUntil(AtomicBoolean enough) {
        var facts = new Facts(log, 2);
        while (!enough.get() && log.head().offset() < 200_000) {
            facts.write(20);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private void publishAll(KafkaSettings to) {
        try (var feed = Feed.open(log, CODEC);
                var publisher = KafkaPublisher.start(feed, to)) {
            awaitAll(publisher, log);
        }
    }

    private String stopped(Log other) {
        try (var feed = Feed.open(other, CODEC);
                var publisher = KafkaPublisher.start(feed, settings)) {
            await().atMost(PATIENCE).until(() -> publisher.progress().phase() == Phase.STOPPED);
            return publisher.progress().sentence();
        }
    }

    private static void awaitAll(KafkaPublisher publisher, Log log) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(publisher.progress())
                                .satisfies(it ->
                                        assertThat(it.offset()).isEqualTo(log.head().offset())));
    }

    private boolean isGone(Admin admin) throws Exception {
        return !names(admin).contains(settings.topics().deployments());
    }

    private static List<String> names(Admin admin)
            throws ExecutionException, InterruptedException, java.util.concurrent.TimeoutException {
        return List.copyOf(admin.listTopics().names().get(30, TimeUnit.SECONDS));
    }
}
