package io.dromos.events.state;

import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.Target;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Backoff;
import io.dromos.events.spec.Health;
import io.dromos.events.state.Rollout.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.pcollections.OrderedPMap;
import org.pcollections.OrderedPSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/// An application: what it follows, and each instance's life.
///
/// @param app which
/// @param rollout what it follows, and how far it is
/// @param instances all that live, wait or leave
/// @param forgotten ids of the latest instances that are no more, at most [#FORGOTTEN_MAX]
/// @param atLarge instances forgotten while their agent was silent, whose run may be at work still,
///   with that run's number, oldest first; until Mesos tells its end, at most [#AT_LARGE_MAX]
/// @param delay of the next launch
/// @param lastFailure the last task that failed, if one did
public record ApplicationState(
        AppId app,
        Rollout rollout,
        Instances instances,
        PSet<InstanceId> forgotten,
        PMap<InstanceId, Integer> atLarge,
        Delay delay,
        Optional<Failure> lastFailure)
        implements State {

    /// How many forgotten instances are remembered, so that their returning tasks are known.
    public static final int FORGOTTEN_MAX = 1_000;

    /// How many runs at large are remembered: as many as an application may have instances.
    public static final int AT_LARGE_MAX = 100_000;

    /// How launches are slowed down.
    ///
    /// @param last the delay after the last failure; zero if there is none
    /// @param until no launch before; the epoch if there is no delay
    public record Delay(Duration last, Instant until) {
        /// No delay.
        public static final Delay NONE = new Delay(Duration.ZERO, Instant.EPOCH);

        /// The delay after one more failure. What has gone well for the longest delay since it was
        /// allowed to begin starts from the first one again.
        Delay grow(Backoff backoff, Instant at) {
            var next = backoff.initial();
            boolean lasted = at.isAfter(until.plus(backoff.max()));
            if (!last.isZero() && !lasted)
                next = Duration.ofMillis(Math.round(last.toMillis() * backoff.factor()));
            if (next.compareTo(backoff.max()) > 0) next = backoff.max();
            return new Delay(next, at.plus(next));
        }
    }

    /// A task that failed.
    public record Failure(
            TaskId task,
            TaskState state,
            String message,
            String host,
            AgentId agent,
            Version version,
            Instant at) {}

    /// An application nobody spoke of.
    public static ApplicationState empty(AppId app) {
        return new ApplicationState(
                app,
                Rollout.NONE,
                Instances.NONE,
                OrderedPSet.empty(),
                OrderedPMap.empty(),
                Delay.NONE,
                Optional.empty());
    }

    /// The definition it follows, unless it is to go.
    public Optional<Target.Run> run() {
        return rollout.run();
    }

    /// The configuration new tasks run, unless it is to go.
    public Optional<Version> config() {
        return rollout.target().flatMap(ApplicationState::configOf);
    }

    /// Whether the instance of this very run was forgotten while the run might be at work.
    public boolean isAtLarge(TaskId task) {
        return Integer.valueOf(task.incarnation()).equals(atLarge.get(task.instance()));
    }

    /// Whether this run was ever planned, as far as is remembered.
    public boolean knows(TaskId task) {
        return instances
                        .find(task.instance())
                        .filter(known -> known.incarnation() >= task.incarnation())
                        .isPresent()
                || isForgotten(task.instance());
    }

    /// Whether an instance of this id lived here and is no more, as far as is remembered.
    public boolean isForgotten(InstanceId id) {
        return forgotten.contains(id) || atLarge.containsKey(id);
    }

    /// The state after one more fact.
    ///
    /// @throws IllegalStateException if the fact cannot follow
    public ApplicationState evolve(ApplicationFact fact) {
        var next = trimmed(next(fact));
        var silence = Silence.after(next, fact.at());
        if (silence.equals(next.rollout.silence())) return next;
        return next.with(next.rollout.with(next.rollout.steered(), silence));
    }

    private static ApplicationState trimmed(ApplicationState next) {
        var kept = next.rollout.outlived().trimmed(next.instances, next.config());
        return kept.equals(next.rollout.outlived()) ? next : next.with(next.rollout.with(kept));
    }

    private ApplicationState next(ApplicationFact fact) {
        return switch (fact) {
            case ApplicationFact.VersionAdopted adopted -> adopt(adopted);
            case ApplicationFact.StepReleased released ->
                    with(
                            rollout.released(
                                    new Release(released.deployment(), released.step(), false)));
            case ApplicationFact.StepDone done ->
                    with(rollout.released(new Release(done.deployment(), done.step(), true)));
            case ApplicationFact.RolloutLeft _ -> with(rollout.left());
            case ApplicationFact.RolloutPaused it -> with(rollout.paused(it));
            case ApplicationFact.RolloutResumed it -> with(rollout.resumed(it));
            case ApplicationFact.RolloutBounded it -> with(rollout.bounded(it));
            case ApplicationFact.RolloutStalled it ->
                    with(rollout.stalled(new Silence.Stall(it.why(), it.rollback(), it.at())));
            case ApplicationFact.InstancePlanned planned -> plan(planned);
            case ApplicationFact.LaunchAbandoned abandoned -> abandon(abandoned);
            case ApplicationFact.TaskObserved observed -> observe(observed);
            case ApplicationFact.InstanceHealthChanged changed ->
                    with(changed.task(), changed.at(), run -> run.found(changed.healthy()));
            case ApplicationFact.InstanceBecameReady ready ->
                    with(ready.task(), ready.at(), Instance.Task::becameReady);
            case ApplicationFact.InstanceBecameInactive it ->
                    with(it.task(), it.at(), run -> run.becameInactive(it.at()));
            case ApplicationFact.KillRequested kill -> requestKill(kill);
            case ApplicationFact.InstanceForgotten gone -> forget(gone.instance());
            case ApplicationFact.StragglerEnded ended -> endStraggler(ended.task());
            case ApplicationFact.DelayReset _ -> with(Delay.NONE);
            case ApplicationFact.Removed _ -> with(rollout.gone()).with(Delay.NONE);
        };
    }

    private ApplicationState adopt(ApplicationFact.VersionAdopted adopted) {
        boolean sameConfig = config().isPresent() && config().equals(configOf(adopted.target()));
        var next = with(rollout.adopt(adopted)).with(sameConfig ? delay : Delay.NONE);
        // One that was removed and is created again begins another life.
        return config().isPresent() ? next : next.with(Optional.<Failure>empty());
    }

    private ApplicationState plan(ApplicationFact.InstancePlanned planned) {
        var instance =
                new Instance(
                        planned.instance(),
                        planned.config(),
                        planned.task().incarnation(),
                        false,
                        planned.at(),
                        Optional.of(Instance.Task.planned(planned, asked())));
        return with(instances.plus(instance));
    }

    private ApplicationState abandon(ApplicationFact.LaunchAbandoned abandoned) {
        var next = ended(abandoned.task(), abandoned.at());
        return abandoned.penalty() ? next.with(delay.grow(backoff(), abandoned.at())) : next;
    }

    private ApplicationState observe(ApplicationFact.TaskObserved observed) {
        if (!observed.state().isTerminal())
            return with(observed.task(), observed.at(), run -> run.observed(observed));
        var instance = atWork(observed.task());
        var task = instance.task().orElseThrow();
        var next = ended(observed.task(), observed.at());
        boolean wanted = task.killRequestedAt().isPresent();
        return wanted || !observed.state().isFailure()
                ? next
                : next.failed(instance, task, observed);
    }

    /// With another state of this run.
    private ApplicationState with(TaskId task, Instant at, UnaryOperator<Instance.Task> change) {
        var instance = atWork(task);
        var next = instance.task().map(change);
        return with(instances.plus(instance.with(next, instance.decommissioned(), at)));
    }

    private ApplicationState failed(
            Instance instance, Instance.Task task, ApplicationFact.TaskObserved observed) {
        var failure =
                new Failure(
                        observed.task(),
                        observed.state(),
                        observed.message(),
                        task.placement().host(),
                        task.placement().agent(),
                        instance.config(),
                        observed.at());
        return with(delay.grow(backoff(), observed.at())).with(Optional.of(failure));
    }

    private ApplicationState ended(TaskId task, Instant at) {
        var instance = atWork(task);
        return with(instances.plus(instance.with(Optional.empty(), instance.decommissioned(), at)));
    }

    private ApplicationState requestKill(ApplicationFact.KillRequested kill) {
        var instance =
                instances
                        .find(kill.instance())
                        .orElseThrow(() -> new IllegalStateException("No such instance: " + kill));
        var task = instance.task().map(run -> run.killRequested(kill.at()));
        boolean leaving = instance.decommissioned() || kill.decommission();
        return with(instances.plus(instance.with(task, leaving, kill.at())));
    }

    private ApplicationState forget(InstanceId id) {
        var run = instances.find(id).filter(instance -> instance.task().isPresent());
        if (run.isEmpty()) return with(instances.minus(id)).gone(id, atLarge);
        var more = atLarge.plus(id, run.get().incarnation());
        if (more.size() > AT_LARGE_MAX) more = more.minus(more.keySet().iterator().next());
        return new ApplicationState(
                app, rollout, instances.minus(id), forgotten, more, delay, lastFailure);
    }

    private ApplicationState endStraggler(TaskId task) {
        if (!isAtLarge(task)) throw new IllegalStateException("No such run at large: " + task);
        return gone(task.instance(), atLarge.minus(task.instance()));
    }

    private ApplicationState gone(InstanceId id, PMap<InstanceId, Integer> stillAtLarge) {
        var kept = forgotten.plus(id);
        if (kept.size() > FORGOTTEN_MAX) kept = kept.minus(kept.iterator().next());
        return new ApplicationState(
                app, rollout, instances, kept, stillAtLarge, delay, lastFailure);
    }

    private Instance atWork(TaskId task) {
        return instances
                .find(task.instance())
                .filter(instance ->
                        instance.task().map(Instance.Task::id).equals(Optional.of(task)))
                .orElseThrow(() -> new IllegalStateException("No such task at work: " + task));
    }

    private Backoff backoff() {
        return run().map(Target.Run::spec).map(ApplicationSpec::backoff).orElse(Backoff.DEFAULT);
    }

    /// What is asked of those that are planned now.
    private Health asked() {
        return run().map(run -> run.spec().healthOrNone()).orElse(Health.NONE);
    }

    private static Optional<Version> configOf(Target target) {
        return switch (target) {
            case Target.Run run -> Optional.of(run.info().lastConfigChangeAt());
            case Target.Remove _ -> Optional.empty();
        };
    }

    private ApplicationState with(Rollout next) {
        return new ApplicationState(app, next, instances, forgotten, atLarge, delay, lastFailure);
    }

    private ApplicationState with(Instances next) {
        return new ApplicationState(app, rollout, next, forgotten, atLarge, delay, lastFailure);
    }

    private ApplicationState with(Optional<Failure> last) {
        return new ApplicationState(app, rollout, instances, forgotten, atLarge, delay, last);
    }

    private ApplicationState with(Delay next) {
        return new ApplicationState(app, rollout, instances, forgotten, atLarge, next, lastFailure);
    }
}
