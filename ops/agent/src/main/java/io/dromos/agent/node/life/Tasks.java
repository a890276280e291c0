package io.dromos.agent.node.life;

import io.dromos.agent.node.checkpoint.TaskDirectory;
import io.dromos.agent.node.checkpoint.TaskKey;
import io.dromos.agent.node.checkpoint.WorkDirectory;
import io.dromos.agent.node.health.Probes;
import io.dromos.agent.node.work.CommandWork;
import io.dromos.agent.node.work.ContainerWork;
import io.dromos.agent.node.work.Machine;
import io.dromos.agent.node.work.Work;
import java.io.IOException;
import java.nio.file.WatchKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All tasks of this agent, alive and completed, and the threads that live with them.
public final class Tasks implements AutoCloseable {
    /// How many completed tasks are kept, with their sandboxes.
    public static final int MAX_COMPLETED = 150;

    /// How long a completed task is kept at most, with its sandbox.
    public static final Duration MAX_AGE = Duration.ofDays(7);

    private static final Logger LOG = LoggerFactory.getLogger(Tasks.class);

    /// A task, what it does, and the thread that lives with it.
    public record Entry(Task task, Work work, TaskLife life, Thread thread) {}

    private final WorkDirectory directory;
    private final Machine machine;
    private final Task.Outbox outbox;
    private final EndWatch watch;
    private final Probes probes = new Probes(System::nanoTime);
    private final Repeats repeats = new Repeats(System::nanoTime);
    private final Map<TaskKey, Entry> entries = new ConcurrentHashMap<>();

    /// Goes on with every task an earlier life of the agent wrote down.
    public static Tasks recover(WorkDirectory directory, Machine machine, Task.Outbox outbox)
            throws IOException {
        var tasks = new Tasks(directory, machine, outbox);
        for (var known : directory.tasks()) {
            tasks.adopt(known);
        }
        return tasks;
    }

    private Tasks(WorkDirectory directory, Machine machine, Task.Outbox outbox) throws IOException {
        this.directory = directory;
        this.machine = machine;
        this.outbox = outbox;
        this.watch = new EndWatch();
    }

    /// Writes a task down and starts it. One that is known already is left as it is.
    public synchronized void launch(String agentId, FrameworkInfo framework, TaskInfo task)
            throws IOException {
        var key = TaskKey.of(framework.getId(), task.getTaskId());
        if (entries.containsKey(key)) {
            LOG.warn("Task {} was ordered again, and is left as it is", key);
            return;
        }
        adopt(directory.create(agentId, framework, task));
    }

    private void adopt(TaskDirectory known) throws IOException {
        var task = Task.of(known, outbox);
        var work = work(known);
        var key = Optional.<WatchKey>empty();
        var life = new TaskLife(task, work, probes, repeats);
        try {
            key = Optional.of(watch.watch(known.path(), life::poke));
        } catch (IOException noMoreWatches) {
            LOG.warn("Ends of task {} are seen late: {}", known.key(), noMoreWatches.getMessage());
        }
        var registered = key;
        var thread =
                Thread.ofVirtual()
                        .name("task-" + known.containerId())
                        .unstarted(() -> {
                            life.run();
                            registered.ifPresent(watch::forget);
                        });
        entries.put(known.key(), new Entry(task, work, life, thread));
        thread.start();
    }

    private Work work(TaskDirectory known) {
        var type = known.task().getContainer().getType();
        return known.task().hasContainer() && type == ContainerInfo.Type.DOCKER
                ? new ContainerWork(known, machine)
                : new CommandWork(known, machine);
    }

    /// The task of that name, if there is one.
    public Optional<Entry> find(TaskKey key) {
        return Optional.ofNullable(entries.get(key));
    }

    /// All of them.
    public Collection<Entry> all() {
        return List.copyOf(entries.values());
    }

    /// Those that may still run.
    public List<Entry> live() {
        return all().stream().filter(entry -> entry.thread().isAlive()).toList();
    }

    /// What the tasks that may still run use, by their own resources.
    public List<Resource> used() {
        var used = new ArrayList<Resource>();
        all().stream()
                .filter(entry -> !entry.task().isTerminal())
                .forEach(entry -> used.addAll(entry.task().directory().task().getResourcesList()));
        return used;
    }

    /// Sends every update whose time has come.
    public void sendDue() {
        entries.values().forEach(entry -> entry.task().sendIfDue());
    }

    /// Deletes completed tasks that are too many or too old, oldest first.
    public synchronized void collectGarbage(Instant now) throws IOException {
        var completed = new ArrayList<Entry>();
        for (var entry : entries.values()) {
            if (entry.task().isCompleted() && !entry.thread().isAlive()) {
                completed.add(entry);
            }
        }
        var byAge = new ConcurrentHashMap<Entry, Instant>();
        for (var entry : completed) {
            byAge.put(entry, entry.task().directory().lastChange());
        }
        completed.sort(Comparator.comparing(byAge::get, Comparator.reverseOrder()));
        for (var i = 0; i < completed.size(); i++) {
            var entry = completed.get(i);
            var tooOld = byAge.getOrDefault(entry, now).plus(MAX_AGE).isBefore(now);
            if (i >= MAX_COMPLETED || tooOld) {
                entries.remove(entry.task().directory().key());
                entry.task().directory().delete();
            }
        }
    }

    /// Lets go of all tasks; they run on.
    @Override
    public void close() throws IOException {
        entries.values().forEach(entry -> entry.life().abandon(entry.thread()));
        probes.close();
        watch.close();
    }
}
