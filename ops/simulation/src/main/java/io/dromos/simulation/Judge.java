package io.dromos.simulation;

import io.dromos.domain.mesos.TaskLaunch;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.events.TaskId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What no call to Mesos may do, judged when it arrives on what is durable by then.
record Judge(Truth truth) {

    /// Persist, then tell: a launch was planned, and was not abandoned since; and no other task
    /// lives for its instance.
    void launch(TaskLaunch launch, Set<String> live) {
        Broken.unless(
                truth.atWork(launch.task()).isPresent(),
                "%s is launched and is not planned in the log",
                launch.task());
        var prefix = launch.task().instance().value() + "._app.";
        Broken.unless(
                live.stream().noneMatch(it -> it.startsWith(prefix)),
                "Two tasks live for the instance of %s",
                launch.task());
    }

    void spend(List<TaskLaunch> launches, long cpus, long mem) {
        long cpusSpent = launches.stream().mapToLong(Judge::cpus).sum();
        long memSpent = launches.stream().mapToLong(Judge::mem).sum();
        Broken.unless(
                cpusSpent <= cpus && memSpent <= mem,
                "An offer of %d cpus and %d mem is overspent: %s",
                cpus,
                mem,
                launches);
        var ports = new HashSet<Integer>();
        for (var launch : launches)
            for (var port : launch.hostPorts())
                Broken.unless(ports.add(port), "Port %d is given twice: %s", port, launches);
    }

    /// A task is paid for in its application's role.
    void pay(List<TaskLaunch> launches, String role) {
        for (var launch : launches)
            Broken.unless(
                    launch.spec().role().equals(role) && launch.role().equals(role),
                    "%s of role %s is launched in role %s on an offer of role %s",
                    launch.task(),
                    launch.spec().role(),
                    launch.role(),
                    role);
    }

    static long cpus(TaskLaunch launch) {
        return Math.round(launch.spec().resources().cpus() * 1000);
    }

    static long mem(TaskLaunch launch) {
        return Math.round(launch.spec().resources().mem() * 1000);
    }

    /// No stranger is killed, and nothing that is wanted.
    void kill(String name) {
        var task = TaskId.parse(name).filter(truth::wasPlanned);
        Broken.unless(task.isPresent(), "%s is killed and was never planned", name);
        var run = truth.atWork(task.get());
        boolean wanted =
                run.isPresent()
                        && run.get().killRequestedAt().isEmpty()
                        && truth.instance(task.get()).filter(it -> it.decommissioned()).isEmpty();
        Broken.unless(!wanted, "%s is killed and is wanted", name);
        if (run.isPresent()) truth.health().ends(task.get(), truth.now());
    }

    /// What is acknowledged is never told again: its fact is durable.
    void acknowledge(TaskStatus status) {
        var task = TaskId.parse(status.taskId()).filter(truth::wasPlanned);
        Broken.unless(
                task.isPresent(), "%s is acknowledged and was never planned", status.taskId());
        var run = truth.atWork(task.get());
        boolean kept = run.isEmpty() || (!status.state().isTerminal() && !run.get().planned());
        Broken.unless(
                kept, "%s is acknowledged as %s, the log has %s", task.get(), status.state(), run);
        if (run.isPresent()) truth.health().acknowledged(task.get(), status);
    }
}
