package io.dromos.domain.deployment;

import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.facts.DeploymentFact.DeadlineLifted;
import io.dromos.events.facts.DeploymentFact.DeadlineSet;
import io.dromos.events.facts.DeploymentFact.Paused;
import io.dromos.events.facts.DeploymentFact.Resumed;
import io.dromos.events.spec.ProgressDeadline;
import io.dromos.events.state.DeploymentState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What comes of steering a deployment that is at work: nothing, if it is so already.
final class Steered {

    private Steered() {}

    static List<DeploymentFact> facts(
            DeploymentState state, DeploymentCommand.Steer steer, Instant now) {
        var id = state.id();
        int turn = state.steering().turn() + 1;
        return switch (steer) {
            case DeploymentCommand.Pause(var by, var reason) ->
                    unless(state.paused(), new Paused(id, turn, by, reason, now));
            case DeploymentCommand.Resume(var by) ->
                    unless(!state.paused(), new Resumed(id, turn, by, now));
            case DeploymentCommand.SetDeadline(var by, var deadline) ->
                    unless(
                            says(state, it -> it.equals(Optional.of(deadline))),
                            new DeadlineSet(id, turn, deadline, by, now));
            case DeploymentCommand.LiftDeadline(var by) ->
                    unless(says(state, Optional::isEmpty), new DeadlineLifted(id, turn, by, now));
        };
    }

    private static boolean says(DeploymentState state, Predicate<Optional<ProgressDeadline>> what) {
        return state.steering().limit().filter(it -> what.test(it.deadline())).isPresent();
    }

    private static List<DeploymentFact> unless(boolean so, DeploymentFact fact) {
        return so ? List.of() : List.of(fact);
    }
}
