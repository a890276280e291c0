package io.dromos.domain.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.Context;
import io.dromos.domain.Limits;
import io.dromos.domain.application.ApplicationReply;
import io.dromos.domain.catalog.CatalogCommand;
import io.dromos.domain.catalog.CatalogReply;
import io.dromos.domain.catalog.Edit;
import io.dromos.domain.catalog.Refusal;
import io.dromos.domain.deployment.Deployment;
import io.dromos.domain.deployment.DeploymentCommand;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Version;
import io.dromos.events.facts.Action;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.DeploymentState.Planned;
import io.dromos.events.state.DeploymentState.Progress;
import io.dromos.events.state.DeploymentState.Steering;
import io.dromos.events.state.Silence.Stall;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pcollections.PMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

class PursuitStallTest {

    private static final DeploymentId ID = new DeploymentId("d");
    private static final AppId WEB = new AppId("/web");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Stall STALL = new Stall("no progress for 9 s", true, NOW);
    private static final Pursuit.Decide NOTE =
            new Pursuit.Decide(new DeploymentCommand.Stall(WEB, STALL));

    private final Pursuit pursuit = new Pursuit(ID);

    @Test
    void a_stall_is_heard_at_once_or_with_the_answer_to_a_reminder_until_it_is_noted() {
        begin();
        assertThat(pursuit.stalled(WEB, STALL)).containsExactly(NOTE);
        var released = new ApplicationReply.Released(7, 0, false, Optional.of(STALL));
        assertThat(pursuit.answered(WEB, released)).contains(NOTE);
        stands(TreePMap.singleton(WEB, new Stall(STALL.why(), false, NOW)));
        assertThat(pursuit.stalled(WEB, STALL)).isEmpty();
        assertThat(pursuit.answered(WEB, released)).doesNotContain(NOTE);
    }

    @Test
    void the_catalog_is_asked_for_the_same_change_until_the_deployment_is_closed() {
        begin();
        var asked = stands(TreePMap.singleton(WEB, STALL));
        assertThat(asked)
                .singleElement()
                .isInstanceOfSatisfying(
                        Pursuit.RollBack.class,
                        order -> {
                            assertThat(order.command().change().edits())
                                    .containsExactly(new Edit.RollBack(ID));
                            assertThat(order.command().change().force()).isTrue();
                            assertThat(order.cause())
                                    .isEqualTo("deployment d stalled at /web: no progress for 9 s");
                        });
        assertThat(pursuit.remind()).containsAll(asked);
        assertThat(pursuit.closed(Outcome.SUPERSEDED))
                .noneMatch(Pursuit.RollBack.class::isInstance);
        assertThat(pursuit.remind()).noneMatch(Pursuit.RollBack.class::isInstance);
    }

    @Test
    void one_that_ended_before_it_was_undone_is_left_alone() {
        begin();
        stands(TreePMap.singleton(WEB, STALL));
        var unknown = new CatalogReply.Refused(new Refusal.UnknownDeployment(ID));
        assertThat(pursuit.answered(unknown)).containsExactly(new Pursuit.GetStanding(false));
        assertThat(pursuit.answered(new Standing.Closed(Outcome.SUPERSEDED)))
                .containsExactlyElementsOf(superseded());
    }

    @Test
    void one_that_nobody_remembers_was_given_up() {
        begin();
        stands(TreePMap.singleton(WEB, STALL));
        var unknown = new CatalogReply.Refused(new Refusal.UnknownDeployment(ID));
        pursuit.answered(unknown);
        assertThat(pursuit.answered(new Standing.Forgotten()))
                .containsExactly(new Pursuit.AskCatalog(new CatalogCommand.Recall(ID)));
        assertThat(pursuit.answered(unknown)).noneMatch(Pursuit.RollBack.class::isInstance);
        assertThat(pursuit.remind()).noneMatch(Pursuit.RollBack.class::isInstance);
    }

    private static List<Pursuit.Order> superseded() {
        var other = new Pursuit(ID);
        other.stands(Optional.of(state(TreePMap.singleton(WEB, STALL))));
        return other.closed(Outcome.SUPERSEDED);
    }

    @Test
    void one_whose_rollback_is_refused_is_told_of_and_goes_on() {
        begin();
        stands(TreePMap.singleton(WEB, STALL));
        var room = new CatalogReply.Refused(new Refusal.TooManyDeployments(100));
        assertThat(pursuit.answered(room)).isEmpty();
        var cycle = new CatalogReply.Refused(new Refusal.CyclicDependencies(List.of(WEB)));
        assertThat(pursuit.answered(cycle))
                .singleElement()
                .isInstanceOfSatisfying(
                        Pursuit.Decide.class,
                        order -> goesOn((DeploymentCommand.Stall) order.command()));
    }

    private void goesOn(DeploymentCommand.Stall told) {
        assertThat(told.stall().why()).startsWith(STALL.why()).contains("cannot be undone");
        var decided =
                new Deployment()
                        .decide(
                                state(TreePMap.singleton(WEB, STALL)),
                                told,
                                new Context(NOW, () -> "unused", Limits.DEFAULT));
        var state = state(TreePMap.singleton(WEB, STALL));
        for (var fact : decided.facts()) state = state.evolve(fact);
        assertThat(Deployment.wish(state)).isInstanceOf(Deployment.Wish.Release.class);
        pursuit.stands(Optional.of(state));
        assertThat(pursuit.done(WEB, 0))
                .containsExactly(new Pursuit.Decide(new DeploymentCommand.Complete(0)));
        assertThat(pursuit.stalled(WEB, STALL)).isEmpty();
    }

    private void begin() {
        stands(TreePMap.empty());
        pursuit.answered(new Standing.Open(Optional.empty()));
    }

    private List<Pursuit.Order> stands(PMap<AppId, Stall> stalls) {
        return pursuit.stands(Optional.of(state(stalls)));
    }

    private static DeploymentState state(PMap<AppId, Stall> stalls) {
        var actions = TreePVector.singleton(new Planned(0, WEB, Action.RESTART));
        var progress = new Progress(new Version(NOW), 7, 1, actions, Optional.empty(), 0, -1);
        return new DeploymentState(
                ID, Optional.of(progress), Optional.empty(), Steering.NONE, stalls);
    }
}
