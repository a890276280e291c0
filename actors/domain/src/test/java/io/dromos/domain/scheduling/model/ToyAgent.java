package io.dromos.domain.scheduling.model;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.events.AgentId;
import io.dromos.events.TaskState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// An agent with ten cpus and tasks of one; and what the master remembers of it.
final class ToyAgent {

    private static final int CPUS = 10;
    private static final long RESEND = 10_000;

    final AgentId id;
    private final Sim sim;
    private final Consumer<TaskStatus> master;
    private final Map<String, Task> tasks = new TreeMap<>();
    private boolean here = true;
    private boolean comingBack;
    private boolean dead;
    private long nextUuid;

    private static final class Task {
        TaskState state = TaskState.STAGING;
        final Deque<TaskStatus> unacknowledged = new ArrayDeque<>();
    }

    ToyAgent(Sim sim, AgentId id, Consumer<TaskStatus> master) {
        this.sim = sim;
        this.id = id;
        this.master = master;
        sim.every(RESEND, this::resend);
    }

    boolean isHere() {
        return here;
    }

    /// The master was told of it by the registry and does not say anything yet.
    boolean isComingBack() {
        return comingBack;
    }

    double freeCpus() {
        return CPUS - liveTasks().size();
    }

    boolean isLive(String task) {
        return liveTasks().contains(task);
    }

    List<String> liveTasks() {
        return tasks.entrySet().stream()
                .filter(entry -> !entry.getValue().state.isTerminal())
                .map(Map.Entry::getKey)
                .toList();
    }

    TaskState stateOf(String task) {
        var found = tasks.get(task);
        if (found == null) return TaskState.GONE;
        return found.state.isTerminal() && found.unacknowledged.isEmpty()
                ? TaskState.GONE
                : found.state;
    }

    TaskState unreachableOf(String task) {
        return isLive(task) ? TaskState.UNREACHABLE : TaskState.UNKNOWN;
    }

    void launch(String task) {
        if (tasks.containsKey(task)) sim.violation("a task id was launched twice: " + task);
        tasks.put(task, new Task());
        sim.after(sim.between(10, 3_000), () -> start(task));
    }

    void kill(String task) {
        sim.after(sim.between(10, 2_000), () -> end(task, TaskState.KILLED));
    }

    void endOne() {
        var live = liveTasks();
        if (here && !live.isEmpty()) end(sim.oneOf(live), TaskState.FAILED);
    }

    void acknowledge(SchedulerCall.Acknowledge ack) {
        var task = tasks.get(ack.taskId());
        if (task == null || task.unacknowledged.isEmpty()) return;
        if (!task.unacknowledged.peek().uuid().equals(Optional.of(ack.uuid()))) return;
        task.unacknowledged.remove();
        if (!task.unacknowledged.isEmpty()) send(task.unacknowledged.peek());
    }

    /// The oldest update of each task that was not acknowledged, again.
    void resend() {
        for (var task : tasks.values())
            if (!task.unacknowledged.isEmpty()) send(task.unacknowledged.peek());
    }

    /// A launch that was on its way from a master that is no more is lost with it.
    void forgetLaunches() {
        tasks.values().removeIf(task -> task.state == TaskState.STAGING);
    }

    void leave() {
        here = false;
        comingBack = true;
    }

    void die() {
        dead = true;
        tasks.clear();
    }

    /// The master no longer waits for it.
    void remove() {
        comingBack = false;
    }

    void tellUnreachable() {
        comingBack = false;
        for (var task : liveTasks())
            master.accept(status(task, TaskState.UNREACHABLE, Optional.empty()));
    }

    void returns(boolean tell) {
        if (here || dead) return;
        sim.tell("agent " + id + " is back");
        here = true;
        comingBack = false;
        resend();
        if (!tell) return;
        for (var task : liveTasks())
            master.accept(status(task, TaskState.RUNNING, Optional.empty()));
    }

    private void start(String name) {
        var task = tasks.get(name);
        if (task == null || task.state != TaskState.STAGING) return;
        task.state = TaskState.RUNNING;
        add(name, task);
    }

    private void end(String name, TaskState how) {
        var task = tasks.get(name);
        if (task == null || task.state.isTerminal()) return;
        task.state = how;
        sim.tell(how + " " + name);
        add(name, task);
    }

    private void add(String name, Task task) {
        var uuid = Optional.of(id + "-" + nextUuid++);
        task.unacknowledged.add(status(name, task.state, uuid));
        if (task.unacknowledged.size() == 1) send(task.unacknowledged.peek());
    }

    private void send(TaskStatus status) {
        if (here) master.accept(status);
    }

    private TaskStatus status(String task, TaskState state, Optional<String> uuid) {
        return new TaskStatus(
                task,
                state,
                Optional.of(id),
                uuid,
                Optional.empty(),
                "toy",
                Optional.empty(),
                List.of(),
                sim.wall());
    }
}
