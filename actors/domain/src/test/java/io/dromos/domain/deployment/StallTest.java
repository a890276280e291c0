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
import io.dromos.events.spec.ProgressDeadline;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.DeploymentState.Planned;
import io.dromos.events.state.Silence.Stall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StallTest {

    private static final DeploymentId ID = new DeploymentId("d");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final AppId WEB = new AppId("/web");
    private static final AppId LATER = new AppId("/later");
    private static final Stall TOLD = new Stall("no progress for 9 s", false, NOW);
    private static final Stall FATAL = new Stall("no progress for 9 s", true, NOW.plusSeconds(9));
    private static final ProgressDeadline DEADLINE =
            new ProgressDeadline(Duration.ofSeconds(9), true);

    private final Deployment deployment = new Deployment();
    private final List<DeploymentFact> log = new ArrayList<>();
    private DeploymentState state = DeploymentState.empty(ID);

    @Test
    void a_stall_is_noted_once_and_the_deployment_goes_on() {
        begin(Optional.empty());
        var before = Deployment.wish(state);
        for (int time = 0; time < 2; time++) ask(new DeploymentCommand.Stall(WEB, TOLD));
        assertThat(log)
                .filteredOn(DeploymentFact.Stalled.class::isInstance)
                .containsExactly(new DeploymentFact.Stalled(ID, WEB, TOLD.why(), false, TOLD.at()));
        assertThat(Deployment.wish(state)).isEqualTo(before);
    }

    @Test
    void one_that_is_to_be_undone_for_it_wants_nothing_else() {
        begin(Optional.empty());
        ask(new DeploymentCommand.Stall(WEB, FATAL));
        assertThat(Deployment.wish(state)).isEqualTo(new Deployment.Wish.RollBack(WEB, FATAL));
        ask(new DeploymentCommand.Pause("ops", Optional.empty()));
        assertThat(Deployment.wish(state)).isInstanceOf(Deployment.Wish.RollBack.class);
        ask(new DeploymentCommand.End(Outcome.SUPERSEDED));
        assertThat(Deployment.wish(state)).isInstanceOf(Deployment.Wish.Rest.class);
    }

    @Test
    void what_undoes_another_is_not_undone_itself() {
        begin(Optional.of(new DeploymentId("bad")));
        ask(new DeploymentCommand.Stall(WEB, FATAL));
        assertThat(state.stalls().get(WEB)).isEqualTo(new Stall(FATAL.why(), false, FATAL.at()));
        assertThat(Deployment.wish(state)).isInstanceOf(Deployment.Wish.Release.class);
    }

    @Test
    void a_stall_of_another_step_and_one_while_it_is_paused_are_out_of_date() {
        begin(Optional.empty());
        int facts = log.size();
        ask(new DeploymentCommand.Stall(LATER, FATAL));
        assertThat(log).hasSize(facts);
        ask(new DeploymentCommand.Pause("ops", Optional.empty()));
        ask(new DeploymentCommand.Stall(WEB, FATAL));
        assertThat(state.stalls()).isEmpty();
        ask(new DeploymentCommand.Resume("ops"));
        ask(new DeploymentCommand.Complete(0));
        ask(new DeploymentCommand.Stall(WEB, FATAL));
        assertThat(state.stalls()).isEmpty();
    }

    @Test
    void a_deadline_is_set_and_lifted_once_and_numbers_its_turns() {
        begin(Optional.empty());
        for (int time = 0; time < 2; time++)
            ask(new DeploymentCommand.SetDeadline("ops", DEADLINE));
        assertThat(state.steering().turn()).isEqualTo(1);
        assertThat(state.steering().limit().orElseThrow().deadline()).contains(DEADLINE);
        ask(new DeploymentCommand.Pause("ops", Optional.empty()));
        assertThat(state.steering().limit().orElseThrow().deadline()).contains(DEADLINE);
        for (int time = 0; time < 2; time++) ask(new DeploymentCommand.LiftDeadline("ops"));
        assertThat(state.steering().turn()).isEqualTo(3);
        assertThat(state.steering().limit().orElseThrow().deadline()).isEmpty();
        assertThat(state.paused()).isTrue();
    }

    @Test
    void labels_can_be_lifted_too() {
        begin(Optional.empty());
        ask(new DeploymentCommand.LiftDeadline("ops"));
        assertThat(state.steering().limit().orElseThrow().deadline()).isEmpty();
    }

    private void begin(Optional<DeploymentId> undoes) {
        var actions =
                List.of(new Planned(0, WEB, Action.RESTART), new Planned(1, LATER, Action.RESTART));
        ask(new DeploymentCommand.Start(new Version(NOW), 7, 2, actions, undoes));
        ask(new DeploymentCommand.Complete(-1));
    }

    private void ask(DeploymentCommand command) {
        var decision =
                deployment.decide(state, command, new Context(NOW, () -> "unused", Limits.DEFAULT));
        for (var fact : decision.facts()) {
            state = state.evolve(fact);
            log.add(fact);
        }
    }
}
