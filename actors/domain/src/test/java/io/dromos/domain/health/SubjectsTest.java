package io.dromos.domain.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.ApplicationFact.InstancePlanned;
import io.dromos.events.facts.ApplicationFact.KillRequested;
import io.dromos.events.facts.ApplicationFact.Placement;
import io.dromos.events.facts.ApplicationFact.TaskObserved;
import io.dromos.events.facts.ApplicationFact.VersionAdopted;
import io.dromos.events.facts.Target;
import io.dromos.events.facts.VersionInfo;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Container;
import io.dromos.events.spec.Health;
import io.dromos.events.spec.HealthCheck;
import io.dromos.events.spec.HealthCheck.Protocol;
import io.dromos.events.spec.Network;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.PortMapping;
import io.dromos.events.spec.ReadinessCheck;
import io.dromos.events.state.ApplicationState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubjectsTest {

    private static final AppId WEB = new AppId("/web");
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Version OLD = new Version(AT);
    private static final Version NEW = new Version(AT.plusSeconds(60));
    private static final TaskId TASK = TaskId.of(InstanceId.of(WEB, "1"), 1);

    private final ApplicationSpec plain =
            ApplicationSpec.ofCommand("serve")
                    .withPorts(List.of(definition("web"), definition("admin")), Optional.empty());

    @Test
    void a_task_on_the_host_network_is_asked_at_its_agent_and_host_ports() {
        assertThat(address(plain, check(0, null))).isEqualTo("10.0.0.7:31001");
        assertThat(address(plain, check(1, null))).isEqualTo("10.0.0.7:31002");
        assertThat(address(plain, check(null, null))).isEqualTo("10.0.0.7:31001");
        assertThat(address(plain, check(1, 8080))).isEqualTo("10.0.0.7:8080");
        assertThat(address(plain, check(2, null))).isEqualTo("nowhere");
    }

    @Test
    void a_port_of_a_container_is_asked_at_the_agent_if_published_or_at_the_container() {
        var spec = contained(mapping("web", 80, Optional.of(0)), mapping("admin", 81, none()));
        assertThat(address(spec, check(0, null))).isEqualTo("10.0.0.7:31001");
        assertThat(address(spec, check(null, 31001))).isEqualTo("10.0.0.7:31001");
        assertThat(address(spec, check(1, null))).isEqualTo("172.17.0.2:81");
        for (int others : new int[] {80, 99, 5051, 31002})
            assertThat(address(spec, check(0, others))).isEqualTo("172.17.0.2:" + others);
        var inside = contained(mapping("web", 80, none()));
        assertThat(address(inside, check(0, null))).isEqualTo("172.17.0.2:80");
        assertThat(address(inside, check(0, 99))).isEqualTo("172.17.0.2:99");
    }

    @Test
    void a_check_is_asked_as_it_says() {
        var https =
                new HealthCheck(
                        Protocol.HTTPS,
                        Optional.of("health?a=b"),
                        none(),
                        Optional.of(0),
                        none(),
                        HealthCheck.IpVersion.IPV4,
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(7),
                        Duration.ZERO,
                        3);
        assertThat(question(plain, https))
                .contains(
                        new Question.Get(
                                "10.0.0.7",
                                31001,
                                true,
                                "/health?a=b",
                                false,
                                Duration.ofSeconds(7)));
        assertThat(question(plain, HealthCheck.of(Protocol.TCP)))
                .contains(new Question.Connect("10.0.0.7", 31001, HealthCheck.TIMEOUT));
    }

    @Test
    void readiness_is_asked_at_the_port_of_its_name_and_over_tls_if_it_says_so() {
        for (boolean secure : new boolean[] {true, false}) {
            var check = readiness(secure, true);
            var spec = plain.withHealth(new Health(List.of(), Optional.of(check), none()));
            assertThat(subjects(running(spec)).getFirst().readiness().orElseThrow().question())
                    .contains(
                            new Question.Get(
                                    "10.0.0.7", 31002, secure, "/ready", true, check.timeout()));
        }
    }

    @Test
    void checks_of_the_agent_are_not_the_servers() {
        for (var protocol : Protocol.values()) {
            var state = running(with(HealthCheck.of(protocol)));
            assertThat(subjects(state)).as(protocol.name()).hasSize(protocol.isByServer() ? 1 : 0);
            assertThat(Subjects.isNeeded(state)).isEqualTo(protocol.isByServer());
        }
    }

    @Test
    void only_tasks_that_run_are_asked_and_those_on_a_silent_agent_kept_in_sight() {
        var spec = with(HealthCheck.of(Protocol.HTTP));
        assertThat(subjects(planned(spec))).isEmpty();
        assertThat(subjects(observed(planned(spec), TaskState.STAGING))).isEmpty();
        var running = observed(planned(spec), TaskState.RUNNING);
        assertThat(subjects(running)).extracting(Subject::reachable).containsExactly(true);
        assertThat(subjects(observed(running, TaskState.UNREACHABLE)))
                .extracting(Subject::reachable)
                .containsExactly(false);
        var killed = new KillRequested(WEB, TASK.instance(), "unhealthy", false, AT);
        assertThat(subjects(running.evolve(killed))).isEmpty();
        assertThat(subjects(observed(running, TaskState.FAILED))).isEmpty();
    }

    @Test
    void a_task_of_an_old_configuration_is_asked_by_its_own_checks() {
        var old = with(HealthCheck.of(Protocol.TCP));
        var state = adopted(running(old), with(HealthCheck.of(Protocol.HTTP)), NEW, 2);
        assertThat(protocols(state)).containsExactly(Protocol.TCP);
    }

    @Test
    void a_task_is_asked_though_its_application_was_removed_and_made_anew_meanwhile() {
        var old = with(HealthCheck.of(Protocol.TCP));
        var removal = new Target.Remove(new Version(AT.plusSeconds(30)));
        var removed =
                running(old).evolve(new VersionAdopted(WEB, 2, new DeploymentId("d"), removal, AT));
        assertThat(protocols(removed)).containsExactly(Protocol.TCP);
        var state = adopted(removed, plain, NEW, 3);
        assertThat(Subjects.isNeeded(state)).isTrue();
        assertThat(protocols(state)).containsExactly(Protocol.TCP);
    }

    private static List<Protocol> protocols(ApplicationState state) {
        return subjects(state).stream()
                .map(subject -> subject.checks().getFirst().check().protocol())
                .toList();
    }

    @Test
    void a_body_is_read_only_if_it_is_to_be_shown() {
        for (boolean shown : new boolean[] {true, false}) {
            var check = Optional.of(readiness(false, shown));
            var spec = plain.withHealth(new Health(List.of(), check, none()));
            assertThat(subjects(running(spec)).getFirst().readiness().orElseThrow().question())
                    .map(question -> ((Question.Get) question).body())
                    .contains(shown);
        }
    }

    private static ReadinessCheck readiness(boolean secure, boolean shown) {
        var plainly = ReadinessCheck.DEFAULT;
        return new ReadinessCheck(
                "x",
                secure,
                "/ready",
                "admin",
                plainly.interval(),
                plainly.timeout(),
                plainly.readyCodes(),
                shown);
    }

    private static String address(ApplicationSpec spec, HealthCheck check) {
        return question(spec, check).map(it -> it.host() + ":" + it.port()).orElse("nowhere");
    }

    private static Optional<Question> question(ApplicationSpec spec, HealthCheck check) {
        var asked = spec.withHealth(new Health(List.of(check), none(), none()));
        return subjects(running(asked)).getFirst().checks().getFirst().question();
    }

    private static List<Subject> subjects(ApplicationState state) {
        return Subjects.of(state);
    }

    private ApplicationSpec with(HealthCheck check) {
        return plain.withHealth(new Health(List.of(check), none(), none()));
    }

    private static HealthCheck check(@Nullable Integer index, @Nullable Integer port) {
        var plain = HealthCheck.of(Protocol.HTTP);
        return new HealthCheck(
                plain.protocol(),
                plain.path(),
                Optional.ofNullable(port),
                Optional.ofNullable(index),
                plain.command(),
                plain.ipVersion(),
                plain.gracePeriod(),
                plain.interval(),
                plain.timeout(),
                plain.delay(),
                plain.maxConsecutiveFailures());
    }

    private ApplicationSpec contained(PortMapping... mappings) {
        var container = new Container(Container.Type.DOCKER, none(), List.of(mappings), List.of());
        return new ApplicationSpec(
                plain.cmd(),
                plain.args(),
                1,
                plain.resources(),
                plain.env(),
                plain.labels(),
                plain.constraints(),
                Optional.of(container),
                List.of(Network.BRIDGE),
                List.of(),
                false,
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

    private static PortDefinition definition(String name) {
        return new PortDefinition(0, "tcp", Optional.of(name), Map.of());
    }

    private static PortMapping mapping(String name, int container, Optional<Integer> host) {
        return new PortMapping(container, host, 0, "tcp", Optional.of(name), Map.of(), List.of());
    }

    private static ApplicationState running(ApplicationSpec spec) {
        return observed(planned(spec), TaskState.RUNNING);
    }

    private static ApplicationState planned(ApplicationSpec spec) {
        return adopted(ApplicationState.empty(WEB), spec, OLD, 1).evolve(plan(TASK, spec));
    }

    private static ApplicationFact plan(TaskId task, ApplicationSpec spec) {
        var ports =
                spec.onHostNetwork()
                        ? List.of(31001, 31002)
                        : List.of(31001).subList(0, published(spec));
        var place =
                new Placement(
                        new AgentId("a"), "host7", "10.0.0.7", ports, Map.of(), none(), none());
        return new InstancePlanned(WEB, task.instance(), task, OLD, place, 1, AT);
    }

    private static int published(ApplicationSpec spec) {
        return (int)
                spec.container().orElseThrow().portMappings().stream()
                        .filter(it -> it.hostPort().isPresent())
                        .count();
    }

    private static ApplicationState adopted(
            ApplicationState state, ApplicationSpec spec, Version version, long admission) {
        var run = new Target.Run(version, VersionInfo.fresh(version), spec);
        return state.evolve(new VersionAdopted(WEB, admission, new DeploymentId("d"), run, AT));
    }

    private static ApplicationState observed(ApplicationState state, TaskState news) {
        return state.evolve(observed(TASK, news));
    }

    private static ApplicationFact observed(TaskId task, TaskState news) {
        return new TaskObserved(
                WEB, task, news, none(), "", none(), none(), List.of("172.17.0.2"), AT);
    }

    private static <T> Optional<T> none() {
        return Optional.empty();
    }
}
