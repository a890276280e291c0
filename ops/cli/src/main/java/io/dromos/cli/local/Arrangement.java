package io.dromos.cli.local;

import io.dromos.cli.outcome.Failure;
import io.dromos.cli.run.Bridge;
import io.dromos.cli.run.Layout;
import io.dromos.cli.run.Machine;
import io.dromos.cli.run.Ports;
import io.dromos.cli.run.Running;
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
            description =
                    "How many agents, named agent1, agent2, … Default: 1, or as many as kept tasks need.")
    private Optional<Integer> agents = Optional.empty();

    @Option(
            names = "--resources",
            paramLabel = "LIST",
            description = {
                "What each agent offers, such as \"cpus:100;mem:131072;disk:100000\" (MiB); may exceed the machine. Default: what the machine has, and at least 4 CPUs and 2048 MiB; each agent offers all of it."
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
            description = "What tasks may ask for: " + AgentWords.RIGHTS + ".")
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

    /// Refuses values that no start could carry out, before anything is looked at or started.
    void demandSense(Map<String, String> environment) throws Failure {
        if (agents.isPresent() && (agents.get() < 1 || agents.get() > Layout.AGENTS_MAX))
            throw Failure.usage("--agents wants a number from 1 to " + Layout.AGENTS_MAX);
        AgentWords.demandResources(resources.orElse(""));
        AgentWords.demandAttributes(attributes);
        AgentWords.demandRights(allow);
        Ports.demandRange(httpPort, "--http-port");
        Ports.demandRange(masterPort, "--master-port");
        Ports.demandRange(agentPort, "--agent-port");
        Ports.demandRange(agentPort + agents.orElse(1) - 1, "--agent-port with its followers");
        Ports.demandRange(dnsPort, "--dns-port");
        var secret = credentials(environment);
        if (secret.isPresent() && secret.get().indexOf(':') <= 0)
            throw Failure.usage("--http_credentials wants NAME:PASSWORD");
    }

    /// As many agents as an earlier start had whose tasks were kept, unless a number is given.
    private int agents(Optional<Running> former, Terminal terminal) {
        int kept = former.map(Running::agents).orElse(0);
        if (agents.isPresent() && kept > agents.get())
            terminal.note(
                    "Tasks that were kept may be on agents up to agent%d, and only %d start: 'dromos down --keep-tasks', then 'dromos up --agents %d' brings them back"
                            .formatted(kept, agents.get(), kept));
        if (agents.isEmpty() && kept > 1)
            terminal.say("Starting %d agents, since tasks were kept on so many".formatted(kept));
        return agents.orElse(Math.max(1, kept));
    }

    /// The processes, on ports that are free now.
    ///
    /// @param former what an earlier start left written down
    Layout layout(Path data, Optional<Running> former, Terminal terminal) throws Failure {
        int count = agents(former, terminal);
        var secret = credentials(terminal.environment());
        Ports.demand(httpPort, "the REST API", "--http-port");
        Ports.demand(masterPort, "the Mesos master", "--master-port");
        for (int i = 0; i < count; i++)
            Ports.demand(agentPort + i, "agent" + (i + 1), "--agent-port");
        return new Layout(
                data,
                count,
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
        agents.ifPresent(count -> words.addAll(List.of("--agents", "" + count)));
        words.addAll(List.of("--http-port", "" + httpPort));
        words.addAll(List.of("--master-port", "" + masterPort, "--agent-port", "" + agentPort));
        words.addAll(List.of("--dns-port", "" + dnsPort));
        resources.ifPresent(text -> words.addAll(List.of("--resources", text)));
        attributes.forEach(text -> words.addAll(List.of("--attributes", text)));
        allow.forEach(text -> words.addAll(List.of("--allow", text)));
        if (keepTasks) words.add("--keep-tasks");
        return words;
    }
}
