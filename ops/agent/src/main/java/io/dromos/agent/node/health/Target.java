package io.dromos.agent.node.health;

import io.dromos.probe.Endpoint;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.NetworkInfo.Protocol;

/// What a check asks of its task. Addresses are never part of it: a task is asked at its own.
public sealed interface Target {
    /// Something at a port.
    record Network(Endpoint endpoint) implements Target {}

    /// A command beside the task's own.
    record Command(CommandInfo command) implements Target {}

    /// What a health check asks; empty when it asks nothing that an agent knows.
    static Optional<Target> of(HealthCheck check) {
        return switch (type(check)) {
            case HTTP -> {
                var http = check.getHttp();
                yield Optional.of(
                        http(
                                http.getScheme().equals("https"),
                                http.getPort(),
                                path(http.getPath()),
                                http.getProtocol() == Protocol.IPv6));
            }
            case TCP ->
                    Optional.of(
                            tcp(
                                    check.getTcp().getPort(),
                                    check.getTcp().getProtocol() == Protocol.IPv6));
            case COMMAND -> Optional.of(new Command(check.getCommand()));
            case UNKNOWN -> Optional.empty();
        };
    }

    /// What a check asks; empty when it asks nothing that an agent knows.
    static Optional<Target> of(CheckInfo check) {
        return switch (check.getType()) {
            case HTTP ->
                    Optional.of(
                            http(
                                    false,
                                    check.getHttp().getPort(),
                                    path(check.getHttp().getPath()),
                                    false));
            case TCP -> Optional.of(tcp(check.getTcp().getPort(), false));
            case COMMAND -> Optional.of(new Command(check.getCommand().getCommand()));
            case UNKNOWN -> Optional.empty();
        };
    }

    /// Older schedulers name no type.
    private static HealthCheck.Type type(HealthCheck check) {
        if (check.hasType()) {
            return check.getType();
        }
        if (check.hasHttp()) {
            return HealthCheck.Type.HTTP;
        }
        return check.hasCommand() ? HealthCheck.Type.COMMAND : HealthCheck.Type.UNKNOWN;
    }

    private static Target http(boolean secure, int port, String path, boolean newer) {
        return new Network(new Endpoint.Http(secure, port, path, newer));
    }

    private static Target tcp(int port, boolean newer) {
        return new Network(new Endpoint.Tcp(port, newer));
    }

    private static String path(String given) {
        return given.startsWith("/") ? given : "/" + given;
    }
}
