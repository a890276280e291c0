package io.dromos.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.probe.Outcome.NoAnswer;
import io.dromos.probe.Outcome.NotAsked;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AttentionTest {
    private final AtomicLong now = new AtomicLong(-7);
    private final Attention attention = new Attention(now::get);

    @Test
    void a_heart_that_beats_about_in_time_was_never_away() {
        for (var beat = 0; beat < 100; beat++) {
            pass(Attention.BEAT.plusMillis(beat));
            attention.beat();
        }
        assertThat(attention.away()).isZero();
    }

    @Test
    void what_passes_between_two_late_beats_is_missed_even_before_the_second() {
        pass(Duration.ofSeconds(10));
        var missed = Duration.ofSeconds(10).minus(Attention.BEAT);
        assertThat(attention.away()).isEqualTo(missed);
        attention.beat();
        assertThat(attention.away()).isEqualTo(missed);
        pass(Duration.ofSeconds(1));
        attention.beat();
        assertThat(attention.away())
                .isEqualTo(missed.plus(Duration.ofSeconds(1)).minus(Attention.BEAT));
    }

    @Test
    void silence_counts_only_as_long_as_somebody_listened() {
        var timeout = Duration.ofSeconds(20);
        assertThat(NetworkProbes.late(timeout, Duration.ZERO)).isInstanceOf(NoAnswer.class);
        assertThat(NetworkProbes.late(timeout, Duration.ofSeconds(4))).isInstanceOf(NoAnswer.class);
        assertThat(NetworkProbes.late(timeout, Duration.ofMillis(4001)))
                .isInstanceOf(NotAsked.class);
        assertThat(NetworkProbes.late(timeout, Duration.ofHours(1))).isInstanceOf(NotAsked.class);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
