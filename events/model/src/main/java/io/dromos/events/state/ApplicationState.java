package io.dromos.events.state;

import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.Target;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.pcollections.OrderedPSet;
import org.pcollections.PSet;

/// An application: what it follows, how far its rollout is, and each instance's life.
///
/// @param app which
/// @param admission the highest admission adopted; 0 before the first
/// @param target what it is to become; absent before the first adoption
/// @param deployment whose releases it waits for; absent if it was left
/// @param release the step it was released by, and whether that is done
/// @param held how many instances it keeps until it is released
/// @param removed whether it is gone
/// @param instances all that live, wait or leave
/// @param forgotten ids of the latest instances that are no more, at most [#FORGOTTEN_MAX]
/// @param delay of the next launch
/// @param lastFailure the last task that failed, if one did
public record ApplicationState(
        AppId app,
        long admission,
        Optional<Target> target,
        Optional<DeploymentId> deployment,
        Optional<Release> release,
        int held,
        boolean removed,
        Instances instances,
        PSet<InstanceId> forgotten,
        Delay delay,
        Optional<Failure> lastFailure)
        implements State {

    /// How many forgotten instances are remembered, so that their returning tasks are known.
    public static final int FORGOTTEN_MAX = 1_000;

    /// A released step.
    public record Release(DeploymentId deployment, int step, boolean done) {}

    /// How launches are slowed down.
    ///
    /// @param last the delay after the last failure; zero if there is none
    /// @param until no launch before; the epoch if there is no delay
    public record Delay(Duration last, Instant until) {
        /// No delay.
        public static final Delay NONE = new Delay(Duration.ZERO, Instant.EPOCH);

        /// The delay after one more failure.
        Delay grow(Backoff backoff, Instant at) {
            var next = backoff.initial();
            if (!last.isZero()) next = Duration.ofMillis(Math.round(last.toMillis() * backoff.factor()));
            if (next.compareTo(backoff.max()) > 0) next = backoff.max();
            return new Delay(next, at.plus(next));
        }
    }

    /// A task that failed.
    public record Failure(TaskId task, TaskState state, String message, String host, String agent,
            Version version, Instant at) {}

    /// An application nobody spoke of.
    public static ApplicationState empty(AppId app) {
        return new ApplicationState(
                app, 0, Optional.empty(), Optional.empty(), Optional.empty(), 0, false, Instances.NONE,
                OrderedPSet.empty(), Delay.NONE, Optional.empty());
    }

    /// The definition it follows, unless it is to go.
    public Optional<Target.Run> run() {
        return target.filter(Target.Run.class::isInstance).map(Target.Run.class::cast);
    }

    /// Whether it was released by the deployment it follows, or left by it: then its target counts.
    public boolean free() {
        return deployment.isEmpty() || isReleased();
    }

    /// Whether the deployment it follows released it.
    public boolean isReleased() {
        return release.isPresent() && deployment.equals(release.map(Release::deployment));
    }

    /// Whether it exchanges instances of old configurations: released, and not at its target yet.
    public boolean rolling() {
        return isReleased() && !release.orElseThrow().done();
    }

    /// How many instances it keeps at this moment.
    public int effective() {
        if (!free()) return held;
        return run().map(run -> run.spec().instances()).orElse(0);
    }

    /// The state after one more fact.
    ///
    /// @throws IllegalStateException if the fact cannot follow
    public ApplicationState evolve(ApplicationFact fact) {
        return switch (fact) {
            case ApplicationFact.VersionAdopted adopted -> adopt(adopted);
            case ApplicationFact.StepReleased released ->
                    with(Optional.of(new Release(released.deployment(), released.step(), false)));
            case ApplicationFact.StepDone done ->
                    with(Optional.of(new Release(done.deployment(), done.step(), true)));
            case ApplicationFact.RolloutLeft _ ->
                    new ApplicationState(
                            app, admission, target, Optional.empty(), release, held, removed, instances,
                            forgotten, delay, lastFailure);
            case ApplicationFact.InstancePlanned planned -> plan(planned);
            case ApplicationFact.LaunchAbandoned abandoned -> abandon(abandoned);
            case ApplicationFact.TaskObserved observed -> observe(observed);
            case ApplicationFact.KillRequested kill -> requestKill(kill);
            case ApplicationFact.InstanceForgotten gone -> forget(gone.instance());
            case ApplicationFact.DelayReset _ -> with(Delay.NONE);
            case ApplicationFact.Removed _ ->
                    new ApplicationState(
                            app, admission, target, deployment, release, 0, true, instances, forgotten,
                            Delay.NONE, lastFailure);
        };
    }

    private ApplicationState adopt(ApplicationFact.VersionAdopted adopted) {
        boolean sameConfig = config().isPresent() && config().equals(configOf(adopted.target()));
        return new ApplicationState(
                app, adopted.admission(), Optional.of(adopted.target()), Optional.of(adopted.deployment()),
                release.filter(old -> old.deployment().equals(adopted.deployment())), effective(), false,
                instances, forgotten, sameConfig ? delay : Delay.NONE, lastFailure);
    }

    private ApplicationState plan(ApplicationFact.InstancePlanned planned) {
        var task =
                new Instance.Task(
                        planned.task(), true, TaskState.STAGING, planned.placement(), planned.epoch(),
                        planned.at(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                        Optional.empty(), java.util.List.of());
        return with(
                instances.plus(
                        new Instance(
                                planned.instance(), planned.config(), planned.task().incarnation(), false,
                                planned.at(), Optional.of(task))));
    }

    private ApplicationState abandon(ApplicationFact.LaunchAbandoned abandoned) {
        var next = ended(abandoned.task(), abandoned.at());
        if (!abandoned.penalty()) return next;
        return next.with(delay.grow(backoff(), abandoned.at()));
    }

    private ApplicationState observe(ApplicationFact.TaskObserved observed) {
        var instance = running(observed.task());
        if (!observed.state().isTerminal()) {
            var task = instance.task().orElseThrow()
                    .observed(observed.state(), observed.healthy(), observed.ips(), observed.at());
            return with(instances.plus(
                    instance.with(Optional.of(task), instance.decommissioned(), observed.at())));
        }
        boolean wanted = instance.task().orElseThrow().killRequestedAt().isEmpty();
        var next = ended(observed.task(), observed.at());
        if (!wanted || !observed.state().isFailure()) return next;
        return next.failed(instance, observed);
    }

    private ApplicationState failed(Instance instance, ApplicationFact.TaskObserved observed) {
        var place = instance.task().orElseThrow().placement();
        var failure =
                new Failure(
                        observed.task(), observed.state(), observed.message(), place.host(),
                        place.agent().value(), instance.config(), observed.at());
        return new ApplicationState(
                app, admission, target, deployment, release, held, removed, instances, forgotten,
                delay.grow(backoff(), observed.at()), Optional.of(failure));
    }

    private ApplicationState ended(TaskId task, Instant at) {
        var instance = running(task);
        return with(instances.plus(instance.with(Optional.empty(), instance.decommissioned(), at)));
    }

    private ApplicationState requestKill(ApplicationFact.KillRequested kill) {
        var instance = instances.find(kill.instance())
                .orElseThrow(() -> new IllegalStateException("No such instance: " + kill));
        var task = instance.task().map(run -> run.killRequested(kill.at()));
        boolean leaving = instance.decommissioned() || kill.decommission();
        return with(instances.plus(instance.with(task, leaving, kill.at())));
    }

    private ApplicationState forget(InstanceId id) {
        var kept = forgotten.plus(id);
        if (kept.size() > FORGOTTEN_MAX) kept = kept.minus(kept.iterator().next());
        return new ApplicationState(
                app, admission, target, deployment, release, held, removed, instances.minus(id), kept,
                delay, lastFailure);
    }

    private Instance running(TaskId task) {
        return instances.find(task.instance())
                .filter(instance -> instance.task().map(Instance.Task::id).equals(Optional.of(task)))
                .orElseThrow(() -> new IllegalStateException("No such task at work: " + task));
    }

    private Backoff backoff() {
        return run().map(Target.Run::spec).map(ApplicationSpec::backoff).orElse(Backoff.DEFAULT);
    }

    /// The configuration new tasks run, unless it is to go.
    public Optional<Version> config() {
        return target.flatMap(ApplicationState::configOf);
    }

    private static Optional<Version> configOf(Target target) {
        return switch (target) {
            case Target.Run run -> Optional.of(run.info().lastConfigChangeAt());
            case Target.Remove _ -> Optional.empty();
        };
    }

    private ApplicationState with(Optional<Release> next) {
        return new ApplicationState(
                app, admission, target, deployment, next, held, removed, instances, forgotten, delay,
                lastFailure);
    }

    private ApplicationState with(Instances next) {
        return new ApplicationState(
                app, admission, target, deployment, release, held, removed, next, forgotten, delay,
                lastFailure);
    }

    private ApplicationState with(Delay next) {
        return new ApplicationState(
                app, admission, target, deployment, release, held, removed, instances, forgotten, next,
                lastFailure);
    }
}
