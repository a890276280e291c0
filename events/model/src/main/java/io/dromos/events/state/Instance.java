package io.dromos.events.state;

import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact.InstancePlanned;
import io.dromos.events.facts.ApplicationFact.Placement;
import io.dromos.events.facts.ApplicationFact.TaskObserved;
import io.dromos.events.facts.CheckResult;
import io.dromos.events.spec.Health;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One instance of an application, through all its runs.
///
/// @param id which
/// @param config the configuration its latest run has: `lastConfigChangeAt` of the definition
/// @param incarnation how many runs it had
/// @param decommissioned whether it is not to come back
/// @param since when it came into its present [Kind], for choosing the youngest or oldest
/// @param task the run at work; absent while it waits for the next
public record Instance(
        InstanceId id,
        Version config,
        int incarnation,
        boolean decommissioned,
        Instant since,
        Optional<Task> task) {

    /// What an instance is up to, as counted by rollouts.
    public enum Kind {
        /// No run at work; it wants one.
        WAITING,
        /// A run is planned and not known to Mesos yet.
        PLANNED,
        /// Mesos knows the run; it does not run yet.
        STAGED,
        /// The run is running, and its checks do not say, or not yet, that it may be counted on.
        UNPROVEN,
        /// The run is running, and passes the checks there are.
        RUNNING,
        /// The run's agent does not answer.
        UNREACHABLE,
        /// The run's agent has not answered for so long that another takes its place; it counts
        /// again if it comes back before it is forgotten.
        INACTIVE,
        /// The run was told to end, and another will follow.
        RESTARTING,
        /// The run was told to end, and the instance goes with it.
        LEAVING,
        /// The run was told to end, and its agent does not answer: nobody waits for it, it is about
        /// to be forgotten.
        GIVEN_UP,
        /// No run at work, and none will follow: it is about to be forgotten.
        ENDED
    }

    /// A run.
    ///
    /// @param id its id
    /// @param planned true until Mesos is known to know it
    /// @param state the last one told
    /// @param placement where it runs
    /// @param epoch of the scheduler it was planned under
    /// @param plannedAt when it was planned
    /// @param stagedAt when Mesos first told of it
    /// @param startedAt when it was first running
    /// @param killRequestedAt when it was first told to end
    /// @param unreachableSince when its agent was last heard to be silent
    /// @param healthy the last result of its health checks, if there was one
    /// @param check what its `check` last found, if that was told
    /// @param ips addresses of its container
    /// @param checked true if it has health checks
    /// @param ready if it has a readiness check, whether it passed that
    /// @param inactiveSince since when another is to take its place, for its agent is silent
    public record Task(
            TaskId id,
            boolean planned,
            TaskState state,
            Placement placement,
            long epoch,
            Instant plannedAt,
            Optional<Instant> stagedAt,
            Optional<Instant> startedAt,
            Optional<Instant> killRequestedAt,
            Optional<Instant> unreachableSince,
            Optional<Boolean> healthy,
            Optional<CheckResult> check,
            List<String> ips,
            Optional<Boolean> checked,
            Optional<Boolean> ready,
            Optional<Instant> inactiveSince) {

        /// Copies what it is given.
        public Task {
            ips = List.copyOf(ips);
        }

        /// A run that was just planned.
        static Task planned(InstancePlanned fact, Health asked) {
            return new Task(
                    fact.task(),
                    true,
                    TaskState.STAGING,
                    fact.placement(),
                    fact.epoch(),
                    fact.at(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    asked.checks().isEmpty() ? Optional.empty() : Optional.of(true),
                    asked.readiness().map(_ -> false),
                    Optional.empty());
        }

        /// The run after it was told to end.
        Task killRequested(Instant at) {
            return with(killRequestedAt.or(() -> Optional.of(at)), healthy, ready, inactiveSince);
        }

        /// The run after its health checks found this.
        Task found(boolean well) {
            return with(killRequestedAt, Optional.of(well), ready, inactiveSince);
        }

        /// The run after it passed its readiness check.
        Task becameReady() {
            return with(killRequestedAt, healthy, Optional.of(true), inactiveSince);
        }

        /// The run after another was to take its place.
        Task becameInactive(Instant at) {
            return with(killRequestedAt, healthy, ready, Optional.of(at));
        }

        private Task with(
                Optional<Instant> killed,
                Optional<Boolean> health,
                Optional<Boolean> readiness,
                Optional<Instant> inactive) {
            return new Task(
                    id,
                    planned,
                    state,
                    placement,
                    epoch,
                    plannedAt,
                    stagedAt,
                    startedAt,
                    killed,
                    unreachableSince,
                    health,
                    check,
                    ips,
                    checked,
                    readiness,
                    inactive);
        }

        /// Whether it runs and passes the checks there are.
        public boolean serves() {
            return state == TaskState.RUNNING && isProven();
        }

        /// Whether what is asked of it says nothing against it.
        boolean isProven() {
            return (checked.isEmpty() || healthy.orElse(false)) && ready.orElse(true);
        }

        /// The run after news of it that is not its end.
        Task observed(TaskObserved news) {
            boolean runs = news.state() == TaskState.RUNNING;
            boolean silent = news.state() == TaskState.UNREACHABLE;
            var at = Optional.of(news.at());
            return new Task(
                    id,
                    false,
                    news.state(),
                    placement,
                    epoch,
                    plannedAt,
                    stagedAt.or(() -> at),
                    runs ? startedAt.or(() -> at) : startedAt,
                    killRequestedAt,
                    silent ? unreachableSince.or(() -> at) : Optional.empty(),
                    news.healthy().or(() -> healthy),
                    news.check().or(() -> check),
                    news.ips().isEmpty() ? ips : news.ips(),
                    checked,
                    ready,
                    silent ? inactiveSince : Optional.empty());
        }
    }

    /// The id of the run that would follow.
    public TaskId nextTask() {
        return TaskId.of(id, incarnation + 1);
    }

    /// What it is up to.
    public Kind kind() {
        if (task.isEmpty()) return decommissioned ? Kind.ENDED : Kind.WAITING;
        var run = task.get();
        boolean silent = run.unreachableSince().isPresent();
        if (decommissioned) return silent ? Kind.GIVEN_UP : Kind.LEAVING;
        if (run.killRequestedAt().isPresent()) return silent ? Kind.GIVEN_UP : Kind.RESTARTING;
        if (silent) return run.inactiveSince().isPresent() ? Kind.INACTIVE : Kind.UNREACHABLE;
        if (run.planned()) return Kind.PLANNED;
        return switch (run.state()) {
            case RUNNING, KILLING -> run.isProven() ? Kind.RUNNING : Kind.UNPROVEN;
            case STAGING,
                    STARTING,
                    FINISHED,
                    FAILED,
                    KILLED,
                    ERROR,
                    LOST,
                    DROPPED,
                    UNREACHABLE,
                    GONE,
                    GONE_BY_OPERATOR,
                    UNKNOWN ->
                    Kind.STAGED;
        };
    }

    /// The instance with this run or none; `since` moves if its kind does.
    Instance with(Optional<Task> run, boolean leaving, Instant at) {
        var next = new Instance(id, config, incarnation, leaving, since, run);
        // It was told to end before, and drains since then.
        boolean goesOn = kind() == Kind.RESTARTING && next.kind() == Kind.LEAVING;
        return next.kind() == kind() || goesOn
                ? next
                : new Instance(id, config, incarnation, leaving, at, run);
    }
}
