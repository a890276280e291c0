package io.dromos.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class WaitersTest {

    @Test
    void one_more_than_may_wait_is_told_so_until_another_is_done() {
        var waiters = new Waiters(2, _ -> 0);
        var first = waiters.until("a", 1);
        var second = waiters.until("b", 1);
        assertThat(waiters.until("c", 1))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(TooManyWaiters.class);
        first.complete(null);
        assertThat(waiters.until("c", 1)).isNotDone();
        assertThat(second).isNotDone();
    }
}
