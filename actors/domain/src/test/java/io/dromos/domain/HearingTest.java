package io.dromos.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HearingTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(100);

    @Test
    void silence_is_over_after_so_long_if_somebody_always_listened() {
        assertThat(Hearing.ALWAYS.due(at(5), LIMIT)).contains(at(105));
    }

    @Test
    void what_was_before_the_process_began_does_not_count() {
        var hearing = Hearing.NEVER.listening(at(1_000));
        assertThat(hearing.due(at(5), LIMIT)).contains(at(1_100));
        assertThat(hearing.due(at(1_020), LIMIT)).contains(at(1_120));
    }

    @Test
    void silence_stands_still_in_each_gap_and_is_never_over_while_nobody_listens() {
        var hearing = Hearing.NEVER.listening(at(0)).deaf(at(50)).listening(at(500));
        assertThat(hearing.due(at(10), LIMIT)).contains(at(560));
        var again = hearing.without(at(550), at(900));
        assertThat(again.due(at(10), LIMIT)).contains(at(910));
        assertThat(again.deaf(at(905)).due(at(10), LIMIT)).isEmpty();
    }

    @Test
    void who_has_no_limit_is_given_up_at_once() {
        assertThat(Hearing.NEVER.due(at(5), Duration.ZERO)).contains(at(5));
    }

    @Test
    void what_was_over_before_a_gap_is_over() {
        var hearing = Hearing.NEVER.listening(at(0)).deaf(at(150)).listening(at(500));
        assertThat(hearing.due(at(10), LIMIT)).contains(at(110));
    }

    @Test
    void however_many_gaps_there_were_no_more_are_kept_and_none_counts_as_heard() {
        var hearing = Hearing.NEVER.listening(at(0));
        for (int i = 0; i < 3 * Hearing.GAPS_MAX; i++)
            hearing = hearing.deaf(at(10 * i + 5)).listening(at(10 * i + 10));
        assertThat(hearing.gaps()).hasSize(Hearing.GAPS_MAX);
        int end = 30 * Hearing.GAPS_MAX;
        assertThat(hearing.due(at(end - 50), LIMIT)).contains(at(end + 75));
        assertThat(hearing.due(at(3), LIMIT).orElseThrow()).isAfter(at(2 * LIMIT.toSeconds()));
    }

    @Test
    void it_agrees_with_counting_second_by_second() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        boolean[] heard = new boolean[2_000];
        var hearing = Hearing.NEVER;
        for (int second = 0; second < heard.length; second++) {
            if (random.nextInt(20) == 0)
                hearing =
                        random.nextBoolean()
                                ? hearing.deaf(at(second))
                                : hearing.listening(at(second));
            heard[second] = hearing.deafSince().isEmpty();
        }
        hearing = hearing.listening(at(heard.length));
        for (int since = 0; since < heard.length; since++) {
            int left = 100;
            int second = since;
            for (; left > 0; second++) if (second >= heard.length || heard[second]) left--;
            assertThat(hearing.due(at(since), LIMIT)).as("seed %d", seed).contains(at(second));
        }
    }

    private static Instant at(long second) {
        return START.plusSeconds(second);
    }
}
