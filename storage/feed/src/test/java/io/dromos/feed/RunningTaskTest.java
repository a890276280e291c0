package io.dromos.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.InstanceId;
import io.dromos.events.PersistenceIds;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.Version;
import io.dromos.events.facts.Action;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.Fact;
import io.dromos.events.facts.Target;
import io.dromos.events.facts.VersionInfo;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Container;
import io.dromos.events.spec.Network;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.PortMapping;
import io.dromos.events.state.State;
import io.dromos.feed.RunningTask.Port;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunningTaskTest {

    private static final AppId WEB = new AppId("/web");
    private static final Version OLD = version(1);
    private static final Version NEW = version(2);

    private final Map<String, State> states = new HashMap<>();
    private long admissions;

    @Test
    void ports_on_the_host_network_stand_in_the_order_of_their_definitions() {
        var spec =
                onHost(
                        new PortDefinition(10_000, "tcp", Optional.of("http"), Map.of()),
                        new PortDefinition(10_001, "udp,tcp", Optional.empty(), Map.of()));
        admit(OLD, spec);
        run("u1", OLD, 31_005, 31_001);
        assertThat(tasks())
                .singleElement()
                .extracting(RunningTask::ports)
                .isEqualTo(
                        List.of(
                                new Port(
                                        31_005,
                                        Optional.of(31_005),
                                        10_000,
                                        List.of("tcp"),
                                        Optional.of("http")),
                                new Port(
                                        31_001,
                                        Optional.of(31_001),
                                        10_001,
                                        List.of("udp", "tcp"),
                                        Optional.empty())));
    }

    @Test
    void only_published_mappings_take_host_ports() {
        var spec =
                onBridge(
                        mapping(5_000, Optional.empty()),
                        mapping(8_080, Optional.of(0)),
                        mapping(0, Optional.of(0)),
                        mapping(0, Optional.empty()));
        admit(OLD, spec);
        run("u1", OLD, 31_005, 31_001);
        assertThat(tasks().getFirst().ports())
                .extracting(Port::container, Port::host, Port::effective)
                .containsExactly(
                        tuple(5_000, Optional.empty(), 5_000),
                        tuple(8_080, Optional.of(31_005), 31_005),
                        tuple(31_001, Optional.of(31_001), 31_001));
    }

    @Test
    void a_task_keeps_the_ports_of_the_definition_it_was_launched_from() {
        admit(OLD, onHost(new PortDefinition(1, "tcp", Optional.of("old"), Map.of())));
        run("u1", OLD, 31_000);
        admit(NEW, onHost(new PortDefinition(2, "tcp", Optional.of("new"), Map.of())));
        run("u2", NEW, 31_001);
        assertThat(tasks())
                .extracting(task -> task.ports().getFirst().name().orElseThrow())
                .containsExactly("old", "new");
    }

    @Test
    void a_task_outlives_the_definition_of_an_application_that_is_being_removed() {
        admit(OLD, onHost(new PortDefinition(1, "tcp", Optional.of("old"), Map.of())));
        run("u1", OLD, 31_000);
        var deployment = change(NEW);
        fold(PersistenceIds.CATALOG, new CatalogFact.RemovalAdmitted(WEB, deployment, OLD, NEW, 0));
        fold(
                PersistenceIds.of(WEB),
                new ApplicationFact.VersionAdopted(
                        WEB, admissions, deployment, new Target.Remove(NEW), Instant.EPOCH));
        assertThat(tasks().getFirst().ports()).hasSize(1);
        fold(
                PersistenceIds.CATALOG,
                new CatalogFact.DeploymentClosed(
                        deployment, CatalogFact.Outcome.CANCELLED, Instant.EPOCH));
        admit(version(3), onHost());
        assertThat(tasks().getFirst().ports()).as("made anew").hasSize(1);
    }

    @Test
    void a_task_of_a_definition_nobody_remembers_has_no_ports() {
        admit(OLD, onHost());
        run("u1", version(9), 31_000);
        assertThat(tasks())
                .singleElement()
                .extracting(RunningTask::spec)
                .isEqualTo(Optional.empty());
        assertThat(tasks().getFirst().ports()).isEmpty();
    }

    @Test
    void what_does_not_run_yet_or_no_more_is_left_out() {
        admit(OLD, onHost());
        var staged = plan("u1", OLD);
        run("u2", OLD);
        var ended = run("u3", OLD);
        observe(staged, TaskState.STAGING);
        observe(ended, TaskState.FINISHED);
        assertThat(tasks())
                .extracting(task -> task.task().id().value())
                .containsExactly("web.instance-u2._app.1");
        assertThat(RunningTask.of(view(), new AppId("/unknown"))).isEmpty();
    }

    private List<RunningTask> tasks() {
        return RunningTask.of(view(), WEB);
    }

    private View view() {
        var folded = new HashMap<String, Folded<State>>();
        states.forEach((persistenceId, state) -> folded.put(persistenceId, new Folded<>(state, 1)));
        var nothing = Seed.nothing(new UUID(0, 0));
        return View.of(new Seed(nothing.position(), folded));
    }

    private DeploymentId change(Version version) {
        var deployment = new DeploymentId("d" + ++admissions);
        fold(
                PersistenceIds.CATALOG,
                new CatalogFact.ChangeAdmitted(
                        new ChangeId("c" + admissions),
                        deployment,
                        version,
                        admissions,
                        1,
                        1,
                        List.of(),
                        Optional.empty(),
                        Instant.EPOCH));
        return deployment;
    }

    private void admit(Version version, ApplicationSpec spec) {
        var deployment = change(version);
        var info = VersionInfo.fresh(version);
        fold(
                PersistenceIds.CATALOG,
                new CatalogFact.ApplicationAdmitted(
                        WEB, deployment, Optional.empty(), version, info, spec, 0, Action.SCALE));
        fold(
                PersistenceIds.of(WEB),
                new ApplicationFact.VersionAdopted(
                        WEB,
                        admissions,
                        deployment,
                        new Target.Run(version, info, spec),
                        Instant.EPOCH));
    }

    private TaskId plan(String uuid, Version config, Integer... hostPorts) {
        var instance = InstanceId.of(WEB, uuid);
        var task = TaskId.of(instance, 1);
        var placement =
                new ApplicationFact.Placement(
                        new AgentId("S0"),
                        "host",
                        "10.0.0.1",
                        List.of(hostPorts),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty());
        fold(
                PersistenceIds.of(WEB),
                new ApplicationFact.InstancePlanned(
                        WEB, instance, task, config, placement, 1, Instant.EPOCH));
        return task;
    }

    private TaskId run(String uuid, Version config, Integer... hostPorts) {
        var task = plan(uuid, config, hostPorts);
        observe(task, TaskState.RUNNING);
        return task;
    }

    private void observe(TaskId task, TaskState state) {
        fold(
                PersistenceIds.of(WEB),
                new ApplicationFact.TaskObserved(
                        WEB,
                        task,
                        state,
                        Optional.empty(),
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Instant.EPOCH));
    }

    private void fold(String persistenceId, Fact fact) {
        var state = states.getOrDefault(persistenceId, State.empty(persistenceId));
        states.put(persistenceId, State.evolve(state, fact));
    }

    private static ApplicationSpec onHost(PortDefinition... definitions) {
        return ApplicationSpec.ofCommand("sleep 1")
                .withPorts(List.of(definitions), Optional.empty());
    }

    private static ApplicationSpec onBridge(PortMapping... mappings) {
        var plain = ApplicationSpec.ofCommand("sleep 1");
        return new ApplicationSpec(
                plain.cmd(),
                plain.args(),
                plain.instances(),
                plain.resources(),
                plain.env(),
                plain.labels(),
                plain.constraints(),
                Optional.of(
                        new Container(
                                Container.Type.DOCKER,
                                Optional.empty(),
                                List.of(mappings),
                                List.of())),
                List.of(Network.BRIDGE),
                plain.portDefinitions(),
                plain.requirePorts(),
                plain.fetch(),
                plain.upgradeStrategy(),
                plain.backoff(),
                plain.killSelection(),
                plain.unreachable(),
                plain.killGracePeriod(),
                plain.dependencies(),
                plain.user(),
                plain.role(),
                plain.acceptedResourceRoles(),
                plain.executor(),
                plain.health());
    }

    private static PortMapping mapping(int containerPort, Optional<Integer> hostPort) {
        return new PortMapping(
                containerPort, hostPort, 10_000, "tcp", Optional.empty(), Map.of(), List.of());
    }

    private static Version version(int second) {
        return new Version(Instant.ofEpochSecond(second));
    }
}
