package io.dromos.cli.run;

import io.dromos.cli.run.Part.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which processes one Dromos is made of. Pure.
///
/// @param data the data directory
/// @param agents how many
/// @param resources what each offers, but for ports
/// @param attributes what each says of itself; the first is the first agent's, and so on from the
///   beginning again
/// @param allow what tasks may ask for beyond the ordinary
/// @param httpPort of the REST API
/// @param masterPort of the embedded master
/// @param agentPort of the first agent; the others have the next ones
/// @param credentials whom the REST API serves, if not everyone
/// @param dns where names are answered, `address:port`
/// @param bridgeDns the address at which containers get them answered on port 53, if any
public record Layout(
        Path data,
        int agents,
        String resources,
        List<String> attributes,
        List<String> allow,
        int httpPort,
        int masterPort,
        int agentPort,
        Optional<String> credentials,
        String dns,
        Optional<String> bridgeDns) {

    /// Agents share these host ports.
    static final int TASK_PORT_FIRST = 31_000;

    static final int TASK_PORTS = 1_000;

    /// Each agent gets at least ten.
    public static final int AGENTS_MAX = 100;

    private static final String HERE = "127.0.0.1";

    /// Copies what it is given.
    public Layout {
        attributes = List.copyOf(attributes);
        allow = List.copyOf(allow);
    }

    /// The REST API.
    public String url() {
        return "http://" + HERE + ":" + httpPort;
    }

    /// The embedded master.
    public String master() {
        return HERE + ":" + masterPort;
    }

    /// All processes, the master's first.
    public List<Part> parts(Programs programs) {
        var parts = new ArrayList<Part>();
        for (int number = 1; number <= agents; number++) parts.add(agent(programs, number));
        parts.add(server(programs));
        return parts;
    }

    private Part server(Programs programs) {
        var words =
                new ArrayList<>(
                        List.of(
                                "--data", data.resolve("server").toString(),
                                "--master", master(),
                                "--http_address", HERE,
                                "--http_port", Integer.toString(httpPort),
                                "--dns", dns));
        bridgeDns.ifPresent(address -> words.addAll(List.of("--dns-optional", address + ":53")));
        var environment =
                credentials
                        .map(secret -> Map.of("DROMOS_HTTP_CREDENTIALS", secret))
                        .orElse(Map.of());
        return new Part(
                "server",
                Kind.SERVER,
                programs.server(words),
                environment,
                log("server"),
                URI.create(url() + "/ping"));
    }

    private Part agent(Programs programs, int number) {
        var name = "agent" + number;
        int port = agentPort + number - 1;
        var words = new ArrayList<String>();
        words.addAll(
                number == 1
                        ? List.of("--master-port", Integer.toString(masterPort))
                        : List.of("--master", master()));
        words.addAll(
                List.of(
                        "--agent",
                        "--host-name",
                        name,
                        "--agent-port",
                        Integer.toString(port),
                        "--resources",
                        resources,
                        "--ports",
                        taskPorts(number),
                        "--work-dir",
                        data.resolve("agents").resolve("" + number).toString()));
        if (!attributes.isEmpty())
            words.addAll(List.of("--attributes", attributes.get((number - 1) % attributes.size())));
        bridgeDns.ifPresent(address -> words.addAll(List.of("--dns", address)));
        if (!allow.isEmpty()) words.addAll(List.of("--allow", String.join(",", allow)));
        return new Part(
                name,
                Kind.AGENT,
                programs.agent(words, number == 1),
                Map.of(),
                log(name),
                URI.create("http://" + HERE + ":" + port + "/health"));
    }

    /// No two agents have a port in common.
    String taskPorts(int number) {
        int each = TASK_PORTS / agents;
        int first = TASK_PORT_FIRST + (number - 1) * each;
        return first + "-" + (first + each - 1);
    }

    private Path log(String name) {
        return data.resolve("logs").resolve(name + ".log");
    }
}
