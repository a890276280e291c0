package io.dromos.events.facts;

import io.dromos.events.AgentId;
import io.dromos.events.FrameworkId;
import java.time.Instant;

/// Facts of the framework: who we are to Mesos.
public sealed interface FrameworkFact extends Fact {

    /// Mesos gave us an id.
    record Registered(FrameworkId framework, Instant at) implements FrameworkFact {}

    /// A scheduler took over under this number.
    record EpochClaimed(long epoch, Instant at) implements FrameworkFact {}

    /// An agent offered resources for the first time, or under another name or address.
    record AgentSeen(AgentId agent, String host, String ip, Instant at) implements FrameworkFact {}

    /// Mesos removed an agent.
    record AgentLost(AgentId agent, Instant at) implements FrameworkFact {}
}
