package io.dromos.json;

import io.dromos.domain.definition.HealthPatch;
import io.dromos.events.spec.HealthCheck;
import io.dromos.events.spec.HealthCheck.IpVersion;
import io.dromos.events.spec.HealthCheck.Protocol;
import io.dromos.events.spec.ReadinessCheck;
import io.dromos.events.spec.TaskCheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads health checks, readiness checks and Mesos checks.
final class HealthReader {

    private static final int MAX = Integer.MAX_VALUE;
    private static final int PORT_MAX = 65_535;
    private static final int TEXT_MAX = Documents.STRING_MAX;
    private static final Map<String, Protocol> PROTOCOLS =
            Map.of(
                    "http",
                    Protocol.HTTP,
                    "https",
                    Protocol.HTTPS,
                    "tcp",
                    Protocol.TCP,
                    "command",
                    Protocol.COMMAND,
                    "mesos_http",
                    Protocol.MESOS_HTTP,
                    "mesos_https",
                    Protocol.MESOS_HTTPS,
                    "mesos_tcp",
                    Protocol.MESOS_TCP);
    private static final Map<String, IpVersion> IP_VERSIONS =
            Map.of("ipv4", IpVersion.IPV4, "ipv6", IpVersion.IPV6);
    private static final Map<String, Boolean> SECURE = Map.of("http", false, "https", true);
    private static final Map<String, String> SCHEMES = Map.of("http", "http", "https", "https");

    private HealthReader() {}

    /// What the application says about them; violations are noted in it.
    ///
    /// @param indexed whether a health check that names no port gets the first one by its index
    static HealthPatch read(Shape app, boolean indexed) {
        return new HealthPatch(
                app.objects("healthChecks", check -> healthCheck(check, indexed)),
                app.objects("readinessChecks", HealthReader::readiness),
                app.object("check").flatMap(HealthReader::check));
    }

    private static Optional<HealthCheck> healthCheck(Shape check, boolean indexed) {
        var protocol = check.literal("protocol", PROTOCOLS).orElse(Protocol.HTTP);
        var path = check.text("path", 0, TEXT_MAX);
        var port = port(check);
        var index = index(check);
        var command = check.object("command").flatMap(HealthReader::command);
        var delay = seconds(check, "delaySeconds", HealthCheck.DELAY);
        // Marathon reads this and shows false whatever was said.
        check.flag("ignoreHttp1xx");
        boolean ported = protocol != Protocol.COMMAND;
        if (indexed && port.isEmpty() && index.isEmpty()) index = Optional.of(0);
        return Optional.of(
                new HealthCheck(
                        protocol,
                        isHttp(protocol) ? path : Optional.empty(),
                        ported ? port : Optional.empty(),
                        ported ? index : Optional.empty(),
                        command,
                        check.literal("ipProtocol", IP_VERSIONS).orElse(IpVersion.IPV4),
                        seconds(check, "gracePeriodSeconds", HealthCheck.GRACE_PERIOD),
                        seconds(check, "intervalSeconds", HealthCheck.INTERVAL),
                        seconds(check, "timeoutSeconds", HealthCheck.TIMEOUT),
                        protocol.isByServer() ? HealthCheck.DELAY : delay,
                        check.whole("maxConsecutiveFailures", 0, MAX)
                                .orElse(HealthCheck.MAX_CONSECUTIVE_FAILURES)));
    }

    private static boolean isHttp(Protocol protocol) {
        return switch (protocol) {
            case HTTP, HTTPS, MESOS_HTTP, MESOS_HTTPS -> true;
            case TCP, COMMAND, MESOS_TCP -> false;
        };
    }

    private static Optional<String> command(Shape command) {
        if (!command.has("value")) return command.refuse("value", "error.path.missing");
        return command.text("value", 0, TEXT_MAX);
    }

    private static Optional<ReadinessCheck> readiness(Shape check) {
        var standard = ReadinessCheck.DEFAULT;
        return Optional.of(
                new ReadinessCheck(
                        check.text("name", 1, TEXT_MAX).orElse(standard.name()),
                        check.literal("protocol", SECURE).orElse(standard.secure()),
                        check.text("path", 1, TEXT_MAX).orElse(standard.path()),
                        check.text("portName", 1, TEXT_MAX).orElse(standard.portName()),
                        seconds(check, "intervalSeconds", standard.interval()),
                        seconds(check, "timeoutSeconds", standard.timeout()),
                        check.wholes("httpStatusCodesForReady")
                                .filter(codes -> !codes.isEmpty())
                                .map(codes -> codes.stream().distinct().toList())
                                .orElse(standard.readyCodes()),
                        check.flag("preserveLastResponse").orElse(false)));
    }

    private static Optional<TaskCheck> check(Shape check) {
        var http = check.object("http").map(HealthReader::http);
        var tcp = check.object("tcp").map(it -> new TaskCheck.Tcp(port(it), index(it)));
        var exec = check.object("exec").flatMap(HealthReader::exec);
        var interval = seconds(check, "intervalSeconds", HealthCheck.INTERVAL);
        var timeout = seconds(check, "timeoutSeconds", HealthCheck.TIMEOUT);
        var delay = seconds(check, "delaySeconds", HealthCheck.DELAY);
        return http.<TaskCheck.Kind>map(kind -> kind)
                .or(() -> tcp)
                .or(() -> exec)
                .map(kind -> new TaskCheck(kind, interval, timeout, delay));
    }

    private static TaskCheck.Http http(Shape http) {
        return new TaskCheck.Http(
                http.text("path", 0, TEXT_MAX),
                port(http),
                index(http),
                http.literal("scheme", SCHEMES));
    }

    private static Optional<TaskCheck.Exec> exec(Shape exec) {
        var command = exec.object("command");
        if (command.isEmpty()) return exec.refuse("command", "error.path.missing");
        var shell = command.get().text("shell", 1, TEXT_MAX);
        var argv = command.get().list("argv").orElse(List.of());
        if (!command.get().has("shell") && argv.isEmpty())
            return command.get().refuse("shell", "error.path.missing");
        return Optional.of(new TaskCheck.Exec(shell, shell.isPresent() ? List.of() : argv));
    }

    private static Optional<Integer> port(Shape check) {
        return check.whole("port", 0, PORT_MAX);
    }

    private static Optional<Integer> index(Shape check) {
        return check.whole("portIndex", 0, MAX);
    }

    private static Duration seconds(Shape check, String name, Duration standard) {
        return check.whole(name, 0, MAX).map(Duration::ofSeconds).orElse(standard);
    }
}
