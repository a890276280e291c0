package io.dromos.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogClockTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Instant wall = START;
    private long nanos;
    private final LogClock clock = new LogClock(() -> wall, () -> nanos);

    @Test
    void it_shows_the_wall_clock_while_that_is_ahead() {
        pass(Duration.ofSeconds(1));
        assertThat(clock.now()).isEqualTo(START.plusSeconds(1));
    }

    @Test
    void it_never_goes_back_when_the_wall_clock_does() {
        assertThat(clock.now()).isEqualTo(START);
        wall = START.minusSeconds(60);
        assertThat(clock.now()).isEqualTo(START);
    }

    @Test
    void ahead_of_the_wall_clock_it_runs_at_half_speed_until_that_has_caught_up() {
        clock.raise(START.plusSeconds(10));
        pass(Duration.ofSeconds(8));
        assertThat(clock.now()).isEqualTo(START.plusSeconds(14));
        pass(Duration.ofSeconds(12));
        assertThat(clock.now()).isEqualTo(START.plusSeconds(20));
        pass(Duration.ofSeconds(5));
        assertThat(clock.now()).isEqualTo(START.plusSeconds(25));
    }

    @Test
    void a_record_read_raises_it_and_an_older_one_does_not_lower_it() {
        clock.raise(START.plusSeconds(3));
        clock.raise(START.plusSeconds(1));
        assertThat(clock.now()).isEqualTo(START.plusSeconds(3));
    }

    @Test
    void a_log_too_far_ahead_is_refused_with_what_to_do() {
        clock.begin(START.plus(LogClock.AHEAD_MAX), false);
        assertThatThrownBy(() -> clock.begin(START.plus(LogClock.AHEAD_MAX).plusSeconds(1), false))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("set the clock right");
    }

    @Test
    void a_log_too_far_ahead_goes_on_from_its_own_time_when_the_clock_is_said_to_be_right() {
        clock.begin(START.plus(Duration.ofDays(365)), true);
        pass(Duration.ofSeconds(10));
        assertThat(clock.now()).isEqualTo(START.plus(Duration.ofDays(365)).plusSeconds(5));
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }
}
