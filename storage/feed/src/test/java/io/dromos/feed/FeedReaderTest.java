package io.dromos.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.journal.Bytes;
import io.dromos.journal.Chain;
import io.dromos.journal.LogRecord;
import io.dromos.journal.Position;
import io.dromos.schema.EventCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What happens in the moment between looking and waiting.
class FeedReaderTest {

    private static final UUID HISTORY = new UUID(0, 1);

    /// Gets its first event just after somebody saw that there is none.
    private static final class Sly extends Tail {
        private boolean done;

        Sly() {
            super(0, 16, 1_000);
        }

        @Override
        synchronized Optional<List<Event>> from(long offset, int max, long maxBytes) {
            var before = super.from(offset, max, maxBytes);
            arrive();
            return before;
        }

        @Override
        long head() {
            long before = super.head();
            arrive();
            return before;
        }

        private synchronized void arrive() {
            if (done) return;
            done = true;
            add(event());
            publish();
        }
    }

    @Test
    void an_event_that_comes_between_looking_and_waiting_wakes_the_reader() throws Exception {
        try (var reader = reader()) {
            assertThat(reader.await(1, Duration.ofSeconds(5))).hasSize(1);
        }
    }

    @Test
    void an_event_that_comes_between_looking_and_asking_to_be_told_is_told() throws Exception {
        try (var reader = reader()) {
            reader.available().toCompletableFuture().get(5, TimeUnit.SECONDS);
            assertThat(reader.take(1)).hasSize(1);
        }
    }

    private static Reader reader() {
        return new FeedReader(
                new MemoryLog(), new EventCodec(), new Sly(), Position.start(HISTORY));
    }

    private static Event event() {
        var record =
                new LogRecord(
                        HISTORY,
                        1,
                        "log",
                        1,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        "log.hidden.v1",
                        Bytes.EMPTY,
                        Bytes.EMPTY,
                        Chain.GENESIS,
                        Chain.GENESIS);
        return new Event(record, Optional.empty());
    }
}
