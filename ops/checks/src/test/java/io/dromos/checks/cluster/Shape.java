package io.dromos.checks.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a cluster of a test is made of.
///
/// @param agents how many agents, the first one with the master
/// @param resources what each of them offers, without ports
/// @param agentFlags further flags of each agent
/// @param serverFlags further flags of the server
/// @param started how many of the agents are started at once; the others are left to the test
/// @param serverEnvironment further variables of the server's environment
/// @param agentEnvironment further variables of each agent's environment
/// @param serverData the server's data directory, if it is not in the cluster's own
/// @param ownFlags further flags of one agent each, the first one's first; those of others are none
public record Shape(
        int agents,
        String resources,
        List<String> agentFlags,
        List<String> serverFlags,
        int started,
        Map<String, String> serverEnvironment,
        Map<String, String> agentEnvironment,
        Optional<Path> serverData,
        List<List<String>> ownFlags) {

    private static final String JAVA_OPTIONS = "JDK_JAVA_OPTIONS";

    /// One agent with far more room than this machine.
    public static final Shape SMALL = agents(1);

    /// So many agents, each with far more room than this machine.
    public static Shape agents(int count) {
        return new Shape(
                count,
                "cpus:100;mem:131072;disk:100000",
                List.of(),
                List.of(),
                count,
                Map.of(),
                Map.of(),
                Optional.empty(),
                List.of());
    }

    /// The same with these attributes of the agents, the first one's first.
    public Shape withAttributes(String... each) {
        var flags = Stream.of(each).map(some -> List.of("--attributes", some)).toList();
        return new Shape(
                agents,
                resources,
                agentFlags,
                serverFlags,
                started,
                serverEnvironment,
                agentEnvironment,
                serverData,
                flags);
    }

    /// Further flags of the agent with this number, counting from 0.
    List<String> flagsOf(int number) {
        return number < ownFlags.size() ? ownFlags.get(number) : List.of();
    }

    /// The same with other resources.
    public Shape offering(String some) {
        return with(some, agentFlags, serverFlags, started);
    }

    /// The same with further flags of the server.
    public Shape withServer(String... flags) {
        return with(resources, agentFlags, plus(serverFlags, flags), started);
    }

    /// The same with further flags of each agent.
    public Shape withAgents(String... flags) {
        return with(resources, plus(agentFlags, flags), serverFlags, started);
    }

    /// The same, but only so many agents are started at once.
    public Shape starting(int some) {
        return with(resources, agentFlags, serverFlags, some);
    }

    /// The same with this environment of the server beside the test's own.
    public Shape withServerEnvironment(Map<String, String> environment) {
        return new Shape(
                agents,
                resources,
                agentFlags,
                serverFlags,
                started,
                Map.copyOf(environment),
                agentEnvironment,
                serverData,
                ownFlags);
    }

    /// The same with a system property of the server.
    public Shape withServerProperty(String name, Object value) {
        var environment = new TreeMap<>(serverEnvironment);
        environment.merge(
                JAVA_OPTIONS, "-D%s=%s".formatted(name, value), (some, more) -> some + " " + more);
        return withServerEnvironment(environment);
    }

    /// The same with this environment of every process beside the test's own.
    public Shape withEnvironment(Map<String, String> environment) {
        return new Shape(
                agents,
                resources,
                agentFlags,
                serverFlags,
                started,
                Map.copyOf(environment),
                Map.copyOf(environment),
                serverData,
                ownFlags);
    }

    /// The same with the server's data in this directory.
    public Shape withServerData(Path directory) {
        return new Shape(
                agents,
                resources,
                agentFlags,
                serverFlags,
                started,
                serverEnvironment,
                agentEnvironment,
                Optional.of(directory),
                ownFlags);
    }

    private Shape with(
            String some, List<String> ofAgents, List<String> ofServer, int startedAtOnce) {
        return new Shape(
                agents,
                some,
                ofAgents,
                ofServer,
                startedAtOnce,
                serverEnvironment,
                agentEnvironment,
                serverData,
                ownFlags);
    }

    private static List<String> plus(List<String> some, String... more) {
        var all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }
}
