package io.dromos.domain.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.ApplicationReply;
import io.dromos.domain.deployment.DeploymentCommand;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Version;
import io.dromos.events.facts.Action;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.DeploymentState.Pause;
import io.dromos.events.state.DeploymentState.Planned;
import io.dromos.events.state.DeploymentState.Progress;
import io.dromos.events.state.DeploymentState.Steering;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

class PursuitPauseTest {

    private static final DeploymentId ID = new DeploymentId("d");
    private static final AppId WEB = new AppId("/web");
    private static final AppId API = new AppId("/api");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Pause PAUSE = new Pause("ops", Optional.empty(), NOW);
    private static final ApplicationCommand.Pause HOLD =
            new ApplicationCommand.Pause(
                    7, ID, new Steering(1, Optional.of(PAUSE), Optional.empty()));

    private final Pursuit pursuit = new Pursuit(ID);

    @Test
    void those_at_work_are_told_until_each_has_answered_and_then_nothing_is_done() {
        begin();
        assertThat(stands(1, Optional.of(PAUSE)))
                .containsExactly(new Pursuit.Tell(WEB, HOLD), new Pursuit.Tell(API, HOLD));
        assertThat(pursuit.answered(WEB, new ApplicationReply.Paused(1))).isEmpty();
        assertThat(pursuit.remind()).contains(new Pursuit.Tell(API, HOLD));
        assertThat(pursuit.answered(API, new ApplicationReply.Paused(1))).isEmpty();
        assertThat(pursuit.remind()).noneMatch(Pursuit.Tell.class::isInstance);
    }

    @Test
    void what_was_released_before_and_says_so_late_completes_nothing() {
        begin();
        stands(1, Optional.of(PAUSE));
        pursuit.answered(WEB, new ApplicationReply.Released(7, 0, true));
        pursuit.answered(API, new ApplicationReply.Released(7, 0, true));
        assertThat(pursuit.done(WEB, 0)).noneMatch(Pursuit.Decide.class::isInstance);
        assertThat(pursuit.remind())
                .contains(new Pursuit.Tell(WEB, HOLD), new Pursuit.Tell(API, HOLD));
    }

    @Test
    void when_it_goes_on_all_are_released_anew_under_the_new_turn_and_a_late_pause_counts_not() {
        begin();
        stands(1, Optional.of(PAUSE));
        var release =
                new ApplicationCommand.Release(
                        7, ID, 0, new Steering(2, Optional.empty(), Optional.empty()));
        assertThat(stands(2, Optional.empty()))
                .containsExactly(new Pursuit.Tell(WEB, release), new Pursuit.Tell(API, release));
        pursuit.answered(WEB, new ApplicationReply.Paused(1));
        assertThat(pursuit.answered(API, new ApplicationReply.Released(7, 0, true))).isEmpty();
        assertThat(pursuit.remind()).contains(new Pursuit.Tell(WEB, release));
        assertThat(pursuit.answered(WEB, new ApplicationReply.Released(7, 0, true)))
                .containsExactly(new Pursuit.Decide(new DeploymentCommand.Complete(0)));
    }

    @Test
    void one_that_is_paused_hears_of_its_end() {
        begin();
        stands(1, Optional.of(PAUSE));
        var leave = new ApplicationCommand.Leave(ID);
        assertThat(pursuit.closed(Outcome.SUPERSEDED))
                .containsExactly(new Pursuit.Tell(WEB, leave), new Pursuit.Tell(API, leave));
    }

    /// Both were released, and the catalog has said that it is open.
    private void begin() {
        stands(0, Optional.empty());
        pursuit.answered(new Standing.Open(Optional.empty()));
    }

    private List<Pursuit.Order> stands(int turn, Optional<Pause> pause) {
        var actions =
                TreePVector.<Planned>empty()
                        .plus(new Planned(0, WEB, Action.RESTART))
                        .plus(new Planned(0, API, Action.RESTART));
        var progress = new Progress(new Version(NOW), 7, 1, actions, Optional.empty(), 0, -1);
        return pursuit.stands(
                Optional.of(
                        new DeploymentState(
                                ID,
                                Optional.of(progress),
                                Optional.empty(),
                                new Steering(turn, pause, Optional.empty()),
                                TreePMap.empty())));
    }
}
