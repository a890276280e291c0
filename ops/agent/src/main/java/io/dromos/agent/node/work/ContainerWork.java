package io.dromos.agent.node.work;

import io.dromos.agent.node.cgroup.Cgroups.Usage;
import io.dromos.agent.node.checkpoint.TaskDirectory;
import io.dromos.agent.node.docker.DockerCommand;
import io.dromos.agent.node.docker.DockerEngine;
import io.dromos.agent.node.docker.Inspection;
import io.dromos.agent.node.health.Beside;
import io.dromos.agent.node.mesos.Books;
import io.dromos.agent.node.policy.HostPaths;
import io.dromos.agent.node.supervise.Ending;
import io.dromos.agent.node.supervise.Run;
import io.dromos.agent.node.supervise.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.ContainerStatus;

/// A Docker container. Its supervisor only carries its output; how it fares is asked of the engine.
public final class ContainerWork implements Work {
    /// How much of `docker inspect` is told along with TASK_RUNNING, in bytes; more is left out
    /// whole.
    public static final int MAX_INSPECTION = 32 << 10;

    // Attached again when the connection to the engine breaks while the container runs on.
    private static final String ATTACH =
            """
            "$0" start --attach "$1"
            status=$?
            while [ "$("$0" inspect --format '{{.State.Running}}' "$1" 2>/dev/null)" = true ]; do
                sleep 1
                "$0" attach --no-stdin --sig-proxy=false "$1"
                status=$?
            done
            exit $status
            """;

    private final TaskDirectory task;
    private final Machine machine;
    private final RunDirectory run;
    private final Supervision supervision;
    private final String name;
    private volatile Optional<Inspection> seen = Optional.empty();

    /// A container, new or from an earlier life of the agent.
    public ContainerWork(TaskDirectory task, Machine machine) {
        this.task = task;
        this.machine = machine;
        this.run = task.run();
        this.supervision = new Supervision(run);
        this.name = "mesos-" + task.containerId();
    }

    @Override
    public void prepare() throws LaunchFailure, IOException, InterruptedException {
        var container = task.task().getContainer();
        check(container);
        if (machine.docker().program().isEmpty()) {
            throw LaunchFailure.failed(DockerEngine.MISSING);
        }
        Sandbox.prepare(task, machine.fetcher(), List.of());
        try {
            pullIfNeeded(container.getDocker());
            if (machine.docker().inspect(name).isEmpty()) {
                var command = command();
                writeSecretly(command.environmentFile(), command.environmentFileText());
                machine.docker().create(command);
            }
        } catch (IllegalArgumentException | IOException failed) {
            throw LaunchFailure.failed(String.valueOf(failed.getMessage()));
        } finally {
            Files.deleteIfExists(environmentFile());
        }
    }

    private void check(ContainerInfo container) throws LaunchFailure {
        var refusal = machine.refusals().of(container);
        if (refusal.isPresent()) {
            throw LaunchFailure.refused(refusal.get());
        }
        if (container.getDocker().getNetwork() == DockerInfo.Network.HOST) {
            return;
        }
        for (var mapping : container.getDocker().getPortMappingsList()) {
            if (!Books.holdsPort(task.task().getResourcesList(), mapping.getHostPort())) {
                throw LaunchFailure.failed(
                        "Port mappings require port resources: host port "
                                + mapping.getHostPort()
                                + " is not among the task's own");
            }
        }
    }

    private void pullIfNeeded(DockerInfo docker) throws IOException, InterruptedException {
        if (docker.getForcePullImage() || !machine.docker().hasImage(docker.getImage())) {
            var configuration = task.sandbox().resolve(".docker");
            machine.docker()
                    .pull(
                            docker.getImage(),
                            Files.isDirectory(configuration)
                                    ? Optional.of(configuration)
                                    : Optional.empty());
        }
    }

    private DockerCommand command() {
        var limits = Limits.of(task.task());
        var labels =
                Map.of(
                        "MESOS_TASK_ID", task.task().getTaskId().getValue(),
                        "MESOS_FRAMEWORK_ID", task.framework().getId().getValue(),
                        "io.dromos.agent", machine.mark());
        return new DockerCommand(
                name,
                task.task().getContainer(),
                task.task().getCommand(),
                Variables.ofContainer(task, name, DockerCommand.SANDBOX),
                labels,
                new DockerCommand.Limits(
                        limits.memoryLimit(), limits.cpuShares(), limits.cpuQuotaMicros()),
                task.sandbox(),
                machine.ip(),
                machine.dns(),
                environmentFile(),
                HostPaths::resolve);
    }

    private Path environmentFile() {
        return task.path().resolve("environment");
    }

    private static void writeSecretly(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        var mode = java.nio.file.attribute.PosixFilePermissions.fromString("rw-------");
        Files.createFile(file, java.nio.file.attribute.PosixFilePermissions.asFileAttribute(mode));
        Files.writeString(file, text);
    }

    @Override
    public void start() throws LaunchFailure, IOException {
        var docker =
                machine.docker()
                        .program()
                        .orElseThrow(() -> LaunchFailure.failed(DockerEngine.MISSING));
        var command = List.of("/bin/sh", "-c", ATTACH, docker.toString(), name);
        supervision.start(
                machine.supervisor(),
                new Run(run, task.sandbox(), System.getenv(), List.of(), List.of(), command));
    }

    @Override
    public boolean isStarted() throws IOException, InterruptedException {
        inspect();
        return seen.filter(one -> !one.isCreated() && one.error().isEmpty()).isPresent();
    }

    /// The answer is a program that asks the engine.
    @Override
    public Duration untilAskedAgain() {
        return Duration.ofMillis(20);
    }

    /// The supervisor's word that the output has ended is the sign to ask the engine; a container
    /// whose supervisor is gone is asked for each time, and gets a new one.
    @Override
    public boolean hasEnded() throws IOException, InterruptedException {
        if (!supervision.isOver()) {
            return false;
        }
        inspect();
        if (seen.filter(Inspection::isRunning).isPresent()) {
            superviseAnew();
            return false;
        }
        return true;
    }

    private void superviseAnew() throws IOException {
        run.clear();
        try {
            start();
        } catch (LaunchFailure noDocker) {
            throw new IOException(noDocker.sentence(), noDocker);
        }
    }

    private void inspect() throws IOException, InterruptedException {
        seen = machine.docker().inspect(name);
    }

    @Override
    public void terminate() throws IOException, InterruptedException {
        inspect();
        machine.docker().signal(name, seen.map(Inspection::stopSignal).orElse("TERM"));
    }

    @Override
    public void kill() throws IOException, InterruptedException {
        machine.docker().signal(name, "KILL");
    }

    /// The engine ends the whole container itself.
    @Override
    public boolean ranOutOfMemory() {
        return false;
    }

    @Override
    public Conclusion conclude() throws IOException, InterruptedException {
        inspect();
        if (seen.isEmpty()) {
            return Conclusion.unknown("The container was removed by somebody else");
        }
        var inspection = seen.get();
        if (inspection.isCreated()) {
            var status = run.ending().map(Ending::status).orElse(125);
            return Conclusion.of(
                    false,
                    "Container could not be started: 'docker start' exited with status " + status);
        }
        if (inspection.outOfMemory()) {
            var limit = Limits.of(task.task()).memoryLimit();
            return Conclusion.outOfMemory(Limits.exceeded(limit, limit));
        }
        var ending = new Ending(inspection.exitCode());
        return Conclusion.of(ending.isSuccess(), ending.describeContainer());
    }

    @Override
    public void clean() throws IOException, InterruptedException {
        if (machine.docker().program().isPresent()) {
            machine.docker().remove(name);
        }
    }

    @Override
    public ContainerStatus container() {
        var ip = seen.flatMap(Inspection::address).orElse(machine.ip());
        return Containers.status(task.containerId(), ip).build();
    }

    /// On the host's network, the host's own; else the container's, whatever it publishes.
    @Override
    public Optional<String> address(boolean newer) {
        if (task.task().getContainer().getDocker().getNetwork() == DockerInfo.Network.HOST) {
            return Optional.of(newer ? "::1" : "127.0.0.1");
        }
        return newer ? Optional.empty() : seen.flatMap(Inspection::address);
    }

    @Override
    public Beside beside(CommandInfo command, Duration limit) throws IOException {
        return BesideContainer.start(machine.docker(), name, command);
    }

    @Override
    public String inspection() {
        return seen.map(Inspection::json)
                .filter(json -> json.length() <= MAX_INSPECTION)
                .orElse("");
    }

    @Override
    public Usage usage() {
        return Usage.UNKNOWN;
    }
}
