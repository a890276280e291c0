package io.dromos.domain.scheduling.model;

import io.dromos.domain.scheduling.SchedulerInput;
import io.dromos.events.AgentId;
import io.dromos.events.TaskId;
import io.dromos.events.facts.ApplicationFact;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What is durable: plans and their ends, the newest epoch, and which updates were stored.
final class ToyLog {

    private final Map<TaskId, Plan> plans = new TreeMap<>();
    private final Set<String> stored = new HashSet<>();
    private long epoch;

    /// Where the log stands with a task.
    enum Standing {
        PLANNED,
        SEEN,
        ENDED,
        ABANDONED
    }

    static final class Plan {
        final ApplicationFact.Placement placement;
        final long epoch;
        final long at;
        Standing standing = Standing.PLANNED;
        boolean killWanted;

        Plan(ApplicationFact.Placement placement, long epoch, long at) {
            this.placement = placement;
            this.epoch = epoch;
            this.at = at;
        }

        boolean isOpen() {
            return standing == Standing.PLANNED || standing == Standing.SEEN;
        }
    }

    long epoch() {
        return epoch;
    }

    /// The new epoch, unless somebody else holds a newer one.
    Optional<Long> claim(long holding) {
        if (holding != 0 && holding != epoch) return Optional.empty();
        epoch++;
        return Optional.of(epoch);
    }

    Map<TaskId, Plan> plans() {
        return plans;
    }

    Optional<Plan> plan(TaskId task) {
        return Optional.ofNullable(plans.get(task));
    }

    void store(String uuid) {
        stored.add(uuid);
    }

    boolean isStored(String uuid) {
        return stored.contains(uuid);
    }

    List<SchedulerInput.Live> live(Optional<AgentId> agent) {
        return plans.entrySet().stream()
                .filter(entry -> entry.getValue().isOpen())
                .filter(entry -> agent.map(entry.getValue().placement.agent()::equals).orElse(true))
                .map(entry -> live(entry.getKey(), entry.getValue()))
                .toList();
    }

    static SchedulerInput.Live live(TaskId task, Plan plan) {
        return new SchedulerInput.Live(
                task, plan.placement.agent(), plan.epoch, plan.standing == Standing.SEEN);
    }
}
