package io.dromos.cli.run;

import io.dromos.cli.run.Part.Kind;
import io.dromos.cli.run.Running.Known;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Ends what runs, in order: the server, so that nothing is started again; all tasks, unless they
/// are to be kept; the agents, the one with the master last.
public final class Stopping {

    /// How long a part may take to end by itself.
    public static final Duration END_MAX = Duration.ofSeconds(20);

    /// The same for a part that writes its start cache at the end.
    public static final Duration END_TRAINED_MAX = Duration.ofMinutes(5);

    /// How long the tasks of an agent may take to end.
    static final Duration TASKS_MAX = Duration.ofMinutes(5);

    private final Health health;
    private final Duration endMax;
    private final Consumer<String> tell;
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

    /// @param endMax how long a part may take to end by itself
    /// @param tell takes a sentence for each stage
    public Stopping(Health health, Duration endMax, Consumer<String> tell) {
        this.health = health;
        this.endMax = endMax;
        this.tell = tell;
    }

    /// Ends everything.
    ///
    /// @return what could not be done, as sentences
    public List<String> stop(List<Known> parts, boolean keepTasks) throws InterruptedException {
        for (var known : parts) if (known.part().kind() == Kind.SERVER) end(known);
        var agents = parts.stream().filter(known -> known.part().kind() == Kind.AGENT).toList();
        if (!keepTasks && !agents.isEmpty()) {
            tell.accept("ending all tasks");
            agents = endTasks(agents);
        }
        for (var known : agents.reversed()) end(known);
        return List.copyOf(complaints);
    }

    private List<Known> endTasks(List<Known> agents) throws InterruptedException {
        var woken = new ArrayList<Known>();
        var threads = new ArrayList<Thread>();
        for (var known : agents) {
            var awake = awake(known);
            woken.add(awake);
            if (awake.isAlive())
                threads.add(Thread.ofVirtual().start(() -> endTasks(awake.part())));
        }
        for (var thread : threads) thread.join();
        return woken;
    }

    /// Only an agent can end its tasks, so one that died is started for it.
    private Known awake(Known known) throws InterruptedException {
        if (known.isAlive()) return known;
        try {
            var process = Launcher.start(known.part());
            var awake = new Known(known.part(), ProcessMark.of(process.pid()));
            if (!health.await(known.part(), Supervision.START_MAX, process::isAlive))
                complain(known.part(), Launcher.lastLine(known.part().log()));
            return awake;
        } catch (IOException e) {
            complain(known.part(), String.valueOf(e.getMessage()));
            return known;
        }
    }

    private void endTasks(Part agent) {
        try {
            health.order(agent.stopAll(), TASKS_MAX);
        } catch (IOException | TimeoutException e) {
            complain(agent, String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            complain(agent, "interrupted");
        }
    }

    private void complain(Part agent, String why) {
        complaints.add("Tasks of %s may still run: %s".formatted(agent.name(), why));
    }

    private void end(Known known) throws InterruptedException {
        if (!known.isAlive()) return;
        var process = known.process().orElseThrow();
        tell.accept("stopping " + known.part().name());
        process.terminate();
        if (process.awaitEnd(endMax)) return;
        tell.accept(
                "%s has not ended within %d s: killing it"
                        .formatted(known.part().name(), endMax.toSeconds()));
        process.kill();
        if (!process.awaitEnd(END_MAX))
            complaints.add(
                    "The process %d of %s cannot be killed"
                            .formatted(process.pid(), known.part().name()));
    }
}
