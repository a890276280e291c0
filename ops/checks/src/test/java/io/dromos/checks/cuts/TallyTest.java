package io.dromos.checks.cuts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.server.crash.CrashPoint;
import io.dromos.server.crash.CrashPoint.Effect;
import io.dromos.server.crash.CrashPoint.Moment;
import org.junit.jupiter.api.Test;

class TallyTest {

    private final Tally tally = new Tally();

    @Test
    void a_point_that_no_server_reaches_in_a_long_run_fails_it_and_is_named() {
        for (int round = 0; round < 4; round++)
            for (var effect : Effect.values())
                for (var moment : Moment.values())
                    if (effect == Effect.DECLINE && moment == Moment.AFTER)
                        tally.notReached(at(effect, moment));
                    else tally.carriedOut(at(effect, moment));
        assertThatThrownBy(tally::check).hasMessageContaining("after decline");
        assertThat(tally.rows())
                .contains("| after decline | 4 | 4 |", "| before decline | 4 | 0 |");
        tally.carriedOut(at(Effect.DECLINE, Moment.AFTER));
        tally.check();
    }

    @Test
    void a_point_that_is_never_aimed_at_in_a_long_run_fails_it_too() {
        for (int cut = 0; cut < 50; cut++) tally.carriedOut(new Cut.Server(0));
        assertThatThrownBy(tally::check).hasMessageContaining("before persist");
    }

    @Test
    void a_short_run_that_reaches_none_of_its_points_fails() {
        tally.notReached(at(Effect.CHECKPOINT, Moment.AFTER));
        tally.check();
        tally.notReached(at(Effect.ANSWER, Moment.AFTER));
        assertThatThrownBy(tally::check).hasMessageContaining("2");
        tally.carriedOut(at(Effect.KILL, Moment.AFTER));
        tally.check();
    }

    private static Cut at(Effect effect, Moment moment) {
        return new Cut.AtPoint(new CrashPoint(effect, moment, 1));
    }
}
