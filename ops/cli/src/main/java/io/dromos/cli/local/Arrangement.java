package io.dromos.cli.local;

import io.dromos.cli.outcome.Failure;
import io.dromos.cli.run.Bridge;
import io.dromos.cli.run.Layout;
import io.dromos.cli.run.Machine;
import io.dromos.cli.run.Ports;
import io.dromos.cli.text.Terminal;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options that say which processes `up` starts.
final class Arrangement {

    @Option(
            names = "--agents",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many agents, named agent1, agent2, … Default: ${DEFAULT-VALUE}.")
    private int agents;

    @Option(
            names = "--resources",
            paramLabel = "LIST",
            description = {
                "What each agent offers, such as \"cpus:100;mem:131072;disk:100000\" (MiB); may exceed the machine. Default: what the machine has."
            })
    private Optional<String> resources = Optional.empty();

    @Option(
            names = "--attributes",
            paramLabel = "LIST",
            description =
                    "What agents say of themselves, such as \"rack:a;zone:b\". Given several times, the agents get them in turn.")
    private List<String> attributes = new ArrayList<>();

    @Option(
            names = "--allow",
            split = ",",
            paramLabel = "RIGHT",
            description = "What tasks may ask for: privileged, host-root, docker-socket.")
    private List<String> allow = new ArrayList<>();

    @Option(
            names = {"--http-port", "--http_port"},
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of the REST API. Default: ${DEFAULT-VALUE}.")
    private int httpPort;

    @Option(
            names = {"--http_credentials", "--http-credentials"},
            paramLabel = "NAME:PASSWORD",
            description =
                    "Demand HTTP basic authentication for everything; DROMOS_HTTP_CREDENTIALS does the same without showing it in process lists.")
    private Optional<String> credentials = Optional.empty();

    @Option(
            names = "--master-port",
            paramLabel = "PORT",
            defaultValue = "5050",
            description = "Port of the embedded Mesos master. Default: ${DEFAULT-VALUE}.")
    private int masterPort;

    @Option(
            names = "--agent-port",
            paramLabel = "PORT",
            defaultValue = "5051",
            description =
                    "Port of the first agent; others take the next ones. Default: ${DEFAULT-VALUE}.")
    private int agentPort;

    @Option(
            names = "--dns-port",
            paramLabel = "PORT",
            defaultValue = "8053",
            description =
                    "Port for names on the loopback; if it is taken, the next free one. Default: ${DEFAULT-VALUE}.")
    private int dnsPort;

    /// Whom the REST API serves, if not everyone.
    Optional<String> credentials(Map<String, String> environment) {
        return credentials.or(
                () -> Optional.ofNullable(environment.get("DROMOS_HTTP_CREDENTIALS")));
    }

    /// The processes, on ports that are free now.
    Layout layout(Path data, Terminal terminal) throws Failure {
        if (agents < 1 || agents > Layout.AGENTS_MAX)
            throw Failure.usage("--agents wants a number from 1 to " + Layout.AGENTS_MAX);
        var secret = credentials(terminal.environment());
        if (secret.isPresent() && secret.get().indexOf(':') <= 0)
            throw Failure.usage("--http_credentials wants NAME:PASSWORD");
        Ports.demand(httpPort, "the REST API", "--http-port");
        Ports.demand(masterPort, "the Mesos master", "--master-port");
        for (int i = 0; i < agents; i++)
            Ports.demand(agentPort + i, "agent" + (i + 1), "--agent-port");
        return new Layout(
                data,
                agents,
                resources.orElseGet(() -> Machine.resources(data)),
                attributes,
                allow,
                httpPort,
                masterPort,
                agentPort,
                secret,
                "127.0.0.1:" + Ports.firstFree(dnsPort, "--dns-port"),
                bridge(terminal));
    }

    /// Containers ask port 53 of the bridge's address, which mostly only root may take.
    private static Optional<String> bridge(Terminal terminal) {
        boolean training = terminal.environment().containsKey("DROMOS_TRAIN");
        var address = training ? Optional.<InetAddress>empty() : Bridge.address();
        if (address.isEmpty()) return Optional.empty();
        var text = address.map(InetAddress::getHostAddress);
        if (Ports.canAnswerNames(address.get(), 53)) return text;
        if (System.getProperty("user.name").equals("root"))
            terminal.note(
                    "Port 53 of %s is in use, so containers do not find tasks by name"
                            .formatted(text.get()));
        return Optional.empty();
    }

    /// The same options as words, for the process in the background.
    List<String> words(Path data, boolean keepTasks) {
        var words = new ArrayList<String>(List.of("up", "--data", data.toString()));
        words.addAll(List.of("--agents", "" + agents, "--http-port", "" + httpPort));
        words.addAll(List.of("--master-port", "" + masterPort, "--agent-port", "" + agentPort));
        words.addAll(List.of("--dns-port", "" + dnsPort));
        resources.ifPresent(text -> words.addAll(List.of("--resources", text)));
        attributes.forEach(text -> words.addAll(List.of("--attributes", text)));
        allow.forEach(text -> words.addAll(List.of("--allow", text)));
        if (keepTasks) words.add("--keep-tasks");
        return words;
    }
}
