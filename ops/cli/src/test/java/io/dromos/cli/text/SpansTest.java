package io.dromos.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpansTest {

    @ParameterizedTest
    @CsvSource({
        "-5, 0s",
        "0, 0s",
        "59, 59s",
        "60, 1m 0s",
        "3599, 59m 59s",
        "3600, 1h 0m",
        "90000, 1d 1h"
    })
    void spans_are_told_in_their_two_largest_units(long seconds, String told) {
        assertThat(Spans.of(Duration.ofSeconds(seconds))).isEqualTo(told);
    }

    @Test
    void what_is_no_time_has_no_age() {
        var now = Instant.parse("2026-01-01T00:01:00Z");
        assertThat(Spans.since("2026-01-01T00:00:00.000Z", now)).isEqualTo("1m 0s");
        assertThat(Spans.since("", now)).isEqualTo("-");
    }

    @Test
    void moments_have_one_decimal() {
        assertThat(Spans.brief(Duration.ofMillis(1_290))).isEqualTo("1.2 s");
        assertThat(Spans.brief(Duration.ofMillis(40))).isEqualTo("0.0 s");
    }
}
