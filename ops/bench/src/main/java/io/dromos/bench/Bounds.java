package io.dromos.bench;

import io.dromos.events.AppId;
import io.dromos.events.InstanceId;
import io.dromos.events.PersistenceIds;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.ApplicationFact.InstanceForgotten;
import io.dromos.events.facts.ApplicationFact.InstancePlanned;
import io.dromos.events.facts.ApplicationFact.KillRequested;
import io.dromos.events.facts.ApplicationFact.LaunchAbandoned;
import io.dromos.events.facts.ApplicationFact.TaskObserved;
import io.dromos.journal.disk.DirectoryInUse;
import io.dromos.journal.embedded.EmbeddedLog;
import io.dromos.journal.embedded.Settings;
import io.dromos.schema.EventCodec;
import io.dromos.schema.EventNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How few tasks of an application served and how many there were, counted fact by fact from its
/// log, and by nothing that decided on them. One that was told to end serves no more from that
/// moment, and is there until its end is known.
final class Bounds {

    private final int wanted;
    private final Set<TaskId> there = new HashSet<>();
    private final Set<TaskId> serving = new HashSet<>();
    private final Set<TaskId> ending = new HashSet<>();
    private final Map<InstanceId, TaskId> latest = new HashMap<>();
    private boolean begun;
    private int fewest = Integer.MAX_VALUE;
    private int most;

    /// @param wanted counting begins once so many serve
    Bounds(int wanted) {
        this.wanted = wanted;
    }

    /// Counts the facts of an application in a log that nobody has open.
    static Bounds of(Path directory, AppId app, int wanted) throws IOException, DirectoryInUse {
        var bounds = new Bounds(wanted);
        var codec = new EventCodec();
        try (var log = EmbeddedLog.open(directory, Settings.standard(EventNames.definitions()));
                var records = log.scan(PersistenceIds.of(app), 1)) {
            for (var record = records.next(); record != null; record = records.next()) {
                var payload = record.payload().array();
                var recorded = codec.decode(record.eventName(), payload, record.origin().array());
                if (recorded.fact() instanceof ApplicationFact fact) bounds.count(fact);
            }
        }
        return bounds;
    }

    /// Takes one more fact in.
    void count(ApplicationFact fact) {
        if (fact instanceof InstancePlanned plan) {
            there.add(plan.task());
            latest.put(plan.instance(), plan.task());
        } else if (fact instanceof TaskObserved news) observed(news);
        else if (fact instanceof KillRequested kill) toldToEnd(latest.get(kill.instance()));
        else if (fact instanceof LaunchAbandoned abandoned) gone(abandoned.task());
        else if (fact instanceof InstanceForgotten forgotten)
            gone(latest.get(forgotten.instance()));
        begun |= serving.size() >= wanted;
        if (!begun) return;
        fewest = Math.min(fewest, serving.size());
        most = Math.max(most, there.size());
    }

    private void observed(TaskObserved news) {
        var task = news.task();
        if (news.state().isTerminal()) gone(task);
        else if (news.state() == TaskState.RUNNING
                && there.contains(task)
                && !ending.contains(task)) serving.add(task);
    }

    private void toldToEnd(@Nullable TaskId task) {
        if (task == null || !there.contains(task)) return;
        ending.add(task);
        serving.remove(task);
    }

    private void gone(@Nullable TaskId task) {
        if (task == null) return;
        serving.remove(task);
        ending.remove(task);
        there.remove(task);
    }

    /// The fewest that served at any moment since there were enough.
    int fewest() {
        return fewest;
    }

    /// The most that were there at any moment since then.
    int most() {
        return most;
    }
}
