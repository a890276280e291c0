package io.dromos.domain.mesos;

import io.dromos.events.AgentId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one agent lends us for the moment, allocated to one of our roles. The sums hold unreserved
/// resources on the agent's root disk only: reserved resources, persistent volumes, mount and path
/// disks, and revocable resources are left out, for nothing here knows yet how to spend them.
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
/// @param unavailability the agent's next maintenance window, if one is planned
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
        Optional<String> zone,
        Optional<Unavailability> unavailability) {

    /// Copies what it is given.
    public Offer {
        ports = List.copyOf(ports);
        attributes = Map.copyOf(attributes);
    }

    /// An offer of an agent without planned maintenance.
    public Offer(
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
        this(
                id,
                agent,
                host,
                ip,
                role,
                cpus,
                mem,
                disk,
                gpus,
                ports,
                attributes,
                region,
                zone,
                Optional.empty());
    }
}
