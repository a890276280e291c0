package io.dromos.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.Origin;
import io.dromos.journal.AtomicList;
import io.dromos.journal.Batch;
import io.dromos.journal.Bytes;
import io.dromos.journal.Entry;
import io.dromos.journal.Log;
import io.dromos.journal.Outcome;
import io.dromos.journal.embedded.EmbeddedLog;
import io.dromos.journal.embedded.Settings;
import io.dromos.schema.EventCodec;
import io.dromos.schema.EventNames;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The same promises over the store that ships, with segments so small that readers cross many.
@Timeout(60)
class FeedOnDiskTest {

    private static final Settings SMALL =
            Settings.standard(EventNames.definitions()).withSegmentBytes(64 << 10);
    private static final EventCodec CODEC = new EventCodec();
    private static final int LISTS = 1_500;

    @TempDir Path directory;

    @Test
    void readers_and_views_follow_the_log_and_find_it_again_after_a_restart() throws Exception {
        var history = new RandomHistory(42);
        View last;
        try (var log = EmbeddedLog.open(directory, SMALL);
                var feed = Feed.open(log, CODEC, 64, 1 << 20);
                var views = Views.start(feed, Seed.nothing(incarnation(log)))) {
            var end = new CompletableFuture<Long>();
            var readers = new ArrayList<CompletableFuture<List<Long>>>();
            for (int i = 0; i < 4; i++) {
                long pace = i;
                readers.add(CompletableFuture.supplyAsync(() -> read(feed, end, pace)));
            }
            for (int i = 0; i < LISTS; i++) append(log, history);
            end.complete(log.head().offset());
            views.reached(end.join()).get(30, TimeUnit.SECONDS);
            last = views.now();
            ViewsTest.assertShows(last, history.states);
            for (var reader : readers)
                assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(upTo(end.join()));
        }
        try (var log = EmbeddedLog.open(directory, SMALL);
                var feed = Feed.open(log, CODEC);
                var views = Views.start(feed, Seed.nothing(incarnation(log)))) {
            assertThat(views.now()).isEqualTo(last);
            try (var reader = feed.read(last.position())) {
                assertThat(reader.take(1)).isEmpty();
            }
        }
    }

    @Test
    void a_fact_is_looked_up_with_who_brought_it_about() throws Exception {
        try (var log = EmbeddedLog.open(directory, SMALL);
                var feed = Feed.open(log, CODEC);
                var views = Views.start(feed, Seed.nothing(incarnation(log)))) {
            var nothing = Seed.nothing(incarnation(log));
            var past = new LoggedHistory(log, CODEC, _ -> nothing, views::now);
            var history = new RandomHistory(42);
            for (int i = 0; i < 200; i++) append(log, history);
            for (var end : history.sequences.entrySet()) {
                for (long number = 1; number <= end.getValue(); number++)
                    assertThat(past.of(end.getKey(), number, 1))
                            .singleElement()
                            .extracting(event -> event.recorded().orElseThrow().origin())
                            .isEqualTo(Origin.system("random"));
                assertThat(past.of(end.getKey(), end.getValue() + 1, 1)).isEmpty();
            }
            assertThat(past.of("app|/nowhere", 1, 1)).isEmpty();
        }
    }

    private static List<Long> read(Feed feed, CompletableFuture<Long> end, long pace) {
        var random = new Random(pace);
        var offsets = new ArrayList<Long>();
        try (var reader = feed.readFrom(1)) {
            while (!end.isDone() || reader.position().offset() < end.join()) {
                var events = reader.await(1 + random.nextInt(50), Duration.ofMillis(100));
                events.forEach(event -> offsets.add(event.offset()));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return offsets;
    }

    private static void append(Log log, RandomHistory history) {
        var facts = history.next();
        long after = history.sequences.getOrDefault(facts.persistenceId(), 0L);
        long before = after - facts.encoded().size();
        var entries = new ArrayList<Entry>();
        for (var fact : facts.encoded())
            entries.add(
                    Entry.of(
                            facts.persistenceId(),
                            before + entries.size() + 1,
                            Instant.EPOCH,
                            fact.name(),
                            Bytes.of(fact.payload()),
                            Bytes.of(fact.origin())));
        var batch = Batch.of(new AtomicList(facts.persistenceId(), before, List.of(), entries));
        var outcome = log.append(batch).toCompletableFuture().join().outcomes().getFirst();
        assertThat(outcome).isInstanceOf(Outcome.Stored.class);
    }

    private static java.util.UUID incarnation(Log log) {
        return log.head().position().incarnation();
    }

    private static List<Long> upTo(long end) {
        return LongStream.rangeClosed(1, end).boxed().toList();
    }
}
