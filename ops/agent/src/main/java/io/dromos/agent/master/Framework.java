package io.dromos.agent.master;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.jspecify.annotations.Nullable;

/// One framework in the books; confined to them.
final class Framework {

    /// Where a filter applies.
    record Place(String role, String agentId) {}

    final String id;
    final Instant registered;
    final Map<String, Task> tasks = new LinkedHashMap<>();
    final Map<String, Task> unreachable = new LinkedHashMap<>();
    final Deque<Task> ended = new ArrayDeque<>();
    final Set<String> suppressed = new HashSet<>();
    final Map<String, Integer> allocations = new HashMap<>();
    private final Map<Place, List<Filter>> filters = new HashMap<>();
    private final Map<String, Amounts> held = new HashMap<>();

    private FrameworkInfo info;
    private @Nullable String stream;
    private @Nullable Instant removeAt;
    private @Nullable Instant nextHeartbeat;
    private Instant reregistered;
    private @Nullable Instant removed;
    private boolean recovered;

    Framework(String id, FrameworkInfo info, Instant now, boolean recovered) {
        this.id = id;
        this.info = info;
        this.registered = now;
        this.reregistered = now;
        this.recovered = recovered;
    }

    FrameworkInfo info() {
        return info;
    }

    Instant reregistered() {
        return reregistered;
    }

    Optional<Instant> removed() {
        return Optional.ofNullable(removed);
    }

    boolean isRecovered() {
        return recovered;
    }

    /// The stream of its scheduler, while it is connected.
    Optional<String> stream() {
        return Optional.ofNullable(stream);
    }

    Optional<Instant> removeAt() {
        return Optional.ofNullable(removeAt);
    }

    Optional<Instant> nextHeartbeat() {
        return Optional.ofNullable(nextHeartbeat);
    }

    void connect(String newStream, FrameworkInfo newInfo, Instant now) {
        stream = newStream;
        info = newInfo;
        reregistered = now;
        recovered = false;
        removeAt = null;
        nextHeartbeat = now.plus(Settings.HEARTBEAT);
    }

    void update(FrameworkInfo newInfo) {
        info = newInfo;
    }

    /// Heartbeats keep their rhythm, however late one was.
    void beat() {
        nextHeartbeat = nextHeartbeat().map(at -> at.plus(Settings.HEARTBEAT)).orElse(null);
    }

    /// What it declined is forgotten with its stream, as Mesos' allocator does; its next scheduler
    /// would not know of it.
    void disconnect(Instant until) {
        filters.clear();
        stream = null;
        nextHeartbeat = null;
        removeAt = until;
    }

    /// Its scheduler may take so much longer to come back.
    void waitLonger(Duration time) {
        removeAt = removeAt().map(at -> at.plus(time)).orElse(null);
    }

    void remove(Instant now) {
        stream = null;
        nextHeartbeat = null;
        removeAt = null;
        removed = now;
    }

    Set<String> roles() {
        return isMultiRole() ? new LinkedHashSet<>(info.getRolesList()) : Set.of(legacyRole());
    }

    @SuppressWarnings("deprecation") // what frameworks without MULTI_ROLE still use
    private String legacyRole() {
        return info.getRole();
    }

    boolean isPartitionAware() {
        return has(Capability.Type.PARTITION_AWARE);
    }

    boolean isMultiRole() {
        return has(Capability.Type.MULTI_ROLE);
    }

    /// Whether it understands reservations as lists; older ones expect `role` on each resource.
    boolean refinesReservations() {
        return has(Capability.Type.RESERVATION_REFINEMENT);
    }

    private boolean has(Capability.Type type) {
        return info.getCapabilitiesList().stream().anyMatch(each -> each.getType() == type);
    }

    /// What its tasks and offers of this role amount to, in scalars: ranges and sets of different
    /// agents have no sum.
    Amounts held(String role) {
        return held.getOrDefault(role, Amounts.NONE);
    }

    void hold(Amounts amounts) {
        for (var entry : amounts.scalars().byKind().entrySet()) {
            Amounts one = new Amounts(Map.of(entry.getKey(), entry.getValue()));
            held.merge(entry.getKey().role(), one, Amounts::plus);
        }
    }

    void release(Amounts amounts) {
        for (var entry : amounts.scalars().byKind().entrySet()) {
            Amounts one = new Amounts(Map.of(entry.getKey(), entry.getValue()));
            held.computeIfPresent(entry.getKey().role(), (_, had) -> had.minus(one));
        }
    }

    /// Adds a filter; past the bound the oldest goes.
    void refuse(Place place, Filter filter, Instant now) {
        List<Filter> known = filters.computeIfAbsent(place, _ -> new ArrayList<>());
        known.removeIf(old -> !now.isBefore(old.until()));
        if (known.size() >= Settings.MAX_FILTERS) {
            known.removeFirst();
        }
        known.add(filter);
    }

    boolean hides(Place place, Amounts free, Instant now) {
        return filters.getOrDefault(place, List.of()).stream()
                .anyMatch(filter -> filter.hides(free, now));
    }

    /// Forgets the filters of these roles.
    void clearFilters(Set<String> roles) {
        filters.keySet().removeIf(place -> roles.contains(place.role()));
    }

    /// Forgets the filters on an agent that left.
    void clearFilters(String agentId) {
        filters.keySet().removeIf(place -> place.agentId().equals(agentId));
    }

    /// Keeps an ended task to be shown; past the bound the oldest goes.
    void end(Task task) {
        tasks.remove(task.id());
        ended.addFirst(task);
        if (ended.size() > Settings.MAX_COMPLETED_TASKS) {
            ended.removeLast();
        }
    }
}
