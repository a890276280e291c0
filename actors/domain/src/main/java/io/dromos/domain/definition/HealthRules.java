package io.dromos.domain.definition;

import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Container;
import io.dromos.events.spec.HealthCheck;
import io.dromos.events.spec.HealthCheck.IpVersion;
import io.dromos.events.spec.HealthCheck.Protocol;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.PortMapping;
import io.dromos.events.spec.ReadinessCheck;
import io.dromos.events.spec.TaskCheck;
import java.util.List;
import java.util.Optional;

/// What health checks, readiness checks and Mesos checks of a definition must keep, with Marathon's
/// paths and words.
final class HealthRules {

    private static final String INDICES =
            "Health check port indices must address an element of the ports array or container port"
                    + " mappings.";

    private final ApplicationSpec spec;
    private final List<Violation> found;
    private final List<Optional<String>> ports;

    private HealthRules(ApplicationSpec spec, List<Violation> found) {
        this.spec = spec;
        this.found = found;
        this.ports = ports(spec);
    }

    /// Adds the rules the definition breaks.
    static void check(ApplicationSpec spec, List<Violation> found) {
        if (spec.health().isEmpty()) return;
        var rules = new HealthRules(spec, found);
        var health = spec.health().get();
        for (int i = 0; i < health.checks().size(); i++)
            rules.healthCheck("/healthChecks(" + i + ")", health.checks().get(i));
        rules.oneByAgent(health.checks());
        if (!health.byServer().isEmpty() && health.byAgent().isPresent())
            rules.add(
                    "/healthChecks",
                    "all health checks must be made by the server (HTTP, HTTPS, TCP) or all by the"
                            + " agent (MESOS_HTTP, MESOS_HTTPS, MESOS_TCP, COMMAND)");
        health.readiness().ifPresent(rules::readiness);
        health.check().ifPresent(rules::taskCheck);
    }

    /// The names of all ports, in order.
    private static List<Optional<String>> ports(ApplicationSpec spec) {
        if (spec.onHostNetwork())
            return spec.portDefinitions().stream().map(PortDefinition::name).toList();
        return spec.container().map(Container::portMappings).orElse(List.of()).stream()
                .map(PortMapping::name)
                .toList();
    }

    private void healthCheck(String path, HealthCheck check) {
        boolean command = check.protocol() == Protocol.COMMAND;
        if (command && check.command().isEmpty())
            add(path, "illegal protocol COMMAND for non-command health check");
        if (!command && check.command().isPresent())
            add(path, "illegal protocol " + check.protocol() + " specified with command");
        if (!command && !addresses(check)) add(path, INDICES);
        check.path().ifPresent(it -> path(path + "/path", it));
        if (check.ipVersion() == IpVersion.IPV6 && !(isDocker() && isMesos(check)))
            add(
                    path,
                    "IPv6 is only for MESOS_HTTP, MESOS_HTTPS and MESOS_TCP checks of DOCKER"
                            + " containers");
    }

    /// The server's checks never guess among several ports; the agent's take the first.
    private boolean addresses(HealthCheck check) {
        if (check.portIndex().isPresent()) return check.portIndex().get() < ports.size();
        if (check.port().isPresent()) return true;
        return check.protocol().isByServer() ? ports.size() == 1 : !ports.isEmpty();
    }

    private static boolean isMesos(HealthCheck check) {
        return !check.protocol().isByServer() && check.protocol() != Protocol.COMMAND;
    }

    private void oneByAgent(List<HealthCheck> checks) {
        if (checks.stream().filter(HealthRules::isMesos).count() > 1)
            add("/", "AppDefinition can contain at most one Mesos health check");
    }

    private void readiness(ReadinessCheck check) {
        var path = "/readinessChecks(0)/";
        if (!ports.contains(Optional.of(check.portName())))
            add(path + "portName", "No port definition reference for portName " + check.portName());
        path(path + "path", check.path());
        if (check.timeout().compareTo(check.interval()) >= 0)
            add(
                    path + "timeoutSeconds",
                    "got %d, expected less than %d"
                            .formatted(check.timeout().toSeconds(), check.interval().toSeconds()));
    }

    private void taskCheck(TaskCheck check) {
        if (isDocker()) add("/", "AppDefinition must not use 'checks' if using docker");
        if (check.kind() instanceof TaskCheck.Http http)
            http.path().ifPresent(it -> path("/check/http/path", it));
        boolean addresses =
                switch (check.kind()) {
                    case TaskCheck.Http http -> addresses(http.port(), http.portIndex());
                    case TaskCheck.Tcp tcp -> addresses(tcp.port(), tcp.portIndex());
                    case TaskCheck.Exec _ -> true;
                };
        if (!addresses)
            add(
                    "/check/get",
                    "check port index must address an element of the ports array or container port"
                            + " mappings.");
    }

    private boolean addresses(Optional<Integer> port, Optional<Integer> index) {
        if (index.isPresent()) return index.get() < ports.size();
        return port.isPresent() || !ports.isEmpty();
    }

    /// What goes into a request may not end its line.
    private void path(String where, String path) {
        if (path.chars().anyMatch(it -> it <= ' ' || it == 127))
            add(where, "may not contain blanks or control characters");
    }

    private boolean isDocker() {
        return spec.container().filter(it -> it.type() == Container.Type.DOCKER).isPresent();
    }

    private void add(String path, String message) {
        found.add(new Violation(path, message));
    }
}
