package io.dromos.agent.master;

import io.dromos.agent.link.Order;
import io.dromos.agent.simulated.Fleet;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The links of simulated agents: no connection stands between them and the desk, so that what they
/// say goes through the books as it would over the wire, in the same inputs. A link that the books
/// end is opened again, as a real agent would.
final class SimulatedLinks {
    private final Fleet fleet;
    private final Map<String, Integer> agents = new HashMap<>();
    private final Deque<Integer> closed = new ArrayDeque<>();
    private long opened;

    SimulatedLinks(Fleet fleet) {
        this.fleet = fleet;
        for (int agent = 0; agent < fleet.size(); agent++) {
            closed.add(agent);
        }
    }

    /// Gives an order to the agent that holds a link; false if the link is not a simulated one.
    boolean take(String link, Order order, Instant now) {
        Integer agent = agents.get(link);
        if (agent == null) {
            return false;
        }
        fleet.take(agent, order, now);
        return true;
    }

    /// The books ended a link; one that is not simulated is let be.
    void end(String link) {
        Integer agent = agents.remove(link);
        if (agent != null) {
            closed.add(agent);
        }
    }

    /// What the agents do by now.
    List<Input> due(Instant now) {
        List<Input> inputs = new ArrayList<>();
        while (!closed.isEmpty()) {
            int agent = closed.remove();
            String link = "simulated-" + opened++;
            agents.put(link, agent);
            inputs.add(new Input.LinkOpened(link, fleet.hello(agent)));
        }
        fleet.due(now).forEach(report -> inputs.add(new Input.Reported(report)));
        return inputs;
    }

    /// When they have something to do, if nothing happens before.
    Optional<Instant> next() {
        return closed.isEmpty() ? fleet.next() : Optional.of(Instant.MIN);
    }
}
