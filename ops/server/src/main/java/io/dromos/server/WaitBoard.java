package io.dromos.server;

import io.dromos.actors.SchedulerSetting;
import io.dromos.api.Waits;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.domain.scheduling.Refusal;
import io.dromos.events.AppId;
import io.dromos.json.QueueWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the scheduler shows people: why launches wait, tasks it does not know, whether Mesos is
/// there. It lives in memory: a new scheduler fills it anew.
final class WaitBoard implements SchedulerSetting.Board {

    private static final Logger LOG = LoggerFactory.getLogger(WaitBoard.class);

    /// How many strays are shown; more are counted as the last ones seen.
    private static final int STRAYS_MAX = 1_000;

    private final Map<AppId, List<Refusal>> refusals = new ConcurrentHashMap<>();
    private final Map<String, TaskStatus> strays = new ConcurrentHashMap<>();
    private volatile String link = "not subscribed to Mesos yet";
    private volatile boolean subscribed;

    @Override
    public void refusals(AppId app, List<Refusal> why) {
        if (why.isEmpty()) refusals.remove(app);
        else refusals.put(app, why);
    }

    @Override
    public void stray(TaskStatus status) {
        if (strays.size() >= STRAYS_MAX && !strays.containsKey(status.taskId())) return;
        strays.put(status.taskId(), status);
    }

    @Override
    public void link(boolean open, String sentence) {
        if (open) LOG.info("Mesos: {}", sentence);
        else LOG.warn("Mesos: {}", sentence);
        subscribed = open;
        link = sentence;
    }

    /// Why an application's launches wait; empty if they do not, or nobody looked.
    Optional<Waits.Why> why(AppId app) {
        if (!subscribed)
            return Optional.of(new Waits.Why("Nothing can be launched: " + link, List.of()));
        return refusals.getOrDefault(app, List.of()).stream()
                .findFirst()
                .map(refusal ->
                        new Waits.Why(
                                refusal.sentence(),
                                refusal.funnel().stream()
                                        .map(step ->
                                                new QueueWriter.Step(
                                                        step.reason().marathonName(),
                                                        step.processed(),
                                                        step.declined()))
                                        .toList()));
    }

    /// Tasks that run and that the log never planned.
    List<TaskStatus> strays() {
        return List.copyOf(strays.values());
    }

    /// Whether the scheduler is subscribed.
    boolean isSubscribed() {
        return subscribed;
    }

    /// How it stands with Mesos, as one sentence.
    String sentence() {
        return link;
    }
}
