package io.dromos.journal.embedded;

import static io.dromos.journal.conformance.Facts.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.journal.Batch;
import io.dromos.journal.disk.MemoryDisk;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// A log without threads does what its caller lets it do, and nothing else.
class ByHandTest {
    private final MemoryDisk disk = new MemoryDisk();
    private final EmbeddedLog log = byHand(disk);

    private static EmbeddedLog byHand(MemoryDisk disk) {
        try {
            return EmbeddedLog.byHand(disk, Story.SMALL, () -> Instant.EPOCH);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothing_is_written_or_answered_before_work() {
        int syncs = disk.syncs();
        var answer = log.append(Batch.of(list("a", 0, 2))).toCompletableFuture();
        assertThat(answer).isNotDone();
        assertThat(disk.syncs()).isEqualTo(syncs);

        log.work();

        assertThat(answer).isCompleted();
        assertThat(Story.read(log)).containsExactly("a#1", "a#2");
    }

    @Test
    void what_was_answered_is_there_again_after_a_crash_and_what_was_not_is_not()
            throws IOException {
        log.append(Batch.of(list("a", 0, 1)));
        log.work();
        log.append(Batch.of(list("a", 1, 1)));

        try (var again = byHand(disk.kill())) {
            assertThat(Story.read(again)).containsExactly("a#1");
        }
    }

    @Test
    void it_goes_on_from_segment_to_segment() {
        for (int i = 0; i < 100; i++) {
            log.append(Batch.of(list("a", i, 1)));
            log.work();
        }
        assertThat(Story.read(log)).hasSize(100);
        assertThat(disk.usedBytes()).isGreaterThan(3 * (12 << 10));
    }

    @Test
    void closing_answers_what_was_accepted_and_lets_the_directory_go() throws IOException {
        var answer = log.append(Batch.of(list("a", 0, 1))).toCompletableFuture();

        log.close();

        assertThat(answer).isCompleted();
        try (var again = EmbeddedLog.open(disk, Story.SMALL, () -> Instant.EPOCH)) {
            assertThat(Story.read(again)).containsExactly("a#1");
            assertThatThrownBy(again::work).isInstanceOf(IllegalStateException.class);
        }
    }
}
