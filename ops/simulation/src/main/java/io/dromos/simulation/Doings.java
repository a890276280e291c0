package io.dromos.simulation;

import io.dromos.domain.mesos.TaskLaunch;
import io.dromos.events.AppId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// What tasks really did, by the word of the agents alone: no part of the product reads or writes
/// it.
final class Doings {

    /// A task that came to an agent.
    ///
    /// @param command what it runs
    record Doing(String task, AppId app, String command) {}

    private final List<Doing> starts = new ArrayList<>();
    private final Map<String, Doing> live = new TreeMap<>();
    private final Map<String, Doing> running = new TreeMap<>();
    private Consumer<AppId> watcher = _ -> {};

    /// @param news hears which application has more or fewer tasks, after each change
    void watch(Consumer<AppId> news) {
        watcher = news;
    }

    void started(TaskLaunch launch) {
        var command = launch.spec().cmd().orElse("");
        var doing = new Doing(launch.task().value(), launch.app(), command);
        starts.add(doing);
        live.put(doing.task(), doing);
        watcher.accept(doing.app());
    }

    void runs(String task) {
        var doing = live.get(task);
        if (doing == null) return;
        running.put(task, doing);
        watcher.accept(doing.app());
    }

    void ended(String task) {
        running.remove(task);
        var doing = live.remove(task);
        if (doing != null) watcher.accept(doing.app());
    }

    /// All that ever started, in order.
    List<Doing> starts() {
        return List.copyOf(starts);
    }

    /// How many tasks of an application run.
    int running(AppId app) {
        return count(running, app);
    }

    /// How many tasks of an application run, start or end.
    int live(AppId app) {
        return count(live, app);
    }

    private static int count(Map<String, Doing> some, AppId app) {
        return (int) some.values().stream().filter(it -> it.app().equals(app)).count();
    }
}
