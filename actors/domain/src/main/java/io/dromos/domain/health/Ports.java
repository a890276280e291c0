package io.dromos.domain.health;

import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Container;
import io.dromos.events.spec.HealthCheck;
import io.dromos.events.spec.PortMapping;
import io.dromos.events.spec.ReadinessCheck;
import io.dromos.events.state.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a task is asked: at its agent's address and the host port it has for a port of the
/// definition, or, for a port that is not published, at its container's own address. On the host
/// network the definition may name any port as the task's; nowhere else than at these addresses.
final class Ports {

    /// No answer is waited for less long, whatever the check says.
    static final Duration TIMEOUT_MIN = Duration.ofMillis(100);

    private final Instance.Task run;
    private final List<Port> ports;

    /// Whether the agent's address is the task's.
    private final boolean onHostNetwork;

    private Ports(Instance.Task run, List<Port> ports, boolean onHostNetwork) {
        this.run = run;
        this.ports = ports;
        this.onHostNetwork = onHostNetwork;
    }

    private record Port(Optional<String> name, Optional<Integer> host, int container) {}

    private record Address(String host, int port) {}

    /// The ports of a run of this definition.
    static Ports of(ApplicationSpec spec, Instance.Task run) {
        var hostPorts = run.placement().hostPorts();
        boolean onHost = spec.onHostNetwork();
        var ports = onHost ? ofDefinitions(spec, hostPorts) : ofMappings(spec, hostPorts);
        return new Ports(run, ports, onHost);
    }

    private static List<Port> ofDefinitions(ApplicationSpec spec, List<Integer> hostPorts) {
        var ports = new ArrayList<Port>();
        for (int at = 0; at < hostPorts.size(); at++) {
            var definition =
                    at < spec.portDefinitions().size()
                            ? spec.portDefinitions().get(at).name()
                            : Optional.<String>empty();
            ports.add(new Port(definition, Optional.of(hostPorts.get(at)), 0));
        }
        return ports;
    }

    private static List<Port> ofMappings(ApplicationSpec spec, List<Integer> hostPorts) {
        var ports = new ArrayList<Port>();
        int published = 0;
        for (PortMapping mapping :
                spec.container().map(Container::portMappings).orElse(List.of())) {
            var host = Optional.<Integer>empty();
            if (mapping.hostPort().isPresent() && published < hostPorts.size())
                host = Optional.of(hostPorts.get(published++));
            ports.add(new Port(mapping.name(), host, mapping.containerPort()));
        }
        return ports;
    }

    /// What a health check asks of the run.
    Optional<Question> question(HealthCheck check) {
        var timeout = atLeast(check.timeout());
        var path = check.path().orElse("/");
        return address(check)
                .map(at ->
                        switch (check.protocol()) {
                            case HTTP -> get(at, false, path, false, timeout);
                            case HTTPS -> get(at, true, path, false, timeout);
                            case TCP -> new Question.Connect(at.host(), at.port(), timeout);
                            case COMMAND, MESOS_HTTP, MESOS_HTTPS, MESOS_TCP ->
                                    throw new IllegalArgumentException(
                                            "The agent makes " + check.protocol() + " checks");
                        });
    }

    /// What a readiness check asks of the run.
    Optional<Question> question(ReadinessCheck check) {
        return ports.stream()
                .filter(port -> port.name().equals(Optional.of(check.portName())))
                .findFirst()
                .flatMap(this::address)
                .map(at ->
                        get(
                                at,
                                check.secure(),
                                check.path(),
                                check.preserveLastResponse(),
                                atLeast(check.timeout())));
    }

    private Optional<Address> address(HealthCheck check) {
        if (check.port().isPresent()) return literal(check.port().get());
        int index = check.portIndex().orElse(0);
        return index < ports.size() ? address(ports.get(index)) : Optional.empty();
    }

    private Optional<Address> address(Port port) {
        if (port.host().isPresent()) return Optional.of(new Address(host(), port.host().get()));
        return run.ips().isEmpty() || port.container() == 0
                ? Optional.empty()
                : Optional.of(new Address(run.ips().getFirst(), port.container()));
    }

    /// A port given as a number. On the host network that of the agent's address: which of them the
    /// task takes by itself nobody else can know. A container has of the agent's ports only those
    /// that are published, and its own address for any other.
    private Optional<Address> literal(int number) {
        boolean published = ports.stream().anyMatch(it -> it.host().equals(Optional.of(number)));
        if (onHostNetwork || published) return Optional.of(new Address(host(), number));
        return run.ips().stream().findFirst().map(ip -> new Address(ip, number));
    }

    private String host() {
        var ip = run.placement().ip();
        return ip.isEmpty() ? run.placement().host() : ip;
    }

    private static Question get(
            Address at, boolean secure, String path, boolean body, Duration timeout) {
        var absolute = path.startsWith("/") ? path : "/" + path;
        return new Question.Get(at.host(), at.port(), secure, absolute, body, timeout);
    }

    private static Duration atLeast(Duration timeout) {
        return timeout.compareTo(TIMEOUT_MIN) < 0 ? TIMEOUT_MIN : timeout;
    }
}
