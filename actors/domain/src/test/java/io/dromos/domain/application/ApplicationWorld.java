package io.dromos.domain.application;

import io.dromos.domain.Context;
import io.dromos.domain.Hearing;
import io.dromos.domain.Limits;
import io.dromos.domain.Policy;
import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.ApplicationFact.Placement;
import io.dromos.events.facts.Target;
import io.dromos.events.facts.VersionInfo;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Constraint;
import io.dromos.events.spec.Health;
import io.dromos.events.spec.KillSelection;
import io.dromos.events.spec.UnreachableStrategy;
import io.dromos.events.spec.UpgradeStrategy;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance;
import io.dromos.events.state.Instance.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// An application beside a toy cluster that starts and ends tasks in random order, and whose agents
/// fall silent and may come back.
final class ApplicationWorld {

    static final AppId APP = new AppId("/prod/web");

    final Application decider = new Application();
    final List<ApplicationFact> log = new ArrayList<>();
    final Map<TaskId, TaskState> cluster = new TreeMap<>();

    /// Those whose agent does not answer: no order reaches them.
    final Set<TaskId> silent = new TreeSet<>();

    ApplicationState state = ApplicationState.empty(APP);
    UnreachableStrategy strategy = UnreachableStrategy.DEFAULT;
    UpgradeStrategy upgrade = UpgradeStrategy.DEFAULT;
    Health health = Health.NONE;
    Map<String, String> labels = Map.of();
    KillSelection killSelection = KillSelection.YOUNGEST_FIRST;
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Hearing hearing = Hearing.ALWAYS;
    Policy policy = Policy.DEFAULT;
    List<Constraint> constraints = List.of();
    Optional<List<InstanceId>> victims = Optional.empty();
    long admission;
    private int ids;

    ApplicationReply ask(ApplicationCommand command) {
        var decision =
                decider.decide(
                        state,
                        command,
                        new Context(
                                now,
                                () -> String.format("%08d", ids++),
                                Limits.DEFAULT,
                                hearing,
                                policy));
        for (var fact : decision.facts()) {
            state = state.evolve(fact);
            log.add(fact);
        }
        return decision.reply();
    }

    /// Adopts and releases a change to this many instances.
    void change(int instances, boolean restart) {
        go(next(instances, restart));
    }

    /// Adopts a change to this many instances that is not released yet.
    void adopt(int instances) {
        var target = next(instances, false);
        ask(new ApplicationCommand.Adopt(admission, new DeploymentId("d" + admission), target));
    }

    private Target next(int instances, boolean restart) {
        admission++;
        now = now.plusSeconds(1);
        var version = new Version(now);
        var before = state.run().map(Target.Run::info);
        var info =
                restart || before.isEmpty()
                        ? VersionInfo.fresh(version)
                        : new VersionInfo(version, before.get().lastConfigChangeAt());
        return new Target.Run(version, info, spec(instances), victims);
    }

    private ApplicationSpec spec(int instances) {
        var plain = ApplicationSpec.ofCommand("sleep 1000");
        return new ApplicationSpec(
                plain.cmd(),
                plain.args(),
                instances,
                plain.resources(),
                plain.env(),
                labels,
                constraints,
                plain.container(),
                plain.networks(),
                plain.portDefinitions(),
                plain.requirePorts(),
                plain.fetch(),
                upgrade,
                plain.backoff(),
                killSelection,
                strategy,
                plain.killGracePeriod(),
                plain.dependencies(),
                plain.user(),
                plain.role(),
                plain.acceptedResourceRoles(),
                plain.executor(),
                Optional.of(health));
    }

    void remove() {
        admission++;
        now = now.plusSeconds(1);
        go(new Target.Remove(new Version(now)));
    }

    private void go(Target target) {
        var deployment = new DeploymentId("d" + admission);
        ask(new ApplicationCommand.Adopt(admission, deployment, target));
        ask(new ApplicationCommand.Release(admission, deployment, 0));
    }

    /// Carries out one thing that is wished or that may happen; false if nothing can.
    boolean step(Random random) {
        var moves = new ArrayList<Runnable>();
        var wish = Wishes.wish(state, now);
        if (wish.launches() > 0) moves.add(() -> launch(1 + random.nextInt(wish.launches())));
        for (var kill : wish.kills()) if (!silent.contains(kill.id())) moves.add(() -> kill(kill));
        cluster.forEach((task, at) -> {
            if (at == TaskState.STAGING && !silent.contains(task))
                moves.add(() -> tell(task, TaskState.RUNNING));
        });
        for (var instance : state.instances().pick(Kind.UNPROVEN, _ -> true, 100, false))
            instance.task().ifPresent(task -> moves.add(() -> prove(task.id())));
        if (moves.isEmpty()) return wish.wakeAt().isPresent() && wait(wish.wakeAt().get());
        Collections.shuffle(moves, random);
        moves.getFirst().run();
        return true;
    }

    private boolean wait(Instant until) {
        now = until.isAfter(now) ? until : now.plusSeconds(1);
        ask(new ApplicationCommand.Tick());
        return true;
    }

    void settle(Random random) {
        for (int i = 0; i < 10_000; i++) if (!step(random)) return;
        throw new AssertionError("No rest after 10,000 steps: " + state);
    }

    void launch(int count) {
        var places = Collections.nCopies(count, place());
        var planned =
                (ApplicationReply.Planned)
                        ask(
                                new ApplicationCommand.Plan(
                                        1, 1, state.config().orElseThrow(), places));
        for (var plan : planned.plans()) {
            var task = plan.plan().task();
            if (cluster.putIfAbsent(task, TaskState.STAGING) != null)
                throw new AssertionError("A task id was used twice: " + task);
        }
    }

    /// Its checks find nothing wrong with it.
    void prove(TaskId task) {
        ask(
                new ApplicationCommand.Examine(
                        List.of(
                                new ApplicationCommand.Healthy(task),
                                new ApplicationCommand.Ready(task))));
    }

    /// One of its health checks fails.
    ///
    /// @param replace whether it has failed long enough
    void fault(TaskId task, boolean replace) {
        ask(
                new ApplicationCommand.Examine(
                        List.of(new ApplicationCommand.Unhealthy(task, "503 from /", replace))));
    }

    private void kill(Instance.Task task) {
        if (!cluster.containsKey(task.id())) return;
        tell(task.id(), TaskState.KILLED);
    }

    /// The task's agent dies, or so it seems, and Mesos notices.
    void silence(TaskId task) {
        if (silent.add(task)) ask(observe(task, TaskState.UNREACHABLE));
    }

    /// The agent comes back with the task alive; one that the log ended is killed, as the scheduler
    /// does.
    void comeBack(TaskId task) {
        if (!silent.remove(task)) return;
        var heard =
                (ApplicationReply.Observed)
                        ask(observe(task, cluster.getOrDefault(task, TaskState.RUNNING)));
        switch (heard.knowledge().getFirst()) {
            case KNOWN -> {}
            case ENDED -> tell(task, TaskState.KILLED);
            case NEVER_PLANNED -> throw new AssertionError("A stray: " + task);
        }
    }

    void tell(TaskId task, TaskState next) {
        if (silent.contains(task)) return;
        if (cluster.getOrDefault(task, TaskState.KILLED).isTerminal()) return;
        cluster.put(task, next);
        ask(observe(task, next));
    }

    static ApplicationCommand.Observe observe(TaskId task, TaskState state) {
        return new ApplicationCommand.Observe(
                1,
                List.of(
                        new ApplicationCommand.Update(
                                task, state, Optional.empty(), "", Optional.empty(), List.of())));
    }

    static Placement place() {
        return new Placement(
                new AgentId("S0"),
                "agent1",
                "127.0.0.1",
                List.of(31000),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    /// Those that run where they can be reached.
    List<TaskId> running() {
        return cluster.entrySet().stream()
                .filter(entry -> entry.getValue() == TaskState.RUNNING)
                .filter(entry -> !silent.contains(entry.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Those that may run where they can be reached.
    List<TaskId> alive() {
        return cluster.entrySet().stream()
                .filter(entry -> !entry.getValue().isTerminal())
                .filter(entry -> !silent.contains(entry.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    void pass(Duration time) {
        now = now.plus(time);
    }
}
