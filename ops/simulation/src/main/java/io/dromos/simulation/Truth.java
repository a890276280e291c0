package io.dromos.simulation;

import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.LeftBehind;
import io.dromos.domain.front.Telling;
import io.dromos.domain.front.Wanting;
import io.dromos.domain.scheduling.SchedulerInput;
import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.PersistenceIds;
import io.dromos.events.TaskId;
import io.dromos.events.facts.Fact;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.CatalogState;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.Instance;
import io.dromos.events.state.State;
import io.dromos.journal.Bytes;
import io.dromos.journal.Entry;
import io.dromos.journal.LogFact;
import io.dromos.journal.LogRecord;
import io.dromos.schema.StateCodec;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is durable: the fold of the log's records, each read from its stored form. It serves as the
/// views of every process, and as the judge of what they do.
final class Truth {

    private static final StateCodec STATES = new StateCodec();
    private static final int SNAPSHOTS = 4;

    /// A state and the number of the fact it rests on.
    record Snapshot(State state, long sequenceNr) {}

    private final Course course;
    private final Reading reading;
    private final Optional<FactChecks> checks;
    private final Map<String, Snapshot> states = new TreeMap<>();
    private final Map<String, ArrayDeque<Snapshot>> earlier = new HashMap<>();
    private final Map<String, List<Bytes>> payloads = new HashMap<>();
    private final Set<State> checkpointed = Collections.newSetFromMap(new IdentityHashMap<>());
    private long offset;
    private long epoch;

    private Truth(Course course, Reading reading, boolean judging) {
        this.course = course;
        this.reading = reading;
        this.checks =
                judging
                        ? Optional.of(new FactChecks(this, Hangs.policy(course)))
                        : Optional.empty();
    }

    /// One that judges each fact when it comes.
    static Truth judging(Course course) {
        return new Truth(course, new Reading(), true);
    }

    /// An empty one that folds the same records once more, and judges nothing.
    Truth again() {
        return new Truth(course, reading, false);
    }

    Reading reading() {
        return reading;
    }

    void take(LogRecord record) {
        Broken.unless(
                record.offset() == offset + 1,
                "Offset %d follows offset %d",
                record.offset(),
                offset);
        offset = record.offset();
        if (record.persistenceId().equals(LogFact.PERSISTENCE_ID)) {
            if (LogFact.decode(record.eventName(), record.payload())
                    instanceof LogFact.FenceClaimed claimed) epoch = claimed.epoch();
            return;
        }
        fold(record, reading.fact(record));
    }

    private void fold(LogRecord record, Fact fact) {
        var id = record.persistenceId();
        var before = snapshot(id);
        Broken.unless(
                record.sequenceNr() == before.sequenceNr() + 1,
                "#%d of %s follows #%d",
                record.sequenceNr(),
                id,
                before.sequenceNr());
        if (checks.isPresent()) {
            payloads.computeIfAbsent(id, _ -> new ArrayList<>()).add(record.payload());
            // The hash covers the fact and all before it.
            var key = offset + " " + record.hash();
            course.tell(
                    key, () -> "%s %s#%d %s".formatted(key, id, record.sequenceNr(), brief(fact)));
        }
        checks.ifPresent(it -> it.check(before.state(), fact));
        var after = State.evolve(before.state(), fact);
        states.put(id, new Snapshot(after, record.sequenceNr()));
        var some = earlier.computeIfAbsent(id, _ -> new ArrayDeque<>());
        some.addLast(before);
        if (some.size() > SNAPSHOTS) some.removeFirst();
    }

    private static String brief(Fact fact) {
        var text = fact.toString();
        return text.length() <= 300 ? text : text.substring(0, 300);
    }

    /// What another fold of the same records came to must be the same, and survive a checkpoint.
    void compare(Truth other) {
        Broken.unless(states.equals(other.states), "The live states are not those replayed");
        for (var snapshot : states.values()) {
            var state = snapshot.state();
            if (!checkpointed.add(state)) continue;
            Broken.unless(
                    STATES.decode(STATES.encode(state)).equals(state),
                    "A checkpoint changes the state %s",
                    state);
        }
    }

    /// Whether the fact of this number is this one.
    boolean holds(Entry entry) {
        var some = payloads.getOrDefault(entry.persistenceId(), List.of());
        return entry.sequenceNr() <= some.size()
                && some.get((int) entry.sequenceNr() - 1).equals(entry.payload());
    }

    long offset() {
        return offset;
    }

    /// By the wall clock.
    Instant now() {
        return course.wall();
    }

    /// The newest epoch of a scheduler.
    long epoch() {
        return epoch;
    }

    Snapshot snapshot(String persistenceId) {
        var known = states.get(persistenceId);
        return known != null ? known : new Snapshot(State.empty(persistenceId), 0);
    }

    /// A state to start from: the latest or one shortly before it, or none at all.
    Snapshot start(String persistenceId) {
        var nothing = new Snapshot(State.empty(persistenceId), 0);
        var some = earlier.get(persistenceId);
        if (some == null || course.chance(0.2)) return nothing;
        if (course.has(Fault.SNAPSHOT_ONE_BEHIND))
            return new Snapshot(some.getLast().state(), snapshot(persistenceId).sequenceNr());
        return course.chance(0.5) ? snapshot(persistenceId) : course.oneOf(List.copyOf(some));
    }

    CatalogState catalog() {
        return (CatalogState) snapshot(PersistenceIds.CATALOG).state();
    }

    ApplicationState application(AppId app) {
        return (ApplicationState) snapshot(PersistenceIds.of(app)).state();
    }

    DeploymentState deployment(DeploymentId id) {
        return (DeploymentState) snapshot(PersistenceIds.of(id)).state();
    }

    /// All applications that were ever spoken of.
    List<ApplicationState> applications() {
        return states.values().stream()
                .map(Snapshot::state)
                .filter(ApplicationState.class::isInstance)
                .map(ApplicationState.class::cast)
                .toList();
    }

    /// Deployments that are open in the catalog, or not ended in their own facts.
    List<DeploymentId> openDeployments() {
        var open = new TreeSet<>(catalog().open().keySet());
        for (var snapshot : states.values())
            if (snapshot.state() instanceof DeploymentState state
                    && state.progress().isPresent()
                    && state.outcome().isEmpty()) open.add(state.id());
        return List.copyOf(open);
    }

    List<AppId> unsettled(Instant now) {
        return applications().stream()
                .filter(state -> !Telling.rests(state, now))
                .map(ApplicationState::app)
                .toList();
    }

    Map<AppId, List<ApplicationCommand>> leftBehind() {
        var followed = applications().stream().filter(state -> !state.rollout().removed()).toList();
        return LeftBehind.orders(catalog(), followed);
    }

    /// Tasks that were planned and have not ended.
    List<SchedulerInput.Live> liveTasks(Optional<AgentId> agent) {
        var tasks = new ArrayList<Instance.Task>();
        for (var state : applications())
            for (var instance : new TreeMap<>(state.instances().all()).values())
                instance.task()
                        .filter(task ->
                                agent.isEmpty() || agent.get().equals(task.placement().agent()))
                        .ifPresent(tasks::add);
        return Wanting.live(tasks);
    }

    /// The run behind a task id, if it was planned and has not ended.
    Optional<Instance.Task> atWork(TaskId task) {
        return instance(task).flatMap(Instance::task).filter(run -> run.id().equals(task));
    }

    Optional<Instance> instance(TaskId task) {
        return application(task.app()).instances().find(task.instance());
    }

    /// Judges pauses.
    PauseChecks pauses() {
        return checks.orElseThrow().pauses();
    }

    /// Judges what is done about the health of tasks.
    HealthChecks health() {
        return checks.orElseThrow().health();
    }

    /// Whether the task was ever planned.
    boolean wasPlanned(TaskId task) {
        return checks.orElseThrow().wasPlanned(task);
    }
}
