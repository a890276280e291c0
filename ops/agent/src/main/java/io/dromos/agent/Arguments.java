package io.dromos.agent;

import io.dromos.agent.node.policy.Permission;
import io.dromos.agent.simulated.Fleet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Resource;
import org.jspecify.annotations.Nullable;

/// The command line of [Main], read.
///
/// @param masterPort the port of a master here; empty: none
/// @param agent whether an agent runs here
/// @param master `host:port` of the agent's master; empty: the one here
/// @param hostName the name offers carry and clients are redirected to
/// @param ip the address everything listens on
/// @param agentPort the agent's port; 0 takes a free one
/// @param resources what the agent offers
/// @param attributes what offers say about the agent
/// @param workDir sandboxes and checkpoints
/// @param dns name servers given to containers
/// @param allow what tasks may ask for beyond the ordinary
/// @param pingSeconds how often agents are pinged
/// @param maxPings how many pings in a row may stay unanswered
/// @param simulated agents of the master here that run nothing
record Arguments(
        OptionalInt masterPort,
        boolean agent,
        Optional<String> master,
        String hostName,
        String ip,
        int agentPort,
        List<Resource> resources,
        List<Attribute> attributes,
        Path workDir,
        List<String> dns,
        Set<String> allow,
        int pingSeconds,
        int maxPings,
        Optional<Fleet.Settings> simulated) {

    /// A command line that makes no sense; the sentence says what and what to do.
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(String sentence) {
            super(sentence, null, false, false);
        }
    }

    static final String USAGE =
            """
            dromos-agent --master-port PORT            run a master here
            dromos-agent --agent [--master HOST:PORT]  run an agent here (default: of the master here)

              --ip ADDRESS                     listen here (default 127.0.0.1)
              --host-name NAME                 name of this host (default localhost)
              --agent-port PORT                default 5051; 0 takes a free one
              --resources "cpus:2;mem:1024;disk:4096"
              --ports 31000-31999
              --attributes "rack:a;zone:b"
              --work-dir DIRECTORY             default ./dromos-agent
              --dns ADDRESS                    name server given to containers; may be repeated
              --allow NAME,...                  of privileged, host-root, docker-socket, host-pid,
                                               host-ipc, host-userns
              --agent-ping-timeout SECONDS     default 15
              --max-agent-ping-timeouts COUNT  default 5

            With --master-port, agents that run nothing and only say they do, for trying things out:
              --simulated-agents COUNT         each with --resources and --attributes
              --simulated-start MILLISECONDS   until a task runs (default 0)
              --simulated-failures SHARE       of tasks that fail at their start, 0 to 1 (default 0)
            """;
    private static final Set<String> ALLOWABLE =
            Arrays.stream(Permission.values())
                    .map(Permission::flag)
                    .collect(Collectors.toUnmodifiableSet());
    private static final String DEFAULT_RESOURCES = "cpus:2;mem:2048;disk:10000";
    private static final String DEFAULT_PORTS = "31000-31999";
    private static final int DEFAULT_AGENT_PORT = 5051;
    private static final int DEFAULT_PING_SECONDS = 15;
    private static final int DEFAULT_MAX_PINGS = 5;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_SIMULATED_AGENTS = 10_000;
    private static final int MAX_START_MILLIS = 3_600_000;

    static Arguments parse(List<String> words) throws Wrong {
        Reader reader = new Reader(words);
        while (reader.more()) {
            reader.option();
        }
        return reader.arguments();
    }

    /// Collects options in any order; the last one of a kind counts.
    private static final class Reader {
        private final List<String> words;
        private int at;
        private OptionalInt masterPort = OptionalInt.empty();
        private boolean agent;
        private Optional<String> master = Optional.empty();
        private String hostName = "localhost";
        private String ip = "127.0.0.1";
        private int agentPort = DEFAULT_AGENT_PORT;
        private String resources = DEFAULT_RESOURCES;
        private @Nullable String ports;
        private List<Attribute> attributes = List.of();
        private Path workDir = Path.of("dromos-agent");
        private final List<String> dns = new ArrayList<>();
        private final Set<String> allow = new TreeSet<>();
        private int pingSeconds = DEFAULT_PING_SECONDS;
        private int maxPings = DEFAULT_MAX_PINGS;
        private int simulatedAgents;
        private int simulatedStart;
        private double simulatedFailures;

        Reader(List<String> words) {
            this.words = words;
        }

        boolean more() {
            return at < words.size();
        }

        void option() throws Wrong {
            String name = words.get(at++);
            switch (name) {
                case "--master-port" -> masterPort = OptionalInt.of(number(name, 0, MAX_PORT));
                case "--agent" -> agent = true;
                case "--master" -> master = Optional.of(address(name));
                case "--host-name" -> hostName = value(name);
                case "--ip" -> ip = value(name);
                case "--agent-port" -> agentPort = number(name, 0, MAX_PORT);
                case "--resources" -> resources = value(name);
                case "--ports" -> ports = value(name);
                case "--attributes" -> attributes = ResourceText.attributes(value(name));
                case "--work-dir" -> workDir = Path.of(value(name));
                case "--dns" -> dns.add(value(name));
                case "--allow" -> allow.addAll(allowed(value(name)));
                case "--agent-ping-timeout" -> pingSeconds = number(name, 1, 3_600);
                case "--max-agent-ping-timeouts" -> maxPings = number(name, 1, 1_000);
                case "--simulated-agents" ->
                        simulatedAgents = number(name, 0, MAX_SIMULATED_AGENTS);
                case "--simulated-start" -> simulatedStart = number(name, 0, MAX_START_MILLIS);
                case "--simulated-failures" -> simulatedFailures = share(name);
                default -> throw new Wrong("Unknown option '" + name + "'; see --help");
            }
        }

        private String value(String name) throws Wrong {
            if (!more()) {
                throw new Wrong("Option " + name + " needs a value");
            }
            return words.get(at++);
        }

        private int number(String name, int min, int max) throws Wrong {
            String text = value(name);
            if (text.matches("[0-9]{1,9}")) {
                int number = Integer.parseInt(text);
                if (min <= number && number <= max) {
                    return number;
                }
            }
            throw new Wrong(
                    "Option "
                            + name
                            + " needs a number from "
                            + min
                            + " to "
                            + max
                            + ", not '"
                            + text
                            + "'");
        }

        private double share(String name) throws Wrong {
            String text = value(name);
            if (!text.matches("0([.][0-9]{1,9})?|1([.]0{1,9})?")) {
                throw new Wrong(
                        "Option " + name + " needs a number from 0 to 1, not '" + text + "'");
            }
            return Double.parseDouble(text);
        }

        private String address(String name) throws Wrong {
            String text = value(name);
            if (!text.matches("[^:/]+:[0-9]{1,5}")) {
                throw new Wrong("Option " + name + " needs HOST:PORT, not '" + text + "'");
            }
            return text;
        }

        private static Set<String> allowed(String list) throws Wrong {
            Set<String> names = new TreeSet<>(List.of(list.split(",", -1)));
            for (String name : names) {
                if (!ALLOWABLE.contains(name)) {
                    throw new Wrong(
                            "Option --allow knows "
                                    + new TreeSet<>(ALLOWABLE)
                                    + ", not '"
                                    + name
                                    + "'");
                }
            }
            return names;
        }

        Arguments arguments() throws Wrong {
            if (masterPort.isEmpty() && !agent) {
                throw new Wrong("Nothing to run: give --master-port, --agent or both");
            }
            if (simulatedAgents > 0 && masterPort.isEmpty()) {
                throw new Wrong("Option --simulated-agents needs --master-port: they live in it");
            }
            if (agent && master.isEmpty() && masterPort.isEmpty()) {
                throw new Wrong("Option --agent needs --master HOST:PORT or --master-port here");
            }
            // As in Mesos, an agent whose resources name no ports offers the usual ones.
            boolean named = ports == null && resources.contains("ports:");
            String range = ports == null ? DEFAULT_PORTS : ports;
            String all = named ? resources : resources + ";ports:[" + range + "]";
            List<Resource> offered = ResourceText.resources(all);
            return new Arguments(
                    masterPort,
                    agent,
                    master,
                    hostName,
                    ip,
                    agentPort,
                    offered,
                    attributes,
                    workDir,
                    List.copyOf(dns),
                    Set.copyOf(allow),
                    pingSeconds,
                    maxPings,
                    simulated(offered));
        }

        private Optional<Fleet.Settings> simulated(List<Resource> offered) {
            return simulatedAgents == 0
                    ? Optional.empty()
                    : Optional.of(
                            new Fleet.Settings(
                                    simulatedAgents,
                                    Duration.ofMillis(simulatedStart),
                                    simulatedFailures,
                                    ip,
                                    offered,
                                    attributes));
        }
    }
}
