package io.dromos.checks.cluster;

import java.util.ArrayList;
import java.util.List;

/// What a cluster of a test is made of.
///
/// @param agents how many agents, the first one with the master
/// @param resources what each of them offers, without ports
/// @param agentFlags further flags of each agent
/// @param serverFlags further flags of the server
/// @param started how many of the agents are started at once; the others are left to the test
public record Shape(
        int agents,
        String resources,
        List<String> agentFlags,
        List<String> serverFlags,
        int started) {

    /// One agent with far more room than this machine.
    public static final Shape SMALL = agents(1);

    /// So many agents, each with far more room than this machine.
    public static Shape agents(int count) {
        return new Shape(count, "cpus:100;mem:131072;disk:100000", List.of(), List.of(), count);
    }

    /// The same with other resources.
    public Shape offering(String some) {
        return new Shape(agents, some, agentFlags, serverFlags, started);
    }

    /// The same with further flags of the server.
    public Shape withServer(String... flags) {
        return new Shape(agents, resources, agentFlags, plus(serverFlags, flags), started);
    }

    /// The same with further flags of each agent.
    public Shape withAgents(String... flags) {
        return new Shape(agents, resources, plus(agentFlags, flags), serverFlags, started);
    }

    /// The same, but only so many agents are started at once.
    public Shape starting(int some) {
        return new Shape(agents, resources, agentFlags, serverFlags, some);
    }

    private static List<String> plus(List<String> some, String... more) {
        var all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }
}
