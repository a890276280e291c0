package io.dromos.domain.framework;

import io.dromos.events.AgentId;
import io.dromos.events.FrameworkId;
import io.dromos.events.state.FrameworkState.Agent;
import java.util.Map;

/// What the framework can be asked to remember. All may be repeated.
public sealed interface FrameworkCommand {

    /// Mesos gave the scheduler of this epoch this id. One that was deposed meanwhile is not
    /// followed: its successor goes on under the id it found, or got.
    record Register(FrameworkId framework, long epoch) implements FrameworkCommand {}

    /// A scheduler works under this number.
    record Claim(long epoch) implements FrameworkCommand {}

    /// These agents offered resources.
    record See(Map<AgentId, Agent> agents) implements FrameworkCommand {
        /// Copies what it is given.
        public See {
            agents = Map.copyOf(agents);
        }
    }

    /// Mesos removed an agent.
    record Lose(AgentId agent) implements FrameworkCommand {}
}
