package io.dromos.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartsTest {

    @Test
    void pauses_grow_with_each_death_and_the_sixth_in_a_minute_is_the_last() {
        var restarts = Restarts.NONE;
        for (long pause : new long[] {200, 400, 800, 1_600, 3_200}) {
            restarts = restarts.died(Duration.ofSeconds(10));
            assertThat(restarts.pause()).contains(Duration.ofMillis(pause));
        }
        assertThat(restarts.died(Duration.ofSeconds(11)).pause()).isEmpty();
    }

    @Test
    void deaths_are_forgotten_after_a_minute() {
        var restarts = Restarts.NONE;
        for (int death = 0; death < 100; death++) {
            restarts = restarts.died(Duration.ofSeconds(20L * death));
            assertThat(restarts.pause()).as("death %d", death).isPresent();
        }
        assertThat(restarts.deaths()).hasSize(3);
    }
}
