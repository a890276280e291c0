package io.dromos.checks.replay;

import io.dromos.domain.mesos.Offer;
import io.dromos.domain.mesos.OfferId;
import io.dromos.domain.mesos.PortRange;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.events.AgentId;
import io.dromos.events.TaskState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// A toy Mesos: offers that are spent once, tasks that run and end, updates repeated until they are
/// acknowledged, honest answers to questions.
final class Master {

    private static final List<AgentId> AGENTS =
            List.of(new AgentId("a1"), new AgentId("a2"), new AgentId("a3"));
    private static final double CPUS = 1_000;
    private static final PortRange PORTS = new PortRange(31_000, 31_999);

    private final Course course;
    private final Map<String, Task> tasks = new TreeMap<>();
    private final Map<OfferId, AgentId> offers = new TreeMap<>();
    private final Map<AgentId, Long> hidden = new HashMap<>();
    private final Set<String> launched = new HashSet<>();
    private Consumer<SchedulerEvent> stream = _ -> {};
    private boolean open;
    private boolean suppressed;
    private int offered;
    private int told;

    /// A task, and its updates that are not acknowledged.
    private static final class Task {
        private final AgentId agent;
        private TaskState state = TaskState.STAGING;
        private final List<TaskStatus> updates = new ArrayList<>();

        Task(AgentId agent) {
            this.agent = agent;
        }
    }

    Master(Course course) {
        this.course = course;
        course.every(1_000, this::allocate);
        course.every(10_000, this::repeat);
    }

    /// Begins a new stream.
    void subscribe(Consumer<SchedulerEvent> to) {
        stream = to;
        open = true;
        suppressed = false;
        offers.clear();
        hidden.clear();
        repeat();
    }

    /// The stream is over.
    void close() {
        open = false;
        offers.clear();
    }

    void call(SchedulerCall call) {
        switch (call) {
            case SchedulerCall.Accept accept -> accept(accept);
            case SchedulerCall.Decline decline -> decline(decline);
            case SchedulerCall.Revive _ -> {
                suppressed = false;
                hidden.clear();
                allocate();
            }
            case SchedulerCall.Suppress _ -> suppressed = true;
            case SchedulerCall.Kill kill -> kill(kill);
            case SchedulerCall.Acknowledge it -> acknowledge(it.taskId(), it.uuid());
            case SchedulerCall.Reconcile(var questions) -> {
                for (var question : questions)
                    answer(question.task().value(), Optional.of(question.agent()));
                if (questions.isEmpty())
                    List.copyOf(tasks.keySet()).forEach(task -> answer(task, Optional.empty()));
            }
            case SchedulerCall.Teardown _ -> throw new AssertionError("Nobody ordered a teardown");
        }
    }

    /// Tasks that run or will.
    Set<String> liveTasks() {
        var live = new TreeSet<String>();
        tasks.forEach((id, task) -> {
            if (!task.state.isTerminal()) live.add(id);
        });
        return live;
    }

    /// How many updates were sent that are news.
    int told() {
        return told;
    }

    /// Some task ends by itself.
    void endOne() {
        var live = List.copyOf(liveTasks());
        if (live.isEmpty()) return;
        move(
                course.oneOf(live),
                course.oneOf(List.of(TaskState.FAILED, TaskState.FINISHED, TaskState.ERROR)));
    }

    /// An offer is taken back.
    void rescindOne() {
        if (offers.isEmpty()) return;
        var offer = course.oneOf(List.copyOf(offers.keySet()));
        offers.remove(offer);
        tell(new SchedulerEvent.Rescinded(offer));
    }

    private void allocate() {
        if (!open || suppressed) return;
        for (var agent : AGENTS) {
            boolean refused = hidden.getOrDefault(agent, 0L) > course.time().toMillis();
            if (refused || offers.containsValue(agent)) continue;
            var id = new OfferId("o" + offered++);
            offers.put(id, agent);
            tell(new SchedulerEvent.Offered(List.of(offer(id, agent))));
        }
    }

    private static Offer offer(OfferId id, AgentId agent) {
        return new Offer(
                id,
                agent,
                "host-" + agent.value(),
                "127.0.0.1",
                "*",
                CPUS,
                1_000_000,
                1_000_000,
                0,
                List.of(PORTS),
                Map.of("rack", agent.value()),
                Optional.empty(),
                Optional.empty());
    }

    private void accept(SchedulerCall.Accept accept) {
        boolean valid = offers.keySet().containsAll(accept.offers());
        accept.offers().forEach(offers::remove);
        for (var launch : accept.launches()) {
            var id = launch.task().value();
            if (!launched.add(id)) throw new AssertionError(id + " was launched twice");
            tasks.put(id, new Task(launch.agent()));
            if (!valid) {
                move(id, TaskState.DROPPED);
                continue;
            }
            course.after(20 + course.below(200), () -> move(id, TaskState.STARTING));
            course.after(300 + course.below(3_000), () -> move(id, TaskState.RUNNING));
        }
    }

    private void decline(SchedulerCall.Decline decline) {
        for (var offer : decline.offers()) {
            var agent = offers.remove(offer);
            if (agent != null) hidden.put(agent, course.time().plus(decline.refuse()).toMillis());
        }
    }

    private void kill(SchedulerCall.Kill kill) {
        if (!liveTasks().contains(kill.taskId())) {
            answer(kill.taskId(), kill.agent());
            return;
        }
        course.after(10 + course.below(2_000), () -> move(kill.taskId(), TaskState.KILLED));
    }

    /// News of a task, unless it has ended.
    private void move(String id, TaskState state) {
        var task = tasks.get(id);
        if (task == null || task.state.isTerminal()) return;
        task.state = state;
        var update = status(id, state, Optional.of(task.agent), Optional.of("u" + told++), "");
        task.updates.add(update);
        if (task.updates.size() == 1) tell(new SchedulerEvent.Updated(update));
    }

    /// The next update of a task follows when the one before is acknowledged.
    private void acknowledge(String id, String uuid) {
        var task = tasks.get(id);
        if (task == null || task.updates.isEmpty()) return;
        if (!task.updates.getFirst().uuid().equals(Optional.of(uuid))) return;
        task.updates.removeFirst();
        if (!task.updates.isEmpty()) tell(new SchedulerEvent.Updated(task.updates.getFirst()));
        else if (task.state.isTerminal()) tasks.remove(id);
    }

    private void repeat() {
        for (var task : List.copyOf(tasks.values()))
            if (!task.updates.isEmpty()) tell(new SchedulerEvent.Updated(task.updates.getFirst()));
    }

    private void answer(String id, Optional<AgentId> asked) {
        var task = tasks.get(id);
        var state = task == null ? TaskState.GONE : task.state;
        var agent = task == null ? asked : Optional.of(task.agent);
        tell(
                new SchedulerEvent.Updated(
                        status(id, state, agent, Optional.empty(), "REASON_RECONCILIATION")));
    }

    private TaskStatus status(
            String id,
            TaskState state,
            Optional<AgentId> agent,
            Optional<String> uuid,
            String reason) {
        return new TaskStatus(
                id,
                state,
                agent,
                uuid,
                Optional.of(reason).filter(it -> !it.isEmpty()),
                state == TaskState.FAILED ? "exited with status 1" : "",
                Optional.empty(),
                state == TaskState.RUNNING ? List.of("10.0.0.7") : List.of(),
                course.wall());
    }

    private void tell(SchedulerEvent event) {
        if (open) stream.accept(event);
    }
}
