package io.dromos.simulation;

import io.dromos.domain.mesos.TaskLaunch;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.events.AgentId;
import io.dromos.events.FrameworkId;
import io.dromos.events.TaskState;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// An agent and its tasks: what really runs. Its updates are repeated until they are acknowledged,
/// and sometimes doubled.
final class Agent {

    static final long CPUS = 4_000;
    static final long MEM = 4_096_000;
    private static final long RESEND = 10_000;

    private final AgentId id;
    private final String host;
    private final Course course;
    private final BiConsumer<FrameworkId, TaskStatus> master;
    private final Map<String, Task> tasks = new TreeMap<>();
    private boolean connected = true;
    private boolean dead;
    private long nextUuid;

    private static final class Task {
        final FrameworkId framework;
        final Optional<TaskLaunch> launch;
        TaskState state = TaskState.STAGING;
        final ArrayDeque<TaskStatus> unacknowledged = new ArrayDeque<>();

        Task(FrameworkId framework, Optional<TaskLaunch> launch) {
            this.framework = framework;
            this.launch = launch;
        }
    }

    /// @param master hears updates, if it does
    Agent(Course course, AgentId id, String host, BiConsumer<FrameworkId, TaskStatus> master) {
        this.course = course;
        this.id = id;
        this.host = host;
        this.master = master;
        course.every(RESEND, () -> !dead, this::resend);
    }

    AgentId id() {
        return id;
    }

    String host() {
        return host;
    }

    boolean isConnected() {
        return connected && !dead;
    }

    boolean isDead() {
        return dead;
    }

    boolean isLive(String task) {
        var found = tasks.get(task);
        return found != null && !found.state.isTerminal();
    }

    boolean isKnown(String task) {
        return tasks.containsKey(task);
    }

    /// Tasks that run or will.
    List<String> liveTasks() {
        return tasks.entrySet().stream()
                .filter(entry -> !entry.getValue().state.isTerminal())
                .map(Map.Entry::getKey)
                .toList();
    }

    List<TaskLaunch> liveLaunches() {
        return tasks.values().stream()
                .filter(task -> !task.state.isTerminal())
                .flatMap(task -> task.launch.stream())
                .toList();
    }

    FrameworkId framework(String task) {
        return find(task).framework;
    }

    /// The state of a task that has not ended, or whose end was not acknowledged.
    Optional<TaskState> stateOf(String task) {
        var found = tasks.get(task);
        if (found == null || (found.state.isTerminal() && found.unacknowledged.isEmpty()))
            return Optional.empty();
        return Optional.of(found.state);
    }

    private Task find(String task) {
        var found = tasks.get(task);
        if (found == null) throw new Broken("agent " + id + " has no task " + task);
        return found;
    }

    /// The ACCEPT may still be on its way here.
    void launch(FrameworkId framework, TaskLaunch launch) {
        var name = launch.task().value();
        Broken.unless(!tasks.containsKey(name), "%s is launched twice on %s", name, id);
        tasks.put(name, new Task(framework, Optional.of(launch)));
        course.doings().started(launch);
        course.tell("launch " + name + " on " + id);
        var next = Hangs.state(course).orElse(TaskState.RUNNING);
        if (next != TaskState.STAGING)
            course.after(course.between(10, 3_000), () -> move(name, next));
    }

    /// A task that nobody of ours planned.
    void host(FrameworkId framework, String name) {
        tasks.put(name, new Task(framework, Optional.empty()));
        move(name, TaskState.RUNNING);
    }

    void kill(String task) {
        course.after(course.between(10, 2_000), () -> move(task, TaskState.KILLED));
    }

    /// Some task ends by itself.
    void endOne() {
        var live = liveTasks();
        if (dead || live.isEmpty()) return;
        move(
                course.oneOf(live),
                course.oneOf(List.of(TaskState.FAILED, TaskState.FAILED, TaskState.FINISHED)));
    }

    void acknowledge(String name, String uuid) {
        var task = tasks.get(name);
        if (task == null || task.unacknowledged.isEmpty()) return;
        if (!task.unacknowledged.peek().uuid().equals(Optional.of(uuid))) return;
        task.unacknowledged.remove();
        if (!task.unacknowledged.isEmpty()) send(task);
        else if (task.state.isTerminal()) tasks.remove(name);
    }

    /// The update of this id, if it is not acknowledged yet.
    Optional<TaskStatus> update(String name, String uuid) {
        var task = tasks.get(name);
        if (task == null) return Optional.empty();
        return task.unacknowledged.stream()
                .filter(update -> update.uuid().equals(Optional.of(uuid)))
                .findFirst();
    }

    void disconnect() {
        connected = false;
    }

    void connect() {
        if (dead) return;
        connected = true;
        resend();
    }

    /// The machine is gone, and all that ran on it.
    void die() {
        course.tell("agent " + id + " dies");
        dead = true;
        connected = false;
        tasks.keySet().forEach(course.doings()::ended);
        tasks.clear();
    }

    private void resend() {
        for (var task : List.copyOf(tasks.values())) if (!task.unacknowledged.isEmpty()) send(task);
    }

    /// News of a task, unless it has ended.
    private void move(String name, TaskState state) {
        var task = tasks.get(name);
        if (dead || task == null || task.state.isTerminal()) return;
        if (state == TaskState.RUNNING && task.state == TaskState.RUNNING) return;
        task.state = state;
        course.tell(state + " " + name);
        if (state.isTerminal()) course.doings().ended(name);
        else if (state == TaskState.RUNNING) course.doings().runs(name);
        tell(task, name, Optional.empty());
        boolean checked =
                task.launch
                        .flatMap(it -> it.spec().healthOrNone().byAgent())
                        .filter(_ -> state == TaskState.RUNNING)
                        .isPresent();
        if (checked) Checkups.attend(course, this, name, new Report(name, task));
    }

    /// What its checks find of a task.
    private final class Report implements Checkups.AgentReport {
        private final String name;
        private final Task task;

        Report(String name, Task task) {
            this.name = name;
            this.task = task;
        }

        @Override
        public void healthy(boolean well) {
            course.tell((well ? "healthy " : "ill ") + name);
            tell(task, name, Optional.of(well));
        }

        @Override
        public void ends() {
            move(name, TaskState.FAILED);
        }
    }

    private void tell(Task task, String name, Optional<Boolean> healthy) {
        var state = task.state;
        task.unacknowledged.add(
                new TaskStatus(
                        name,
                        state,
                        Optional.of(id),
                        Optional.of(id.value() + "-" + nextUuid++),
                        Optional.empty(),
                        "",
                        healthy,
                        state == TaskState.RUNNING ? List.of("10.0.0.7") : List.of(),
                        course.wall()));
        if (task.unacknowledged.size() == 1) send(task);
    }

    /// The way to the master loses, delays and doubles.
    private void send(Task task) {
        var update = task.unacknowledged.peek();
        course.carry(() -> {
            if (isConnected()) master.accept(task.framework, update);
        });
    }
}
