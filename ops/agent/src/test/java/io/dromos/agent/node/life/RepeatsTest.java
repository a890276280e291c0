package io.dromos.agent.node.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    private final AtomicLong now = new AtomicLong(-5);
    private final Repeats repeats = new Repeats(now::get);

    @Test
    void what_was_just_said_is_not_said_again() {
        assertThat(repeats.isNews("engine away")).isTrue();
        for (int i = 0; i < 300; i++) {
            assertThat(repeats.isNews("engine away")).isFalse();
        }
        assertThat(repeats.isNews("disk full")).isTrue();
        now.addAndGet(Repeats.QUIET.toNanos());
        assertThat(repeats.isNews("engine away")).isTrue();
        assertThat(repeats.isNews("engine away")).isFalse();
    }
}
