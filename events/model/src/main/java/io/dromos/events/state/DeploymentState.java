package io.dromos.events.state;

import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Version;
import io.dromos.events.facts.Action;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.spec.ProgressDeadline;
import io.dromos.events.state.Silence.Stall;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/// How far a deployment is.
///
/// @param id which
/// @param progress absent before it started
/// @param outcome how it ended, once it did
/// @param steering what it was steered to
/// @param stalls of applications that made no progress for as long as they may, the last of each
public record DeploymentState(
        DeploymentId id,
        Optional<Progress> progress,
        Optional<Outcome> outcome,
        Steering steering,
        PMap<AppId, Stall> stalls)
        implements State {

    /// A deployment that has not started.
    public static DeploymentState empty(DeploymentId id) {
        return new DeploymentState(
                id, Optional.empty(), Optional.empty(), Steering.NONE, TreePMap.empty());
    }

    /// A deployment at work.
    ///
    /// @param version of what it brings about
    /// @param admission the catalog's sequence number of the change
    /// @param steps how many steps there are
    /// @param actions the plan
    /// @param undoes the deployment it rolls back, if it is for that
    /// @param started the step at work or done last, from 0; -1 while applications adopt
    /// @param completed the last step completed, from 0; -1 before
    public record Progress(
            Version version,
            long admission,
            int steps,
            PVector<Planned> actions,
            Optional<DeploymentId> undoes,
            int started,
            int completed) {

        private Progress plus(Planned planned) {
            var more = actions.plus(planned);
            return new Progress(version, admission, steps, more, undoes, started, completed);
        }

        private Progress at(int begun, int done) {
            return new Progress(version, admission, steps, actions, undoes, begun, done);
        }

        /// The applications that were released and may not be done.
        public List<Planned> atWork() {
            return started > completed ? releases(started) : List.of();
        }

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
    /// @param limit what was said of progress, in place of labels; absent if nothing
    public record Steering(int turn, Optional<Pause> pause, Optional<Limit> limit) {
        /// It was not steered.
        public static final Steering NONE = new Steering(0, Optional.empty(), Optional.empty());
    }

    /// How long its applications may make no progress.
    ///
    /// @param deadline absent if as long as they like
    /// @param by the principal who said so
    public record Limit(Optional<ProgressDeadline> deadline, String by, Instant since) {}

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
            case DeploymentFact.Started it ->
                    with(
                            new Progress(
                                    it.version(),
                                    it.admission(),
                                    it.steps(),
                                    TreePVector.empty(),
                                    it.undoes(),
                                    -1,
                                    -1));
            case DeploymentFact.ActionPlanned it ->
                    with(at(fact).plus(new Planned(it.step(), it.app(), it.action())));
            case DeploymentFact.StepStarted it -> with(at(fact).at(it.step(), at(fact).completed));
            case DeploymentFact.StepCompleted it -> with(at(fact).at(at(fact).started, it.step()));
            case DeploymentFact.Paused it -> {
                var pause = new Pause(it.by(), it.reason(), it.at());
                yield with(new Steering(it.turn(), Optional.of(pause), steering.limit()));
            }
            case DeploymentFact.Resumed it ->
                    with(new Steering(it.turn(), Optional.empty(), steering.limit()));
            case DeploymentFact.DeadlineSet it ->
                    limited(it.turn(), new Limit(Optional.of(it.deadline()), it.by(), it.at()));
            case DeploymentFact.DeadlineLifted it ->
                    limited(it.turn(), new Limit(Optional.empty(), it.by(), it.at()));
            case DeploymentFact.Stalled it ->
                    with(stalls.plus(it.app(), new Stall(it.why(), it.rollback(), it.at())));
            case DeploymentFact.Finished _ -> ended(Outcome.FINISHED);
            case DeploymentFact.Cancelled cancelled ->
                    ended(cancelled.superseded() ? Outcome.SUPERSEDED : Outcome.CANCELLED);
        };
    }

    private Progress at(DeploymentFact fact) {
        return progress.orElseThrow(
                () -> new IllegalStateException("Before the deployment started: " + fact));
    }

    private DeploymentState limited(int turn, Limit limit) {
        return with(new Steering(turn, steering.pause(), Optional.of(limit)));
    }

    private DeploymentState with(Progress next) {
        return new DeploymentState(id, Optional.of(next), outcome, steering, stalls);
    }

    private DeploymentState with(Steering next) {
        return new DeploymentState(id, progress, outcome, next, stalls);
    }

    private DeploymentState with(PMap<AppId, Stall> next) {
        return new DeploymentState(id, progress, outcome, steering, next);
    }

    private DeploymentState ended(Outcome how) {
        return new DeploymentState(id, progress, Optional.of(how), steering, stalls);
    }
}
