package io.dromos.simulation;

import io.dromos.domain.mesos.Offer;
import io.dromos.domain.mesos.OfferId;
import io.dromos.domain.mesos.PortRange;
import io.dromos.domain.mesos.SchedulerEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The open offers of the leading master: what is free of an agent goes whole to one role.
final class Offering {

    private static final long OFFERED_MIN = 100;
    private static final PortRange PORTS = new PortRange(31_000, 31_099);

    /// An offer that is open.
    ///
    /// @param stream on which it was told
    record Open(Session session, String role, Agent agent, long cpus, long mem, long stream) {}

    private final Course course;
    private final Fleet fleet;
    private final Map<OfferId, Open> offers = new TreeMap<>();
    private long nextOffer = 1;

    Offering(Course course, Fleet fleet) {
        this.course = course;
        this.fleet = fleet;
    }

    void offer(long stream, Session session, Agent agent) {
        var roles = session.takes(agent.id(), course.millis());
        if (roles.isEmpty()) return;
        long cpus = Agent.CPUS - fleet.roster().usedCpus(agent);
        long mem = Agent.MEM - fleet.roster().usedMem(agent);
        for (var open : offers.values())
            if (open.agent() == agent) {
                cpus -= open.cpus();
                mem -= open.mem();
            }
        if (cpus < OFFERED_MIN || mem < OFFERED_MIN) return;
        var role = roles.size() == 1 ? roles.getFirst() : course.oneOf(roles);
        var id = new OfferId("o" + nextOffer++);
        offers.put(id, new Open(session, role, agent, cpus, mem, stream));
        var offer =
                new Offer(
                        id,
                        agent.id(),
                        agent.host(),
                        "127.0.0.1",
                        role,
                        cpus / 1000.0,
                        mem / 1000.0,
                        1_000_000,
                        0,
                        List.of(PORTS),
                        Users.attributes(course, agent.host()),
                        Optional.empty(),
                        Optional.empty());
        session.wire.event(stream, new SchedulerEvent.Offered(List.of(offer)));
    }

    /// It is spent or given back, if it is open.
    Optional<Open> take(OfferId id) {
        return Optional.ofNullable(offers.remove(id));
    }

    /// The stream has ended, and what was offered on it is free.
    void end(long stream) {
        offers.values().removeIf(open -> open.stream() == stream);
    }

    /// Some offer is taken back.
    void rescindOne() {
        if (!offers.isEmpty()) rescind(course.oneOf(List.copyOf(offers.keySet())));
    }

    void rescind(Agent agent) {
        for (var id : List.copyOf(offers.keySet())) {
            var open = offers.get(id);
            if (open != null && open.agent() == agent) rescind(id);
        }
    }

    /// Offers in roles that the framework left.
    void rescindLeft(Session session) {
        for (var id : List.copyOf(offers.keySet())) {
            var open = offers.get(id);
            if (open != null && open.session() == session && !session.isIn(open.role()))
                rescind(id);
        }
    }

    private void rescind(OfferId id) {
        take(id).ifPresent(open ->
                open.session().wire.event(open.stream(), new SchedulerEvent.Rescinded(id)));
    }
}
