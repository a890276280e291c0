package io.dromos.domain.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.AppId;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Container;
import io.dromos.events.spec.Health;
import io.dromos.events.spec.HealthCheck;
import io.dromos.events.spec.HealthCheck.IpVersion;
import io.dromos.events.spec.HealthCheck.Protocol;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.ReadinessCheck;
import io.dromos.events.spec.TaskCheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HealthRulesTest {

    private static final AppId APP = new AppId("/web");
    private static final String INDICES =
            "Health check port indices must address an element of the ports array or container port"
                    + " mappings.";

    @Test
    void nothing_asked_breaks_no_rule_and_leaves_no_trace() {
        var spec = ApplicationSpec.ofCommand("sleep 1").withHealth(Health.NONE);
        assertThat(spec.health()).isEmpty();
        assertThat(broken(spec)).isEmpty();
    }

    @Test
    void an_index_addresses_a_port_whoever_asks() {
        for (var protocol : List.of(Protocol.HTTP, Protocol.TCP, Protocol.MESOS_TCP)) {
            assertThat(broken(ported("a"), indexed(protocol, Optional.of(0)))).isEmpty();
            assertThat(broken(ported("a"), indexed(protocol, Optional.of(1))))
                    .containsExactly(new Violation("/healthChecks(0)", INDICES));
        }
    }

    @Test
    void without_an_index_the_server_does_not_guess_and_the_agent_takes_the_first_port() {
        var two = ported("a", "b");
        assertThat(broken(ported("a"), indexed(Protocol.TCP, Optional.empty()))).isEmpty();
        assertThat(broken(two, indexed(Protocol.TCP, Optional.empty())))
                .containsExactly(new Violation("/healthChecks(0)", INDICES));
        assertThat(broken(two, indexed(Protocol.MESOS_TCP, Optional.empty()))).isEmpty();
        assertThat(broken(ported(), indexed(Protocol.MESOS_TCP, Optional.empty())))
                .containsExactly(new Violation("/healthChecks(0)", INDICES));
    }

    @Test
    void a_command_is_there_exactly_if_the_protocol_is_that() {
        var command = new HealthCheckBuilder(Protocol.COMMAND);
        assertThat(broken(ported(), command.build()))
                .containsExactly(
                        new Violation(
                                "/healthChecks(0)",
                                "illegal protocol COMMAND for non-command health check"));
        command.command = Optional.of("true");
        assertThat(broken(ported(), command.build())).isEmpty();
        var other = new HealthCheckBuilder(Protocol.MESOS_TCP);
        other.command = Optional.of("true");
        assertThat(broken(ported("a"), other.build()))
                .containsExactly(
                        new Violation(
                                "/healthChecks(0)",
                                "illegal protocol MESOS_TCP specified with command"));
    }

    @Test
    void one_check_at_most_is_the_agents_and_commands_do_not_count() {
        var command = new HealthCheckBuilder(Protocol.COMMAND);
        command.command = Optional.of("true");
        assertThat(broken(ported("a"), command.build(), HealthCheck.of(Protocol.MESOS_TCP)))
                .isEmpty();
        assertThat(
                        broken(
                                ported("a"),
                                HealthCheck.of(Protocol.MESOS_TCP),
                                HealthCheck.of(Protocol.MESOS_HTTP)))
                .containsExactly(
                        new Violation(
                                "/", "AppDefinition can contain at most one Mesos health check"));
    }

    @Test
    void the_server_makes_all_or_the_agent() {
        var by = indexed(Protocol.HTTP, Optional.of(0));
        assertThat(broken(ported("a"), by, indexed(Protocol.TCP, Optional.of(0)))).isEmpty();
        assertThat(broken(ported("a"), by, indexed(Protocol.MESOS_TCP, Optional.of(0))))
                .extracting(Violation::path)
                .containsExactly("/healthChecks");
    }

    @Test
    void a_path_goes_into_a_request_and_may_not_end_its_line() {
        var check = ReadinessCheck.DEFAULT;
        for (var path : List.of("/a b", "/\r\nHost: x", "/\u0000", "/\u007f")) {
            var readiness =
                    new ReadinessCheck(
                            check.name(),
                            false,
                            path,
                            "a",
                            check.interval(),
                            check.timeout(),
                            check.readyCodes(),
                            false);
            var spec =
                    ported("a")
                            .withHealth(
                                    new Health(
                                            List.of(), Optional.of(readiness), Optional.empty()));
            assertThat(violations(spec))
                    .extracting(Violation::path)
                    .containsExactly("/readinessChecks(0)/path");
        }
    }

    @Test
    void version_six_is_for_the_agents_checks_of_docker_containers() {
        var check = new HealthCheckBuilder(Protocol.MESOS_TCP);
        check.ipVersion = IpVersion.IPV6;
        assertThat(broken(ported("a"), check.build()))
                .singleElement()
                .satisfies(it -> assertThat(it.message()).startsWith("IPv6 is only for"));
        var docker = contained(ported("a"), Container.Type.DOCKER);
        assertThat(broken(docker, check.build())).isEmpty();
        var server = new HealthCheckBuilder(Protocol.TCP);
        server.ipVersion = IpVersion.IPV6;
        assertThat(broken(docker, server.build())).hasSize(1);
    }

    @Test
    void a_readiness_check_names_a_port_and_ends_before_the_next_begins() {
        var slow =
                new ReadinessCheck(
                        "ready",
                        false,
                        "/",
                        "http-api",
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        List.of(200),
                        false);
        var health = new Health(List.of(), Optional.of(slow), Optional.empty());
        assertThat(broken(ported("web").withHealth(health)))
                .containsExactly(
                        new Violation(
                                "/readinessChecks(0)/portName",
                                "No port definition reference for portName http-api"),
                        new Violation(
                                "/readinessChecks(0)/timeoutSeconds",
                                "got 30, expected less than 30"));
    }

    @Test
    void a_mesos_check_addresses_a_port_and_is_not_for_docker() {
        var check =
                new TaskCheck(
                        new TaskCheck.Tcp(Optional.empty(), Optional.of(1)),
                        HealthCheck.INTERVAL,
                        HealthCheck.TIMEOUT,
                        HealthCheck.DELAY);
        var health = new Health(List.of(), Optional.empty(), Optional.of(check));
        var docker = contained(ported("a"), Container.Type.DOCKER).withHealth(health);
        assertThat(broken(docker))
                .containsExactly(
                        new Violation("/", "AppDefinition must not use 'checks' if using docker"),
                        new Violation(
                                "/check/get",
                                "check port index must address an element of the ports array or"
                                        + " container port mappings."));
        assertThat(broken(ported("a", "b").withHealth(health))).isEmpty();
    }

    @Test
    void what_is_said_replaces_and_what_is_not_said_stays() {
        var twice = List.of(HealthCheck.of(Protocol.TCP), HealthCheck.of(Protocol.TCP));
        var said =
                new HealthPatch(
                        Optional.of(twice),
                        Optional.of(List.of(ReadinessCheck.DEFAULT)),
                        Optional.empty());
        var first = said.over(Health.NONE);
        assertThat(first.checks()).containsExactly(HealthCheck.of(Protocol.TCP));
        assertThat(HealthPatch.NOTHING.over(first)).isEqualTo(first);
        var cleared =
                new HealthPatch(Optional.of(List.of()), Optional.of(List.of()), Optional.empty());
        assertThat(cleared.over(first)).isEqualTo(Health.NONE);
    }

    private static List<Violation> broken(ApplicationSpec spec, HealthCheck... checks) {
        if (checks.length == 0) return violations(spec);
        return violations(
                spec.withHealth(new Health(List.of(checks), Optional.empty(), Optional.empty())));
    }

    private static List<Violation> violations(ApplicationSpec spec) {
        return Rules.violations(APP, spec, List.of("*"));
    }

    private static ApplicationSpec ported(String... names) {
        var ports =
                Stream.of(names)
                        .map(name -> new PortDefinition(0, "tcp", Optional.of(name), Map.of()))
                        .toList();
        return ApplicationSpec.ofCommand("sleep 1").withPorts(ports, Optional.empty());
    }

    private static ApplicationSpec contained(ApplicationSpec spec, Container.Type type) {
        var image = new Container.Docker("nginx", false, false, List.of());
        var container = new Container(type, Optional.of(image), List.of(), List.of());
        return spec.withPorts(spec.portDefinitions(), Optional.of(container));
    }

    private static HealthCheck indexed(Protocol protocol, Optional<Integer> index) {
        var check = new HealthCheckBuilder(protocol);
        check.index = index;
        return check.build();
    }

    private static final class HealthCheckBuilder {
        private final HealthCheck base;
        private Optional<Integer> index;
        private Optional<String> command = Optional.empty();
        private IpVersion ipVersion = IpVersion.IPV4;

        HealthCheckBuilder(Protocol protocol) {
            base = HealthCheck.of(protocol);
            index = base.portIndex();
        }

        HealthCheck build() {
            return new HealthCheck(
                    base.protocol(),
                    base.path(),
                    base.port(),
                    index,
                    command,
                    ipVersion,
                    base.gracePeriod(),
                    base.interval(),
                    base.timeout(),
                    base.delay(),
                    base.maxConsecutiveFailures());
        }
    }
}
