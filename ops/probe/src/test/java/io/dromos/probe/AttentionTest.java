package io.dromos.probe;

import static org.assertj.core.api.Assertions.assertThat;

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
    void a_bad_end_counts_only_if_somebody_listened_nearly_all_the_time() {
        var timeout = Duration.ofSeconds(20);
        assertThat(NetworkProbes.isTooLong(timeout, Duration.ZERO)).isFalse();
        assertThat(NetworkProbes.isTooLong(timeout, Duration.ofSeconds(4))).isFalse();
        assertThat(NetworkProbes.isTooLong(timeout, Duration.ofMillis(4001))).isTrue();
        assertThat(NetworkProbes.isTooLong(timeout, Duration.ofHours(1))).isTrue();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
