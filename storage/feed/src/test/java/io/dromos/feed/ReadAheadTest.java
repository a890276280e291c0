package io.dromos.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dromos.events.AppId;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.journal.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ReadAheadTest extends ViewsFixture {

    private static final int FACTS = 3 * Reader.EVENTS_MAX + 5;

    @Test
    void everything_up_to_the_offset_is_given_in_order_and_nothing_behind_it() throws Exception {
        write(FACTS);
        var reader = feed.read(Position.start(log.head().position().incarnation()));
        var given = new ArrayList<Long>();
        try (var ahead = ReadAhead.start(reader, FACTS - 2)) {
            while (given.size() < FACTS - 2)
                for (var event : ahead.next()) given.add(event.offset());
        }
        assertThat(given)
                .hasSize(FACTS - 2)
                .isSorted()
                .doesNotHaveDuplicates()
                .endsWith(FACTS - 2L);
        assertThat(reader.take(10))
                .extracting(Event::offset)
                .containsExactly(FACTS - 1L, (long) FACTS);
        reader.close();
    }

    @Test
    void one_that_is_closed_early_gives_the_reader_back_behind_what_it_read() throws Exception {
        write(FACTS);
        var reader = feed.read(Position.start(log.head().position().incarnation()));
        try (var ahead = ReadAhead.start(reader, FACTS)) {
            assertThat(ahead.next().getFirst().offset()).isEqualTo(1);
        }
        reader.close();
        long read = reader.position().offset();
        assertThat(read).isBetween((long) Reader.EVENTS_MAX, (long) FACTS);
        await().untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    @Test
    void what_reading_fails_with_comes_after_all_that_was_read() {
        var failing = new FailingReader(new FeedStopped("test", null));
        try (var ahead = ReadAhead.start(failing, 10)) {
            assertThat(ahead.next()).isEmpty();
            assertThatThrownBy(ahead::next)
                    .isInstanceOf(FeedStopped.class)
                    .hasMessageContaining("test");
        }
        await().untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    @Test
    void a_thread_that_dies_while_it_reads_leaves_nobody_waiting() {
        var dying = new FailingReader(new StackOverflowError("test"));
        try (var ahead = ReadAhead.start(dying, 10)) {
            assertThat(ahead.next()).isEmpty();
            assertThatThrownBy(ahead::next)
                    .isInstanceOf(FeedStopped.class)
                    .hasMessageContaining("StackOverflowError");
        }
    }

    private void write(int facts) throws Exception {
        for (int i = 0; i < facts; i++)
            append(new ApplicationFact.DelayReset(new AppId("/app"), Instant.EPOCH));
        await().until(() -> feed.head() == facts);
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("read-ahead") && thread.isAlive())
                .toList();
    }

    private static final class FailingReader implements Reader {
        private final Throwable why;
        private int asked;

        private FailingReader(Throwable why) {
            this.why = why;
        }

        @Override
        public List<Event> take(int max) {
            if (asked++ == 0) return List.of();
            if (why instanceof Error error) throw error;
            throw (RuntimeException) why;
        }

        @Override
        public List<Event> await(int max, Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Void> available() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Position position() {
            return Position.start(new UUID(0, 0));
        }

        @Override
        public void close() {}
    }
}
