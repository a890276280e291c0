package io.dromos.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Instant BEGIN = Instant.parse("2026-11-30T10:00:00Z");

    @Test
    void what_happened_later_is_due_so_much_later_divided_by_the_speed() {
        var pace = new Pace(10);
        assertThat(pace.due(BEGIN)).isZero();
        assertThat(pace.due(BEGIN.plusSeconds(5))).isEqualTo(Duration.ofMillis(500));
        assertThat(pace.due(BEGIN.plus(Duration.ofDays(300)))).isEqualTo(Duration.ofDays(30));
        assertThat(pace.due(BEGIN.minusSeconds(5))).isZero();
    }

    @Test
    void without_a_speed_everything_is_due_at_once() {
        var pace = new Pace(Double.POSITIVE_INFINITY);
        assertThat(pace.due(BEGIN)).isZero();
        assertThat(pace.due(BEGIN.plusSeconds(500))).isZero();
    }
}
