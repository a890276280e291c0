package io.dromos.agent.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real agent in a process of its own, under a real master, killed as hard as a process can be.
class AgentProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path directory;
    private final List<Process> agents = new ArrayList<>();
    private Master master;
    private TestScheduler scheduler;
    private String address = "";

    @BeforeEach
    void start() throws Exception {
        master = Master.start(Master.Options.local(0));
        scheduler = new TestScheduler(master.address(), SchedulerJson.Format.PROTOBUF);
        scheduler.subscribe(60);
        agent();
    }

    @AfterEach
    void stop() throws Exception {
        stopAll();
        agents.forEach(Process::destroyForcibly);
        scheduler.close();
        master.close();
    }

    @Test
    void tasks_outlive_an_agent_that_is_killed_and_their_ends_are_told_by_the_next()
            throws Exception {
        launch("keep", "echo $$ >pid; exec sleep 1000");
        launch("end", "while [ ! -e go ]; do sleep 0.05; done; exit 3");
        var keep = awaitState("keep", TaskState.TASK_RUNNING);
        awaitState("end", TaskState.TASK_RUNNING);
        var pid = Files.readString(file("keep", "pid")).trim();
        agents.getFirst().destroyForcibly().waitFor();
        Files.createFile(file("end", "go"));
        agent();
        assertThat(awaitState("end", TaskState.TASK_FAILED).getMessage())
                .isEqualTo("Command exited with status 3");
        assertThat(Path.of("/proc", pid)).exists();
        var call = Call.newBuilder().setType(Call.Type.KILL);
        call.getKillBuilder()
                .setTaskId(TaskID.newBuilder().setValue("keep"))
                .setAgentId(keep.getAgentId());
        scheduler.call(call);
        var end = awaitState("keep", TaskState.TASK_KILLED);
        assertThat(end.getAgentId()).as("the agent kept its id").isEqualTo(keep.getAgentId());
        assertThat(end.getContainerStatus()).isEqualTo(keep.getContainerStatus());
    }

    @Test
    void an_agent_told_to_end_leaves_its_tasks_and_the_next_can_stop_them() throws Exception {
        launch("stay", "echo $$ >pid; exec sleep 1000");
        awaitState("stay", TaskState.TASK_RUNNING);
        var process = Path.of("/proc", Files.readString(file("stay", "pid")).trim());
        agents.getFirst().destroy();
        agents.getFirst().waitFor();
        assertThat(process).exists();
        agent();
        assertThat(stopAll()).isEqualTo("{\"stopped\":1}");
        assertThat(process).doesNotExist();
        awaitState("stay", TaskState.TASK_KILLED);
    }

    private void agent() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command =
                List.of(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.dromos.agent.Main",
                        "--agent",
                        "--master",
                        "127.0.0.1:" + master.address().getPort(),
                        "--agent-port",
                        "0",
                        "--work-dir",
                        directory.resolve("agent").toString());
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        agents.add(process);
        var out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var line = out.readLine();
        while (line != null && !line.startsWith("ready ")) {
            line = out.readLine();
        }
        assertThat(line).isNotNull();
        address = String.valueOf(line).replaceFirst(".*agent=", "");
    }

    private String stopAll() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create("http://" + address + "/tasks/stop-all"))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    private void launch(String id, String shell) throws Exception {
        var offer =
                await().atMost(PATIENCE)
                        .until(
                                () -> offers().stream().filter(this::isUnused).findFirst(),
                                java.util.Optional::isPresent)
                        .orElseThrow();
        var task =
                TaskInfo.newBuilder()
                        .setName(id)
                        .setTaskId(TaskID.newBuilder().setValue(id))
                        .setAgentId(offer.getAgentId())
                        .setCommand(CommandInfo.newBuilder().setValue(shell));
        for (var resource : offer.getResourcesList()) {
            var amount = resource.getName().equals("cpus") ? 0.1 : 32;
            if (List.of("cpus", "mem").contains(resource.getName())) {
                task.addResources(
                        resource.toBuilder().setScalar(Value.Scalar.newBuilder().setValue(amount)));
            }
        }
        var call = Call.newBuilder().setType(Call.Type.ACCEPT);
        var accept = call.getAcceptBuilder().addOfferIds(offer.getId());
        accept.getFiltersBuilder().setRefuseSeconds(0);
        accept.addOperationsBuilder()
                .setType(Offer.Operation.Type.LAUNCH)
                .getLaunchBuilder()
                .addTaskInfos(task);
        used.add(offer.getId().getValue());
        assertThat(scheduler.call(call)).isEqualTo(202);
    }

    private final List<String> used = new ArrayList<>();

    private boolean isUnused(Offer offer) {
        return !used.contains(offer.getId().getValue());
    }

    private List<Offer> offers() {
        return scheduler.events.stream()
                .filter(event -> event.getType() == Event.Type.OFFERS)
                .flatMap(event -> event.getOffers().getOffersList().stream())
                .toList();
    }

    /// Acknowledges all that comes on the way.
    private TaskStatus awaitState(String task, TaskState state) {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            for (var status : statuses(task)) {
                                acknowledge(status);
                            }
                            return statuses(task).stream()
                                    .filter(one -> one.getState() == state)
                                    .findFirst();
                        },
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    /// By identity: an agent that was killed before it noted an acknowledgement sends its update
    /// again, and waits for another one.
    private final Set<TaskStatus> acknowledged = Collections.newSetFromMap(new IdentityHashMap<>());

    private void acknowledge(TaskStatus status) throws Exception {
        if (status.hasUuid() && acknowledged.add(status)) {
            var call = Call.newBuilder().setType(Call.Type.ACKNOWLEDGE);
            call.getAcknowledgeBuilder()
                    .setAgentId(status.getAgentId())
                    .setTaskId(status.getTaskId())
                    .setUuid(status.getUuid());
            scheduler.call(call);
        }
    }

    private List<TaskStatus> statuses(String task) {
        return scheduler.events.stream()
                .filter(event -> event.getType() == Event.Type.UPDATE)
                .map(event -> event.getUpdate().getStatus())
                .filter(status -> status.getTaskId().getValue().equals(task))
                .toList();
    }

    private Path file(String task, String name) throws IOException {
        try (var found =
                Files.find(
                        directory.resolve("agent/slaves"),
                        12,
                        (path, any) -> path.endsWith("executors/" + task + "/runs/latest"))) {
            return found.findFirst().orElseThrow().toRealPath().resolve(name);
        }
    }
}
