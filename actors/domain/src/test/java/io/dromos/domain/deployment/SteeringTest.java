package io.dromos.domain.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.Context;
import io.dromos.domain.Limits;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Version;
import io.dromos.events.facts.Action;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.DeploymentState.Pause;
import io.dromos.events.state.DeploymentState.Planned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SteeringTest {

    private static final DeploymentId ID = new DeploymentId("d");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final AppId WEB = new AppId("/web");
    private static final DeploymentCommand.Start START =
            new DeploymentCommand.Start(
                    new Version(NOW),
                    7,
                    2,
                    List.of(
                            new Planned(0, WEB, Action.RESTART),
                            new Planned(1, new AppId("/db"), Action.SCALE)),
                    Optional.empty());
    private static final DeploymentCommand.Pause PAUSE =
            new DeploymentCommand.Pause("ops", Optional.of("errors"));
    private static final DeploymentCommand.Resume RESUME = new DeploymentCommand.Resume("ops");

    private final Deployment deployment = new Deployment();
    private final List<DeploymentFact> log = new ArrayList<>();
    private DeploymentState state = DeploymentState.empty(ID);

    @Test
    void what_has_not_begun_or_is_over_cannot_be_steered() {
        assertThat(ask(PAUSE)).isInstanceOf(DeploymentReply.NotAtWork.class);
        assertThat(ask(RESUME)).isInstanceOf(DeploymentReply.NotAtWork.class);
        ask(START);
        ask(new DeploymentCommand.End(Outcome.CANCELLED));
        int facts = log.size();
        assertThat(ask(PAUSE)).isInstanceOf(DeploymentReply.NotAtWork.class);
        assertThat(ask(RESUME)).isInstanceOf(DeploymentReply.NotAtWork.class);
        assertThat(log).hasSize(facts);
    }

    @Test
    void pausing_twice_and_resuming_what_goes_on_change_nothing() {
        ask(START);
        ask(RESUME);
        assertThat(state.steering()).isEqualTo(DeploymentState.Steering.NONE);
        ask(PAUSE);
        ask(new DeploymentCommand.Pause("somebody else", Optional.empty()));
        assertThat(state.steering().turn()).isEqualTo(1);
        assertThat(state.steering().pause()).contains(new Pause("ops", Optional.of("errors"), NOW));
        ask(RESUME);
        ask(RESUME);
        assertThat(state.steering().turn()).isEqualTo(2);
        assertThat(state.paused()).isFalse();
    }

    /// Before the adoption, at each step, between confirmations, and before the end.
    @Test
    void while_paused_nothing_it_hears_moves_it_and_then_it_goes_on_where_it_was() {
        ask(START);
        for (int step = -1; step < 2; step++) {
            var before = Deployment.wish(state);
            ask(PAUSE);
            for (int heard = -1; heard < 2; heard++) ask(new DeploymentCommand.Complete(heard));
            assertThat(Deployment.wish(state)).isInstanceOf(Deployment.Wish.Hold.class);
            ask(RESUME);
            assertThat(Deployment.wish(state).getClass()).isEqualTo(before.getClass());
            assertThat(state.progress().orElseThrow().started()).isEqualTo(step);
            ask(new DeploymentCommand.Complete(step));
        }
        assertThat(Deployment.wish(state)).isEqualTo(new Deployment.Wish.Close(Outcome.FINISHED));
        ask(PAUSE);
        assertThat(Deployment.wish(state)).isInstanceOf(Deployment.Wish.Hold.class);
    }

    @Test
    void those_at_work_are_held_and_nobody_between_two_steps() {
        ask(START);
        ask(PAUSE);
        assertThat(held()).isEmpty();
        ask(RESUME);
        ask(new DeploymentCommand.Complete(-1));
        ask(PAUSE);
        assertThat(held()).containsExactly(WEB);
    }

    @Test
    void one_that_is_paused_can_be_closed() {
        ask(START);
        ask(PAUSE);
        ask(new DeploymentCommand.End(Outcome.SUPERSEDED));
        assertThat(state.outcome()).contains(Outcome.SUPERSEDED);
        assertThat(Deployment.wish(state)).isInstanceOf(Deployment.Wish.Rest.class);
    }

    private List<AppId> held() {
        var hold = (Deployment.Wish.Hold) Deployment.wish(state);
        return hold.progress().atWork().stream().map(Planned::app).toList();
    }

    private DeploymentReply ask(DeploymentCommand command) {
        var decision =
                deployment.decide(state, command, new Context(NOW, () -> "unused", Limits.DEFAULT));
        for (var fact : decision.facts()) {
            state = state.evolve(fact);
            log.add(fact);
        }
        return decision.reply();
    }
}
