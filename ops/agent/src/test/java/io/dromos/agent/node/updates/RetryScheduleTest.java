package io.dromos.agent.node.updates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {
    @ParameterizedTest
    @CsvSource({"1,10", "2,20", "3,40", "4,80", "5,160", "6,320", "7,600", "8,600", "1000000,600"})
    void an_interval_doubles_up_to_ten_minutes(int attempt, long seconds) {
        assertThat(RetrySchedule.after(attempt)).hasSeconds(seconds);
    }

    @Test
    void attempts_are_counted_from_one() {
        assertThatThrownBy(() -> RetrySchedule.after(0)).hasMessageContaining("not 0");
    }
}
