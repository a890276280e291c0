package io.dromos.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "2026-11-25T03:44:27.123Z",
                "2026-11-25T03:44:27.1Z",
                "2026-11-25T03:44:27.123456789Z",
                "2024-02-29T23:59:59.999999Z",
                "2026-12-31T23:59:60Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "1969-12-31T23:59:59.5Z",
                "2026-11-25T03:44:27+01:00",
                "2026-11-25T24:00:00Z",
                "-0001-01-01T00:00:00Z",
                "2026-11-25T03:44:27.Z",
                "2026-11-25t03:44:27z"
            })
    void a_moment_is_what_the_jdk_says(String text) {
        assertThat(Moments.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-11-25",
                "2026-11-25T03:44:27",
                "2026-11-25T03:44:27.1234567890Z",
                "2026-11-25T03:44:27,123Z",
                "2026-13-25T03:44:27Z",
                "2026-02-29T03:44:27Z",
                "2026-00-10T03:44:27Z",
                "2026-11-00T03:44:27Z",
                "2026-11-25T25:44:27Z",
                "2026-11-25T03:60:27Z",
                "2026-11-25T03:44:61Z",
                "2026-11-25T03:44:2xZ",
                "2026-11-25T03:44:27.12xZ",
                "2026-11-25 03:44:27Z"
            })
    void what_is_no_moment_is_refused(String text) {
        assertThatThrownBy(() -> Moments.parse(text)).isInstanceOf(DateTimeParseException.class);
    }

    @Test
    void any_moment_of_four_digit_years_comes_back() {
        var random = new Random(7);
        long from = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
        long to = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
        for (int i = 0; i < 20_000; i++) {
            int nanos = random.nextInt(1_000_000_000);
            if (random.nextBoolean()) nanos = nanos / 1_000 * 1_000;
            var moment = Instant.ofEpochSecond(random.nextLong(from, to), nanos);
            assertThat(Moments.parse(moment.toString())).isEqualTo(moment);
        }
    }
}
