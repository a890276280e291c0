package io.dromos.events.state;

import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Version;
import io.dromos.events.facts.Action;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.facts.DeploymentFact;
import java.util.List;
import java.util.Optional;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/// How far a deployment is.
///
/// @param id which
/// @param progress absent before it started
/// @param outcome how it ended, once it did
public record DeploymentState(
        DeploymentId id, Optional<Progress> progress, Optional<Outcome> outcome) implements State {

    /// A deployment that has not started.
    public static DeploymentState empty(DeploymentId id) {
        return new DeploymentState(id, Optional.empty(), Optional.empty());
    }

    /// A deployment at work.
    ///
    /// @param version of what it brings about
    /// @param admission the catalog's sequence number of the change
    /// @param steps how many steps there are
    /// @param actions the plan
    /// @param started the step at work or done last, from 0; -1 while applications adopt
    /// @param completed the last step completed, from 0; -1 before
    public record Progress(
            Version version,
            long admission,
            int steps,
            PVector<Planned> actions,
            int started,
            int completed) {

        /// The applications it touches, once each.
        public List<AppId> apps() {
            return actions.stream().map(Planned::app).distinct().toList();
        }

        /// The actions of one step that release an application: START waits for its SCALE.
        public List<Planned> releases(int step) {
            return actions.stream()
                    .filter(planned -> planned.step() == step && planned.action() != Action.START)
                    .toList();
        }
    }

    /// One action of the plan.
    ///
    /// @param step from 0
    public record Planned(int step, AppId app, Action action) {}

    /// The state after one more fact.
    ///
    /// @throws IllegalStateException if the fact cannot follow
    public DeploymentState evolve(DeploymentFact fact) {
        return switch (fact) {
            case DeploymentFact.Started started ->
                    with(
                            new Progress(
                                    started.version(),
                                    started.admission(),
                                    started.steps(),
                                    TreePVector.empty(),
                                    -1,
                                    -1));
            case DeploymentFact.ActionPlanned planned -> {
                var at = at(fact);
                var action = new Planned(planned.step(), planned.app(), planned.action());
                yield with(
                        new Progress(
                                at.version,
                                at.admission,
                                at.steps,
                                at.actions.plus(action),
                                at.started,
                                at.completed));
            }
            case DeploymentFact.StepStarted step -> {
                var at = at(fact);
                yield with(
                        new Progress(
                                at.version,
                                at.admission,
                                at.steps,
                                at.actions,
                                step.step(),
                                at.completed));
            }
            case DeploymentFact.StepCompleted step -> {
                var at = at(fact);
                yield with(
                        new Progress(
                                at.version,
                                at.admission,
                                at.steps,
                                at.actions,
                                at.started,
                                step.step()));
            }
            case DeploymentFact.Finished _ -> ended(Outcome.FINISHED);
            case DeploymentFact.Cancelled cancelled ->
                    ended(cancelled.superseded() ? Outcome.SUPERSEDED : Outcome.CANCELLED);
        };
    }

    private Progress at(DeploymentFact fact) {
        return progress.orElseThrow(
                () -> new IllegalStateException("Before the deployment started: " + fact));
    }

    private DeploymentState with(Progress next) {
        return new DeploymentState(id, Optional.of(next), outcome);
    }

    private DeploymentState ended(Outcome how) {
        return new DeploymentState(id, progress, Optional.of(how));
    }
}
