package io.dromos.simulation;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.scheduling.SchedulingLimits;
import io.dromos.events.AgentId;
import io.dromos.events.FrameworkId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A framework's stream, and in which roles it is offered what.
final class Session {

    final Wire wire;
    final FrameworkId framework;
    private final Set<String> roles = new TreeSet<>(SchedulingLimits.DEFAULT.roles());
    private final Set<String> suppressed = new TreeSet<>();
    private final Map<Place, Long> filters = new HashMap<>();

    private record Place(AgentId agent, String role) {}

    Session(Wire wire, FrameworkId framework) {
        this.wire = wire;
        this.framework = framework;
    }

    boolean isIn(String role) {
        return roles.contains(role);
    }

    /// These roles and no others, of which some get no offers.
    void update(SchedulerCall.UpdateRoles update) {
        roles.clear();
        roles.addAll(update.roles());
        suppressed.clear();
        suppressed.addAll(update.suppressed());
        filters.keySet().removeIf(it -> !roles.contains(it.role()));
    }

    /// No offers of these come; those it is not in are forgotten.
    void suppress(List<String> some) {
        suppressed.addAll(own(some));
    }

    /// Offers of these come again, whatever was declined; those it is not in are forgotten.
    void revive(List<String> some) {
        var revived = own(some);
        suppressed.removeAll(revived);
        filters.keySet().removeIf(it -> revived.contains(it.role()));
    }

    /// None stands for all.
    private Set<String> own(List<String> some) {
        var own = new TreeSet<>(roles);
        if (!some.isEmpty()) own.retainAll(some);
        return own;
    }

    void refuse(AgentId agent, String role, long now, Duration time) {
        filters.put(new Place(agent, role), now + time.toMillis());
    }

    /// The roles in which it takes offers of an agent now.
    List<String> takes(AgentId agent, long now) {
        return roles.stream()
                .filter(role ->
                        !suppressed.contains(role)
                                && filters.getOrDefault(new Place(agent, role), 0L) <= now)
                .toList();
    }
}
