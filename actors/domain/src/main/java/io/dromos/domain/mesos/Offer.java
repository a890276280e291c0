package io.dromos.domain.mesos;

import io.dromos.events.AgentId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one agent lends us for the moment: unreserved and reserved resources of one allocation
/// role.
///
/// @param id names it until it is accepted, declined or rescinded
/// @param agent whose resources these are
/// @param host the agent's host name
/// @param ip the agent's address, as Mesos tells it
/// @param role the role the resources are allocated to
/// @param cpus shares, may be fractional
/// @param mem MiB
/// @param disk MiB
/// @param gpus whole devices
/// @param ports free host ports
/// @param attributes each attribute as text: scalars as `0.###`, ranges as `[b-e,b-e]`, sets as
///   `{a,b}` sorted, text as it is
/// @param region fault domain of the agent, if told
/// @param zone fault domain of the agent, if told
public record Offer(
        OfferId id,
        AgentId agent,
        String host,
        String ip,
        String role,
        double cpus,
        double mem,
        double disk,
        double gpus,
        List<PortRange> ports,
        Map<String, String> attributes,
        Optional<String> region,
        Optional<String> zone) {

    /// Copies what it is given.
    public Offer {
        ports = List.copyOf(ports);
        attributes = Map.copyOf(attributes);
    }
}
