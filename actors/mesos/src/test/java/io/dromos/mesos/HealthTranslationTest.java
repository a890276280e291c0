package io.dromos.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TextFormat;
import io.dromos.domain.mesos.TaskLaunch;
import io.dromos.events.FrameworkId;
import io.dromos.events.spec.Health;
import io.dromos.events.spec.HealthCheck;
import io.dromos.events.spec.HealthCheck.IpVersion;
import io.dromos.events.spec.HealthCheck.Protocol;
import io.dromos.events.spec.Network;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.TaskCheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.junit.jupiter.api.Test;

class HealthTranslationTest {

    private static final String TIMES =
            """
            delay_seconds: 1.0
            interval_seconds: 2.0
            timeout_seconds: 3.0
            consecutive_failures: 4
            grace_period_seconds: 5.0
            """;

    @Test
    void what_the_server_carries_out_is_none_of_the_agents_business() {
        var task = task(onHost(check(Protocol.HTTP, Optional.of(0))));
        assertThat(task.hasHealthCheck()).isFalse();
        assertThat(task.hasCheck()).isFalse();
    }

    @Test
    void a_command_is_a_shell_command() {
        var task = task(onHost(check(Protocol.COMMAND, Optional.empty())));
        assertThat(text(task.getHealthCheck()))
                .isEqualTo(TIMES + "command {\n  value: \"test -e ok\"\n}\ntype: COMMAND\n");
    }

    @Test
    void on_the_host_network_the_port_that_was_given_is_asked() {
        var task = task(onHost(check(Protocol.MESOS_HTTP, Optional.of(1))));
        assertThat(task.getHealthCheck().getHttp())
                .isEqualTo(http("http", 31_001, Protos.NetworkInfo.Protocol.IPv4));
        assertThat(task.getHealthCheck().getType()).isEqualTo(Protos.HealthCheck.Type.HTTP);
        assertThat(task.getHealthCheck().getConsecutiveFailures()).isEqualTo(4);
        assertThat(
                        task(onHost(check(Protocol.MESOS_HTTPS, Optional.of(0))))
                                .getHealthCheck()
                                .getHttp())
                .isEqualTo(http("https", 31_000, Protos.NetworkInfo.Protocol.IPv4));
    }

    @Test
    void behind_a_bridge_the_containers_own_port_is_asked() {
        var specs = bridged(check(Protocol.MESOS_TCP, Optional.of(1)));
        assertThat(text(task(specs.launch(31_000, 31_001)).getHealthCheck()))
                .isEqualTo(TIMES + "type: TCP\ntcp {\n  port: 81\n  protocol: IPv4\n}\n");
    }

    @Test
    void a_container_port_left_open_is_the_hosts() {
        var specs = bridged(check(Protocol.MESOS_TCP, Optional.of(0)));
        specs.container =
                Optional.of(Specs.docker("nginx:1", Specs.mapping(0, Optional.of(0), "any")));
        assertThat(task(specs.launch(31_000)).getHealthCheck().getTcp().getPort())
                .isEqualTo(31_000);
    }

    @Test
    void without_an_index_the_first_port_is_asked_and_a_number_comes_before_all() {
        assertThat(
                        task(onHost(check(Protocol.MESOS_TCP, Optional.empty())))
                                .getHealthCheck()
                                .getTcp()
                                .getPort())
                .isEqualTo(31_000);
        var check =
                check(
                        Protocol.MESOS_TCP,
                        Optional.of(8500),
                        Optional.of(1),
                        IpVersion.IPV6,
                        Optional.empty());
        var tcp = task(onHost(check)).getHealthCheck().getTcp();
        assertThat(tcp.getPort()).isEqualTo(8500);
        assertThat(tcp.getProtocol()).isEqualTo(Protos.NetworkInfo.Protocol.IPv6);
    }

    @Test
    void a_check_tells_and_has_no_failures_to_count() {
        var http =
                new TaskCheck.Http(
                        Optional.of("x"), Optional.empty(), Optional.of(1), Optional.empty());
        assertThat(text(task(checked(http)).getCheck()))
                .isEqualTo(
                        """
                        type: HTTP
                        http {
                          port: 31001
                          path: "/x"
                        }
                        delay_seconds: 1.0
                        interval_seconds: 2.0
                        timeout_seconds: 3.0
                        """);
        var tcp = new TaskCheck.Tcp(Optional.empty(), Optional.empty());
        assertThat(task(checked(tcp)).getCheck().getTcp().getPort()).isEqualTo(31_000);
    }

    @Test
    void a_check_runs_a_shell_command_or_a_program() {
        var shell = new TaskCheck.Exec(Optional.of("test -e ok"), List.of());
        var command = task(checked(shell)).getCheck().getCommand().getCommand();
        assertThat(command)
                .isEqualTo(Protos.CommandInfo.newBuilder().setValue("test -e ok").build());
        var argv = new TaskCheck.Exec(Optional.empty(), List.of("test", "-e", "ok"));
        var program = task(checked(argv)).getCheck().getCommand().getCommand();
        assertThat(program.getShell()).isFalse();
        assertThat(program.getValue()).isEqualTo("test");
        assertThat(program.getArgumentsList()).containsExactly("test", "-e", "ok");
    }

    private static TaskLaunch onHost(HealthCheck check) {
        return onHost(new Health(List.of(check), Optional.empty(), Optional.empty()));
    }

    private static TaskLaunch checked(TaskCheck.Kind kind) {
        var check =
                new TaskCheck(
                        kind, Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(1));
        return onHost(new Health(List.of(), Optional.empty(), Optional.of(check)));
    }

    private static TaskLaunch onHost(Health health) {
        var specs = Specs.cmd("sleep 1");
        specs.health = health;
        for (int i = 0; i < 2; i++)
            specs.portDefinitions.add(new PortDefinition(0, "tcp", Optional.empty(), Map.of()));
        return specs.launch(31_000, 31_001);
    }

    private static Specs bridged(HealthCheck check) {
        var specs = Specs.cmd("sleep 1");
        specs.health = new Health(List.of(check), Optional.empty(), Optional.empty());
        specs.networks = List.of(Network.BRIDGE);
        specs.container =
                Optional.of(
                        Specs.docker(
                                "nginx:1",
                                Specs.mapping(80, Optional.of(0), "http"),
                                Specs.mapping(81, Optional.of(0), "admin")));
        return specs;
    }

    private static HealthCheck check(Protocol protocol, Optional<Integer> index) {
        var command =
                protocol == Protocol.COMMAND ? Optional.of("test -e ok") : Optional.<String>empty();
        return check(protocol, Optional.empty(), index, IpVersion.IPV4, command);
    }

    private static HealthCheck check(
            Protocol protocol,
            Optional<Integer> port,
            Optional<Integer> index,
            IpVersion version,
            Optional<String> command) {
        return new HealthCheck(
                protocol,
                Optional.of("/health"),
                port,
                index,
                command,
                version,
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                4);
    }

    private static Protos.HealthCheck.HTTPCheckInfo http(
            String scheme, int port, Protos.NetworkInfo.Protocol protocol) {
        return Protos.HealthCheck.HTTPCheckInfo.newBuilder()
                .setScheme(scheme)
                .setPort(port)
                .setPath("/health")
                .setProtocol(protocol)
                .build();
    }

    private static Protos.TaskInfo task(TaskLaunch launch) {
        return TaskTranslation.translate(launch, new FrameworkId("fw-0000"));
    }

    private static String text(MessageOrBuilder message) {
        return TextFormat.printer().printToString(message);
    }
}
