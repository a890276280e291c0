package io.dromos.mesos;

import io.dromos.events.spec.Health;
import io.dromos.events.spec.HealthCheck;
import io.dromos.events.spec.TaskCheck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos;

/// Turns what the agent is to carry out into Mesos' descriptions, as Marathon would.
///
/// The agent asks inside the container's network, so a check names the port the task listens at,
/// not the one by which others reach it.
final class HealthTranslation {

    private final List<TaskPort> ports;

    private HealthTranslation(List<TaskPort> ports) {
        this.ports = ports;
    }

    /// Adds the agent's health check and the check to a task, if there are any.
    static void add(Protos.TaskInfo.Builder task, Health health, List<TaskPort> ports) {
        var translation = new HealthTranslation(ports);
        health.byAgent().flatMap(translation::healthCheck).ifPresent(task::setHealthCheck);
        health.check().flatMap(translation::check).ifPresent(task::setCheck);
    }

    /// Empty if no port can be asked, as in Marathon.
    private Optional<Protos.HealthCheck> healthCheck(HealthCheck check) {
        var port = port(check.port(), check.portIndex());
        var translated =
                switch (check.protocol()) {
                    case COMMAND -> check.command().map(HealthTranslation::command);
                    case MESOS_HTTP -> port.map(it -> http(check, "http", it));
                    case MESOS_HTTPS -> port.map(it -> http(check, "https", it));
                    case MESOS_TCP -> port.map(it -> tcp(check, it));
                    case HTTP, HTTPS, TCP -> Optional.<Protos.HealthCheck.Builder>empty();
                };
        return translated.map(built ->
                built.setDelaySeconds(seconds(check.delay()))
                        .setIntervalSeconds(seconds(check.interval()))
                        .setTimeoutSeconds(seconds(check.timeout()))
                        .setConsecutiveFailures(check.maxConsecutiveFailures())
                        .setGracePeriodSeconds(seconds(check.gracePeriod()))
                        .build());
    }

    private static Protos.HealthCheck.Builder command(String command) {
        return Protos.HealthCheck.newBuilder()
                .setType(Protos.HealthCheck.Type.COMMAND)
                .setCommand(shell(command));
    }

    private static Protos.HealthCheck.Builder http(HealthCheck check, String scheme, int port) {
        var http =
                Protos.HealthCheck.HTTPCheckInfo.newBuilder()
                        .setProtocol(protocol(check))
                        .setScheme(scheme)
                        .setPort(port);
        check.path().map(HealthTranslation::rooted).ifPresent(http::setPath);
        return Protos.HealthCheck.newBuilder().setType(Protos.HealthCheck.Type.HTTP).setHttp(http);
    }

    private static Protos.HealthCheck.Builder tcp(HealthCheck check, int port) {
        var tcp =
                Protos.HealthCheck.TCPCheckInfo.newBuilder()
                        .setProtocol(protocol(check))
                        .setPort(port);
        return Protos.HealthCheck.newBuilder().setType(Protos.HealthCheck.Type.TCP).setTcp(tcp);
    }

    private static Protos.NetworkInfo.Protocol protocol(HealthCheck check) {
        return switch (check.ipVersion()) {
            case IPV4 -> Protos.NetworkInfo.Protocol.IPv4;
            case IPV6 -> Protos.NetworkInfo.Protocol.IPv6;
        };
    }

    private Optional<Protos.CheckInfo> check(TaskCheck check) {
        var translated =
                switch (check.kind()) {
                    case TaskCheck.Exec exec -> Optional.of(exec(exec));
                    case TaskCheck.Http http ->
                            port(http.port(), http.portIndex()).map(port -> http(http, port));
                    case TaskCheck.Tcp tcp ->
                            port(tcp.port(), tcp.portIndex()).map(HealthTranslation::tcp);
                };
        return translated.map(built ->
                built.setDelaySeconds(seconds(check.delay()))
                        .setIntervalSeconds(seconds(check.interval()))
                        .setTimeoutSeconds(seconds(check.timeout()))
                        .build());
    }

    private static Protos.CheckInfo.Builder exec(TaskCheck.Exec exec) {
        var command =
                exec.shell()
                        .map(HealthTranslation::shell)
                        .orElseGet(() ->
                                Protos.CommandInfo.newBuilder()
                                        .setShell(false)
                                        .setValue(exec.argv().getFirst())
                                        .addAllArguments(exec.argv()));
        return Protos.CheckInfo.newBuilder()
                .setType(Protos.CheckInfo.Type.COMMAND)
                .setCommand(Protos.CheckInfo.Command.newBuilder().setCommand(command));
    }

    private static Protos.CheckInfo.Builder http(TaskCheck.Http check, int port) {
        var http = Protos.CheckInfo.Http.newBuilder().setPort(port);
        check.path().map(HealthTranslation::rooted).ifPresent(http::setPath);
        return Protos.CheckInfo.newBuilder().setType(Protos.CheckInfo.Type.HTTP).setHttp(http);
    }

    private static Protos.CheckInfo.Builder tcp(int port) {
        return Protos.CheckInfo.newBuilder()
                .setType(Protos.CheckInfo.Type.TCP)
                .setTcp(Protos.CheckInfo.Tcp.newBuilder().setPort(port));
    }

    /// The number named, or that of the port addressed, or that of the first one.
    private Optional<Integer> port(Optional<Integer> named, Optional<Integer> index) {
        if (named.isPresent()) return named;
        int at = index.orElse(0);
        return at < ports.size() ? Optional.of(ports.get(at).containerPort()) : Optional.empty();
    }

    /// Mesos refuses a path that does not begin so.
    private static String rooted(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }

    private static Protos.CommandInfo.Builder shell(String command) {
        return Protos.CommandInfo.newBuilder().setValue(command);
    }

    private static double seconds(Duration duration) {
        return duration.toSeconds();
    }
}
