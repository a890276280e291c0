package io.dromos.agent.node.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.agent.node.supervise.ProcessIdentity;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgeTest {

    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");
    private static final Optional<ProcessIdentity> NONE = Optional.empty();

    @Test
    void a_task_is_as_old_as_its_process_whatever_the_clock_was_set_to() {
        var process = ProcessIdentity.of(ProcessHandle.current().pid());
        var uptime = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
        for (var days : new int[] {-400, -1, 0, 1, 400})
            assertThat(Age.of(process, Optional.of(NOW.minus(Duration.ofDays(days))), NOW))
                    .isBetween(uptime, uptime.plusSeconds(60));
    }

    @Test
    void without_a_process_the_clock_tells() {
        assertThat(Age.of(NONE, Optional.of(NOW.minusSeconds(7)), NOW))
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(Age.of(NONE, Optional.of(NOW.plusSeconds(7)), NOW)).isZero();
    }

    @Test
    void a_task_that_was_not_told_to_run_has_no_age() {
        assertThat(Age.of(NONE, Optional.empty(), NOW)).isZero();
    }
}
