package io.dromos.checks.rollout;

import io.dromos.events.AppId;
import io.dromos.events.InstanceId;
import io.dromos.events.PersistenceIds;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.ApplicationFact.InstanceForgotten;
import io.dromos.events.facts.ApplicationFact.InstanceHealthChanged;
import io.dromos.events.facts.ApplicationFact.InstancePlanned;
import io.dromos.events.facts.ApplicationFact.KillRequested;
import io.dromos.events.facts.ApplicationFact.LaunchAbandoned;
import io.dromos.events.facts.ApplicationFact.TaskObserved;
import io.dromos.events.facts.ApplicationFact.VersionAdopted;
import io.dromos.journal.disk.DirectoryInUse;
import io.dromos.journal.embedded.EmbeddedLog;
import io.dromos.journal.embedded.Settings;
import io.dromos.schema.EventCodec;
import io.dromos.schema.EventNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// How few instances of an application served and how many were there during each of its changes,
/// counted fact by fact from its log, and by nothing that decided on them. One serves while it runs
/// and its checks find it healthy, until it is told to end: while it drains it serves no more. It
/// is there until its end is known.
final class LoggedBounds {

    private final Map<TaskId, Run> runs = new HashMap<>();
    private final Map<InstanceId, TaskId> latest = new HashMap<>();
    private final List<Span> spans = new ArrayList<>();

    private record Run(boolean runs, boolean healthy, boolean ends) {
        boolean serves() {
            return runs && healthy && !ends;
        }

        Run seen(TaskState state, Optional<Boolean> found) {
            return new Run(runs || state == TaskState.RUNNING, found.orElse(healthy), ends);
        }

        Run found(boolean well) {
            return new Run(runs, well, ends);
        }

        Run toldToEnd() {
            return new Run(runs, healthy, true);
        }
    }

    /// From a change to the next one.
    ///
    /// @param fewest that served at any moment
    /// @param most that were there at any moment
    record Span(int fewest, int most) {
        private Span with(int serve, int there) {
            return new Span(Math.min(fewest, serve), Math.max(most, there));
        }
    }

    /// Each change of an application in a log that nobody has open, the first one first.
    static List<Span> of(Path directory, AppId app) throws IOException, DirectoryInUse {
        var bounds = new LoggedBounds();
        var codec = new EventCodec();
        try (var log = EmbeddedLog.open(directory, Settings.standard(EventNames.definitions()));
                var records = log.scan(PersistenceIds.of(app), 1)) {
            for (var record = records.next(); record != null; record = records.next()) {
                var payload = record.payload().array();
                var recorded = codec.decode(record.eventName(), payload, record.origin().array());
                if (recorded.fact() instanceof ApplicationFact fact) bounds.count(fact);
            }
        }
        return bounds.spans();
    }

    /// Takes one more fact in.
    void count(ApplicationFact fact) {
        switch (fact) {
            case VersionAdopted _ -> spans.add(new Span(serve(), runs.size()));
            case InstancePlanned plan -> {
                runs.put(plan.task(), new Run(false, false, false));
                latest.put(plan.instance(), plan.task());
            }
            case TaskObserved news when news.state().isTerminal() -> runs.remove(news.task());
            case TaskObserved news ->
                    change(news.task(), run -> run.seen(news.state(), news.healthy()));
            case InstanceHealthChanged changed ->
                    change(changed.task(), run -> run.found(changed.healthy()));
            case KillRequested kill -> latest(kill.instance(), Run::toldToEnd);
            case LaunchAbandoned abandoned -> runs.remove(abandoned.task());
            case InstanceForgotten gone ->
                    Optional.ofNullable(latest.get(gone.instance())).ifPresent(runs::remove);
            default -> {}
        }
        if (!spans.isEmpty()) spans.add(spans.removeLast().with(serve(), runs.size()));
    }

    private void change(TaskId task, UnaryOperator<Run> change) {
        runs.computeIfPresent(task, (_, run) -> change.apply(run));
    }

    private void latest(InstanceId instance, UnaryOperator<Run> change) {
        Optional.ofNullable(latest.get(instance)).ifPresent(task -> change(task, change));
    }

    private int serve() {
        return (int) runs.values().stream().filter(Run::serves).count();
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }
}
