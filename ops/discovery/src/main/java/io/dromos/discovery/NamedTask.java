package io.dromos.discovery;

import java.net.InetAddress;
import java.util.List;

/// A running task on a known agent, as far as its names are concerned.
///
/// @param application the application's path, for example `/prod/db/mongo`
/// @param name the name Mesos knows the task and its discovery info by; Marathon's is the path
///   reversed, `mongo.db.prod`
/// @param id the task id
/// @param agent the agent id; its part after the last dash goes into names (`…-S0` gives `s0`)
/// @param agentAddress where the agent's host is reached
/// @param containerAddresses the task's own addresses, from the container status of its newest
///   status; empty when it shares the agent's
/// @param hostPorts the ports of its resources
/// @param discoveryPorts the ports of its discovery info; empty when it has none
public record NamedTask(
        String application,
        String name,
        String id,
        String agent,
        InetAddress agentAddress,
        List<InetAddress> containerAddresses,
        List<Integer> hostPorts,
        List<DiscoveryPort> discoveryPorts) {

    public NamedTask {
        containerAddresses = List.copyOf(containerAddresses);
        hostPorts = List.copyOf(hostPorts);
        discoveryPorts = List.copyOf(discoveryPorts);
    }

    /// A port as the discovery info has it.
    ///
    /// @param number the port number
    /// @param name its name, empty when it has none
    /// @param protocol `tcp`, `udp` or empty, which stands for both
    public record DiscoveryPort(int number, String name, String protocol) {}

    /// The addresses of the task: its own, else the agent's. As in Mesos-DNS at most one of each
    /// family, the first.
    List<InetAddress> addresses() {
        return containerAddresses.isEmpty()
                ? List.of(agentAddress)
                : containerAddresses.stream()
                        .filter(address -> address.equals(firstOfFamily(address)))
                        .distinct()
                        .toList();
    }

    /// Whether the port is one of the agent's and the task answers under another address, as behind
    /// a container bridge: then the port belongs to the agent's address.
    boolean isAtAgent(int port) {
        return hostPorts.contains(port) && !addresses().contains(agentAddress);
    }

    private InetAddress firstOfFamily(InetAddress like) {
        return containerAddresses.stream()
                .filter(address -> address.getClass() == like.getClass())
                .findFirst()
                .orElseThrow();
    }
}
