package io.dromos.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dromos.events.AppId;
import io.dromos.events.Origin;
import io.dromos.events.PersistenceIds;
import io.dromos.events.Recorded;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.journal.Chain;
import io.dromos.journal.LogDamaged;
import io.dromos.journal.Position;
import io.dromos.schema.Encoded;
import io.dromos.schema.EventCodec;
import io.dromos.schema.UnreadableEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FeedTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final AppId APP = new AppId("/web");
    private static final EventCodec CODEC = new EventCodec();

    private final MemoryLog log = new MemoryLog();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (var one : open.reversed()) one.close();
        assertThat(log.openScans).hasValue(0);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void every_reader_gets_every_event_once_and_in_order_whatever_it_reads_from(long seed)
            throws Exception {
        int total = 4_000;
        var feed = feed(16);
        var random = new Random(seed);
        var readers = new ArrayList<CompletableFuture<List<Long>>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                long from = 1L + random.nextInt(50);
                long pace = random.nextLong();
                readers.add(
                        CompletableFuture.supplyAsync(
                                () -> readAll(feed, from, total, new Random(pace)), threads));
            }
            while (log.head().offset() < total) {
                int size = (int) Math.min(1 + random.nextInt(40), total - log.head().offset());
                log.append(PersistenceIds.of(APP), facts(size));
            }
            for (var reader : readers) {
                var offsets = reader.get(30, TimeUnit.SECONDS);
                assertThat(offsets)
                        .isEqualTo(
                                LongStream.rangeClosed(offsets.getFirst(), total).boxed().toList());
            }
        }
        assertThat(log.allScans).as("readers fell behind and came back").hasValueGreaterThan(8);
    }

    private static List<Long> readAll(Feed feed, long from, long to, Random pace) {
        var offsets = new ArrayList<Long>();
        await().atMost(LONG).until(() -> feed.head() >= from);
        try (var reader = feed.readFrom(from)) {
            while (reader.position().offset() < to) {
                var events = reader.await(1 + pace.nextInt(30), LONG);
                events.forEach(event -> offsets.add(event.offset()));
                if (pace.nextInt(20) == 0) Thread.sleep(Duration.ofMillis(1));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return offsets;
    }

    @Test
    void a_reader_that_sleeps_holds_up_neither_writer_nor_others_and_still_misses_nothing()
            throws Exception {
        var feed = feed(16);
        var slow = reader(feed, 1);
        var quick = reader(feed, 1);
        for (int i = 0; i < 1_000; i++) {
            log.append(PersistenceIds.of(APP), facts(3));
            assertThat(quick.await(3, LONG)).hasSize(3);
        }
        for (int i = 1; i <= 3_000; i++)
            assertThat(slow.take(1)).singleElement().extracting(Event::offset).isEqualTo((long) i);
        assertThat(slow.take(1)).isEmpty();
    }

    @Test
    void a_reader_that_caught_up_gives_its_file_back() {
        var feed = feed(16);
        log.append(PersistenceIds.of(APP), facts(100));
        await().until(() -> feed.head() == 100);
        var reader = reader(feed, 1);
        assertThat(reader.take(50)).hasSize(50);
        assertThat(log.openScans).as("the feed's and the reader's").hasValue(2);
        assertThat(reader.take(50)).hasSize(50);
        assertThat(reader.take(50)).isEmpty();
        assertThat(log.openScans).hasValue(1);
    }

    @Test
    void readers_never_see_a_part_of_a_list() throws Exception {
        var feed = feed(1_000);
        var reader = reader(feed, 1);
        var parts =
                CompletableFuture.supplyAsync(() -> {
                    var offsets = new HashSet<Long>();
                    while (reader.position().offset() < 21_000) {
                        offsets.add(feed.head() % 7);
                        reader.take(700);
                        offsets.add(reader.position().offset() % 7);
                    }
                    return offsets;
                });
        for (int i = 0; i < 3_000; i++) log.append(PersistenceIds.of(APP), facts(7));
        assertThat(parts.get(30, TimeUnit.SECONDS)).containsExactly(0L);
    }

    @Test
    void events_carry_their_fact_and_the_logs_own_records_none() throws Exception {
        var feed = feed(16);
        var reader = reader(feed, 1);
        log.append(PersistenceIds.of(APP), facts(1));
        log.append(
                "log",
                List.of(
                        new Encoded(
                                "log.fence-claimed.v1",
                                "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                new byte[0],
                                Optional.empty())));
        await().until(() -> feed.head() == 2);
        var events = reader.take(10);
        assertThat(events)
                .extracting(Event::recorded)
                .containsExactly(Optional.of(fact(0)), Optional.empty());
        assertThat(reader.position()).isEqualTo(log.head().position());
    }

    @Test
    void a_position_is_read_on_from_only_if_the_log_holds_that_very_record() {
        log.append(PersistenceIds.of(APP), facts(5));
        var feed = feed(16);
        Position third;
        try (var records = log.scan(3)) {
            third = java.util.Objects.requireNonNull(records.next()).position();
        }
        try (var reader = feed.read(third)) {
            assertThat(reader.take(9)).extracting(Event::offset).containsExactly(4L, 5L);
        }
        var other = new Position(third.incarnation(), 3, Chain.GENESIS);
        assertThatThrownBy(() -> feed.read(other))
                .isInstanceOfSatisfying(
                        PositionLost.class, e -> assertThat(e.position()).isEqualTo(other));
        assertThatThrownBy(() -> feed.read(new Position(third.incarnation(), 6, third.hash())))
                .isInstanceOf(PositionLost.class)
                .hasMessageContaining("ends at 5");
        assertThatThrownBy(() -> feed.readFrom(7)).isInstanceOf(PositionLost.class);
        try (var reader = feed.readFrom(6)) {
            assertThat(reader.take(9)).isEmpty();
        }
    }

    @Test
    void waiting_ends_with_the_time_without_an_event() throws Exception {
        assertThat(reader(feed(16), 1).await(1, Duration.ofMillis(1))).isEmpty();
    }

    @Test
    void a_reader_without_a_thread_is_told_of_the_next_event() throws Exception {
        var reader = reader(feed(16), 1);
        var first = reader.available().toCompletableFuture();
        assertThat(first).isNotDone();
        log.append(PersistenceIds.of(APP), facts(2));
        first.get(30, TimeUnit.SECONDS);
        assertThat(reader.take(1)).hasSize(1);
        assertThat(reader.available().toCompletableFuture()).isCompleted();
        assertThat(reader.take(1)).hasSize(1);
        assertThat(reader.available().toCompletableFuture()).isNotDone();
    }

    @Test
    void closing_the_feed_wakes_all_who_wait() {
        var feed = feed(16);
        log.append(PersistenceIds.of(APP), facts(1));
        await().until(() -> feed.head() == 1);
        var reader = reader(feed, 2);
        var other = reader(feed, 2);
        var available = reader.available().toCompletableFuture();
        var waiting =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return other.await(1, LONG);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
        feed.close();
        feed.close();
        assertThatThrownBy(waiting::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(FeedStopped.class);
        await().until(available::isCompletedExceptionally);
        assertThat(available.exceptionNow()).isInstanceOf(FeedStopped.class);
        assertThatThrownBy(() -> reader.take(1)).isInstanceOf(FeedStopped.class);
        assertThat(reader(feed, 1).take(1)).as("what was there can still be read").hasSize(1);
    }

    @Test
    void a_record_nobody_can_read_stops_the_feed_and_is_named_with_its_place() throws Exception {
        var feed = feed(16);
        var reader = reader(feed, 1);
        log.append(PersistenceIds.of(APP), facts(2));
        assertThat(reader.await(2, LONG)).isNotEmpty();
        log.append(
                PersistenceIds.of(APP),
                List.of(
                        new Encoded(
                                "app.teleported.v9", new byte[0], new byte[0], Optional.empty())));
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 3; i++) reader.await(1, LONG);
                        })
                .isInstanceOf(FeedStopped.class)
                .hasCauseInstanceOf(UnreadableEvent.class)
                .hasMessageContaining("offset 3 (app|/web #3)")
                .hasMessageContaining("app.teleported.v9");
    }

    @Test
    void damage_stops_the_feed_and_readers_that_come_to_it() {
        log.append(PersistenceIds.of(APP), facts(50));
        var feed = feed(16);
        var newest = reader(feed, 51);
        log.failAt(40);
        var reader = reader(feed, 1);
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 100; i++) reader.take(50);
                        })
                .isInstanceOf(LogDamaged.class)
                .hasMessageContaining("offset 40");
        assertThat(reader.position().offset()).isEqualTo(39);
        log.append(PersistenceIds.of(APP), facts(1));
        assertThatThrownBy(() -> newest.await(1, LONG))
                .isInstanceOf(FeedStopped.class)
                .hasCauseInstanceOf(LogDamaged.class);
    }

    private Feed feed(int tailEventsMax) {
        var feed = Feed.open(log, CODEC, tailEventsMax, 1 << 20);
        open.add(feed);
        return feed;
    }

    private Reader reader(Feed feed, long from) {
        var reader = feed.readFrom(from);
        open.add(reader);
        return reader;
    }

    private static List<Encoded> facts(int count) {
        return LongStream.range(0, count).mapToObj(i -> CODEC.encode(fact(i))).toList();
    }

    private static Recorded fact(long i) {
        return new Recorded(
                new ApplicationFact.DelayReset(APP, Instant.ofEpochSecond(i)),
                Origin.system("test"));
    }
}
