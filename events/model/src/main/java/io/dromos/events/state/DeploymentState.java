package io.dromos.events.state;

import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Version;
import io.dromos.events.facts.Action;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.facts.DeploymentFact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/// How far a deployment is.
///
/// @param id which
/// @param progress absent before it started
/// @param outcome how it ended, once it did
/// @param steering what it was steered to
public record DeploymentState(
        DeploymentId id, Optional<Progress> progress, Optional<Outcome> outcome, Steering steering)
        implements State {

    /// A deployment that has not started.
    public static DeploymentState empty(DeploymentId id) {
        return new DeploymentState(id, Optional.empty(), Optional.empty(), Steering.NONE);
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

    /// What a deployment was steered to.
    ///
    /// @param turn how often it was; applications follow the highest
    /// @param pause absent if it goes on
    public record Steering(int turn, Optional<Pause> pause) {
        /// It was not steered.
        public static final Steering NONE = new Steering(0, Optional.empty());
    }

    /// That it stands still.
    ///
    /// @param by the principal who asked for it
    /// @param reason what he gave as one
    public record Pause(String by, Optional<String> reason, Instant since) {}

    /// Whether it stands still.
    public boolean paused() {
        return steering.pause().isPresent();
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
            case DeploymentFact.Paused it ->
                    with(
                            new Steering(
                                    it.turn(),
                                    Optional.of(new Pause(it.by(), it.reason(), it.at()))));
            case DeploymentFact.Resumed it -> with(new Steering(it.turn(), Optional.empty()));
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
        return new DeploymentState(id, Optional.of(next), outcome, steering);
    }

    private DeploymentState with(Steering next) {
        return new DeploymentState(id, progress, outcome, next);
    }

    private DeploymentState ended(Outcome how) {
        return new DeploymentState(id, progress, Optional.of(how), steering);
    }
}
