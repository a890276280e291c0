package io.dromos.events.state;

import io.dromos.events.AgentId;
import io.dromos.events.FrameworkId;
import io.dromos.events.facts.FrameworkFact;
import java.util.Optional;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/// Who we are to Mesos, and which agents there are.
///
/// @param framework the id Mesos gave us, once it did
/// @param epoch the newest scheduler's number; 0 before the first
/// @param agents those that offered resources and were not lost
public record FrameworkState(
        Optional<FrameworkId> framework, long epoch, PMap<AgentId, Agent> agents) implements State {

    /// Before the first registration.
    public static final FrameworkState EMPTY =
            new FrameworkState(Optional.empty(), 0, TreePMap.empty());

    /// An agent.
    ///
    /// @param host its name
    /// @param ip its address
    public record Agent(String host, String ip) {}

    /// The state after one more fact.
    public FrameworkState evolve(FrameworkFact fact) {
        return switch (fact) {
            case FrameworkFact.Registered registered ->
                    new FrameworkState(Optional.of(registered.framework()), epoch, agents);
            case FrameworkFact.EpochClaimed claimed ->
                    new FrameworkState(framework, claimed.epoch(), agents);
            case FrameworkFact.AgentSeen seen ->
                    new FrameworkState(
                            framework,
                            epoch,
                            agents.plus(seen.agent(), new Agent(seen.host(), seen.ip())));
            case FrameworkFact.AgentLost lost ->
                    new FrameworkState(framework, epoch, agents.minus(lost.agent()));
        };
    }
}
