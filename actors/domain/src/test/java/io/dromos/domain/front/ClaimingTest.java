package io.dromos.domain.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.Context;
import io.dromos.domain.Limits;
import io.dromos.domain.framework.Framework;
import io.dromos.domain.framework.FrameworkCommand;
import io.dromos.domain.scheduling.SchedulerInput;
import io.dromos.events.FrameworkId;
import io.dromos.events.state.FrameworkState;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Two schedulers, and the one framework both write to.
class ClaimingTest {

    private static final FrameworkId FIRST = new FrameworkId("f-1");
    private static final FrameworkId SECOND = new FrameworkId("f-2");
    private static final Context CONTEXT =
            new Context(Instant.parse("2026-01-01T00:00:00Z"), () -> "id", Limits.DEFAULT);

    private FrameworkState framework = FrameworkState.EMPTY;

    @Test
    void an_epoch_counts_only_once_the_framework_knows_it() {
        var claiming = Claiming.NONE.won(3, 0);
        assertThat(claiming.told(framework, 0)).isEmpty();
        assertThat(claiming.after(framework)).isEqualTo(claiming);
        ask(new FrameworkCommand.Claim(3));
        assertThat(claiming.told(framework, 0)).contains(new SchedulerInput.EpochClaimed(3));
        assertThat(claiming.after(framework)).isEqualTo(Claiming.NONE);
    }

    @Test
    void a_scheduler_hears_from_the_framework_that_its_epoch_is_lost() {
        ask(new FrameworkCommand.Claim(4));
        assertThat(Claiming.NONE.told(framework, 3)).contains(new SchedulerInput.EpochLost(4));
        assertThat(Claiming.NONE.won(3, 0).told(framework, 0))
                .contains(new SchedulerInput.EpochLost(4));
    }

    @Test
    void a_claim_that_is_told_late_does_not_take_the_place_of_a_newer_one() {
        assertThat(Claiming.NONE.won(6, 0).won(5, 0).pending()).contains(6L);
        assertThat(Claiming.NONE.won(5, 6)).isEqualTo(Claiming.NONE);
    }

    @Test
    void the_id_of_a_deposed_scheduler_is_not_followed() {
        ask(new FrameworkCommand.Claim(1));
        ask(new FrameworkCommand.Claim(2));
        ask(new FrameworkCommand.Register(FIRST, 1));
        assertThat(framework.framework()).isEmpty();
        ask(new FrameworkCommand.Register(SECOND, 2));
        ask(new FrameworkCommand.Register(FIRST, 1));
        assertThat(framework.framework()).isEqualTo(Optional.of(SECOND));
    }

    private void ask(FrameworkCommand command) {
        framework = new Framework().decide(framework, command, CONTEXT).reply();
    }
}
