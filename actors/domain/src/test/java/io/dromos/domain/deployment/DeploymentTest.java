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
import io.dromos.events.state.DeploymentState.Planned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeploymentTest {

    private static final DeploymentId ID = new DeploymentId("d");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final DeploymentCommand.Start START =
            new DeploymentCommand.Start(
                    new Version(NOW),
                    7,
                    2,
                    List.of(
                            new Planned(0, new AppId("/web"), Action.START),
                            new Planned(1, new AppId("/web"), Action.SCALE)),
                    Optional.empty());

    private final Deployment deployment = new Deployment();
    private final List<DeploymentFact> log = new ArrayList<>();
    private DeploymentState state = DeploymentState.empty(ID);

    @Test
    void it_rests_until_it_is_started() {
        assertThat(Deployment.wish(state)).isInstanceOf(Deployment.Wish.Rest.class);
        assertThat(ask(new DeploymentCommand.Complete(-1)))
                .isInstanceOf(DeploymentReply.NotAtWork.class);
    }

    @Test
    void it_adopts_first_then_releases_step_by_step_then_asks_to_be_closed() {
        ask(START);
        assertThat(Deployment.wish(state)).isInstanceOf(Deployment.Wish.Adopt.class);
        ask(new DeploymentCommand.Complete(-1));
        assertThat(Deployment.wish(state))
                .isInstanceOfSatisfying(
                        Deployment.Wish.Release.class,
                        wish -> assertThat(wish.step()).isEqualTo(1));
        ask(new DeploymentCommand.Complete(1));
        assertThat(Deployment.wish(state)).isEqualTo(new Deployment.Wish.Close(Outcome.FINISHED));
        ask(new DeploymentCommand.End(Outcome.FINISHED));
        assertThat(Deployment.wish(state)).isInstanceOf(Deployment.Wish.Rest.class);
        assertThat(state.outcome()).contains(Outcome.FINISHED);
    }

    @Test
    void every_order_may_be_repeated_without_a_further_fact() {
        for (var order :
                List.of(
                        START,
                        new DeploymentCommand.Complete(-1),
                        new DeploymentCommand.Complete(1),
                        new DeploymentCommand.End(Outcome.SUPERSEDED))) {
            ask(order);
            int facts = log.size();
            ask(order);
            assertThat(log).as("%s", order).hasSize(facts);
        }
    }

    @Test
    void a_late_confirmation_of_a_step_completes_no_later_one() {
        ask(START);
        ask(new DeploymentCommand.Complete(1));
        assertThat(state.progress().orElseThrow().completed()).isEqualTo(-1);
        ask(new DeploymentCommand.Complete(-1));
        ask(new DeploymentCommand.Complete(0));
        assertThat(state.progress().orElseThrow().completed()).isEqualTo(0);
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
