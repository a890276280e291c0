package io.dromos.agent.node.work;

import io.dromos.agent.node.cgroup.Cgroups.Group;
import io.dromos.agent.node.cgroup.Cgroups.Usage;
import io.dromos.agent.node.checkpoint.TaskDirectory;
import io.dromos.agent.node.health.Beside;
import io.dromos.agent.node.supervise.Run;
import io.dromos.agent.node.supervise.RunDirectory;
import io.dromos.agent.node.supervise.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.Volume;

/// A command: a process group under a supervisor, held to its limits by a control group.
public final class CommandWork implements Work {
    /// How much longer a check lives at most when there is no agent to end it.
    private static final Duration SPARE = Duration.ofSeconds(10);

    private final TaskDirectory task;
    private final Machine machine;
    private final RunDirectory run;
    private final Supervision supervision;
    private volatile Group group;
    private volatile Optional<List<String>> identity = Optional.empty();

    /// A command, new or from an earlier life of the agent.
    public CommandWork(TaskDirectory task, Machine machine) {
        this.task = task;
        this.machine = machine;
        this.run = task.run();
        this.supervision = new Supervision(run);
        this.group = machine.cgroups().find(task.containerId());
    }

    @Override
    public void prepare() throws LaunchFailure, IOException, InterruptedException {
        var command = task.task().getCommand();
        checkCommand(command);
        checkContainer(task.task().getContainer());
        var user = identity(command);
        Sandbox.prepare(task, machine.fetcher(), user);
        linkVolumes();
        try {
            group = machine.cgroups().create(task.containerId(), Limits.of(task.task()));
        } catch (IOException refused) {
            throw LaunchFailure.failed("its limits cannot be set: " + refused.getMessage());
        }
    }

    /// Asked once: each check needs it.
    private List<String> identity(CommandInfo command)
            throws LaunchFailure, IOException, InterruptedException {
        if (identity.isEmpty()) {
            identity = Optional.of(machine.users().identity(task.framework(), command));
        }
        return identity.get();
    }

    private static void checkCommand(CommandInfo command) throws LaunchFailure {
        if (!command.hasValue()) {
            throw LaunchFailure.invalid("The command has no value: nothing to run");
        }
    }

    private void checkContainer(ContainerInfo container) throws LaunchFailure {
        if (container.getMesos().hasImage()) {
            throw LaunchFailure.failed(
                    "this agent runs images only in containers of type DOCKER, not in the Mesos containerizer");
        }
        var refusal = machine.refusals().of(container);
        if (refusal.isPresent()) {
            throw LaunchFailure.refused(refusal.get());
        }
    }

    /// A command sees the host's own files; a volume is a link in its sandbox, as under Mesos'
    /// posix isolator.
    private void linkVolumes() throws LaunchFailure, IOException {
        for (var volume : task.task().getContainer().getVolumesList()) {
            var link = task.sandbox().resolve(volume.getContainerPath()).normalize();
            if (volume.getContainerPath().startsWith("/") || !link.startsWith(task.sandbox())) {
                throw LaunchFailure.failed(
                        "the volume '"
                                + volume.getContainerPath()
                                + "' of a command must have a path within its sandbox; absolute ones need a container of"
                                + " type DOCKER");
            }
            Files.createDirectories(link.resolveSibling(".").normalize());
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, Path.of(hostPath(volume)));
        }
    }

    private static String hostPath(Volume volume) throws LaunchFailure {
        if (volume.hasHostPath()) {
            return volume.getHostPath();
        }
        if (volume.getSource().hasHostPath()) {
            return volume.getSource().getHostPath().getPath();
        }
        throw LaunchFailure.failed(
                "the volume '" + volume.getContainerPath() + "' names no path of the host");
    }

    @Override
    public void start() throws LaunchFailure, IOException, InterruptedException {
        var command = task.task().getCommand();
        var user = identity(command);
        var environment = Variables.ofCommand(task, machine.endpoint());
        supervision.start(
                machine.supervisor(),
                new Run(run, task.sandbox(), environment, group.joins(), user, words(command)));
    }

    /// The first argument of the argv form is the name the program sees, which a shell cannot set;
    /// the program is the value.
    static List<String> words(CommandInfo command) {
        if (command.getShell()) {
            return List.of("/bin/sh", "-c", command.getValue());
        }
        var words = new ArrayList<String>(List.of(command.getValue()));
        command.getArgumentsList().stream().skip(1).forEach(words::add);
        return words;
    }

    @Override
    public boolean isStarted() {
        return run.process().isPresent() || run.ending().isPresent();
    }

    /// The answer is a file.
    @Override
    public Duration untilAskedAgain() {
        return Duration.ofMillis(2);
    }

    @Override
    public boolean hasEnded() {
        return supervision.isOver();
    }

    @Override
    public void terminate() throws IOException, InterruptedException {
        signal(Signals.TERM);
    }

    @Override
    public void kill() throws IOException, InterruptedException {
        signal(Signals.KILL);
    }

    private void signal(Signals signal) throws IOException, InterruptedException {
        var process = run.process();
        if (process.isPresent()) {
            signal.send(process.get());
        }
    }

    @Override
    public boolean ranOutOfMemory() {
        return group.ranOutOfMemory();
    }

    @Override
    public Conclusion conclude() {
        var ending = run.ending();
        if (group.ranOutOfMemory() && ending.filter(one -> one.isSuccess()).isEmpty()) {
            var usage = group.usage();
            return Conclusion.outOfMemory(
                    Limits.exceeded(
                            Limits.of(task.task()).memoryLimit(),
                            usage.memoryPeakBytes().orElse(0)));
        }
        return ending.map(one -> Conclusion.of(one.isSuccess(), one.describeCommand()))
                .orElse(Conclusion.unknown("Executor terminated"));
    }

    @Override
    public void clean() throws IOException {
        group.destroy();
    }

    @Override
    public ContainerStatus container() {
        var status = Containers.status(task.containerId(), machine.ip());
        run.supervisor().ifPresent(supervisor -> status.setExecutorPid((int) supervisor.pid()));
        return status.build();
    }

    /// A command is on the host's own network.
    @Override
    public Optional<String> address(boolean newer) {
        return Optional.of(newer ? "::1" : "127.0.0.1");
    }

    @Override
    public Beside beside(CommandInfo command, Duration limit)
            throws IOException, InterruptedException {
        var environment = Variables.beside(Variables.ofCommand(task, machine.endpoint()), command);
        try {
            var user = identity(task.task().getCommand());
            var check =
                    new Run(run, task.sandbox(), environment, group.joins(), user, words(command));
            return new BesideCommand(
                    machine.supervisor().beside(check, limit.plus(SPARE).toSeconds()));
        } catch (LaunchFailure noUser) {
            throw new IOException(noUser.sentence(), noUser);
        }
    }

    @Override
    public String inspection() {
        return "";
    }

    @Override
    public Usage usage() {
        return group.usage();
    }
}
