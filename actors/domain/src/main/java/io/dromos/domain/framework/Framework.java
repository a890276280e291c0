package io.dromos.domain.framework;

import io.dromos.domain.Context;
import io.dromos.domain.Decider;
import io.dromos.domain.Decision;
import io.dromos.events.facts.FrameworkFact;
import io.dromos.events.facts.FrameworkFact.AgentLost;
import io.dromos.events.facts.FrameworkFact.AgentSeen;
import io.dromos.events.facts.FrameworkFact.EpochClaimed;
import io.dromos.events.facts.FrameworkFact.Registered;
import io.dromos.events.state.FrameworkState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Remembers who we are to Mesos. Its reply is the state after the command.
public final class Framework
        implements Decider<FrameworkState, FrameworkCommand, FrameworkFact, FrameworkState> {

    @Override
    public FrameworkState evolve(FrameworkState state, FrameworkFact fact) {
        return state.evolve(fact);
    }

    @Override
    public Decision<FrameworkFact, FrameworkState> decide(
            FrameworkState state, FrameworkCommand command, Context context) {
        var facts = facts(state, command, context);
        var after = state;
        for (var fact : facts) after = after.evolve(fact);
        return new Decision<>(facts, after);
    }

    private static List<FrameworkFact> facts(
            FrameworkState state, FrameworkCommand command, Context context) {
        return switch (command) {
            case FrameworkCommand.Register register ->
                    register.epoch() < state.epoch()
                                    || state.framework().equals(Optional.of(register.framework()))
                            ? List.of()
                            : List.of(new Registered(register.framework(), context.now()));
            case FrameworkCommand.Claim claim ->
                    claim.epoch() <= state.epoch()
                            ? List.of()
                            : List.of(new EpochClaimed(claim.epoch(), context.now()));
            case FrameworkCommand.See see -> {
                var facts = new ArrayList<FrameworkFact>();
                new TreeMap<>(see.agents())
                        .forEach((id, agent) -> {
                            if (!agent.equals(state.agents().get(id)))
                                facts.add(
                                        new AgentSeen(id, agent.host(), agent.ip(), context.now()));
                        });
                yield facts;
            }
            case FrameworkCommand.Lose lose ->
                    state.agents().containsKey(lose.agent())
                            ? List.of(new AgentLost(lose.agent(), context.now()))
                            : List.of();
        };
    }
}
