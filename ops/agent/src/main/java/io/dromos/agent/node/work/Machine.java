package io.dromos.agent.node.work;

import io.dromos.agent.node.cgroup.Cgroups;
import io.dromos.agent.node.docker.DockerEngine;
import io.dromos.agent.node.fetch.Fetcher;
import io.dromos.agent.node.policy.Refusals;
import io.dromos.agent.node.supervise.Supervisor;
import java.util.List;

/// What work needs of the machine it runs on.
///
/// @param ip the agent's address, where ports are published
/// @param endpoint the agent's `address:port`
/// @param dns name servers for containers
/// @param mark tells this agent's containers from those of others
public record Machine(
        Supervisor supervisor,
        Cgroups cgroups,
        Users users,
        Fetcher fetcher,
        DockerEngine docker,
        Refusals refusals,
        String ip,
        String endpoint,
        List<String> dns,
        String mark) {
    public Machine {
        dns = List.copyOf(dns);
    }
}
