package io.dromos.simulation;

import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.ApplicationCommand.Finding;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.events.TaskId;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.ApplicationFact.KillRequested;
import io.dromos.events.facts.Target;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance;
import io.dromos.events.state.Instance.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What checks find is written and has its consequences, and who serves is left running for as long
/// as his label says.
final class HealthChecks {

    private record Found(TaskId task, boolean healthy) {}

    private final Set<Found> found = new HashSet<>();

    /// When tasks that were told to end while they served may end at the earliest.
    private final Map<TaskId, Instant> drained = new HashMap<>();

    /// Hears each fact, before it changes the state.
    void fact(ApplicationState before, ApplicationFact fact) {
        switch (fact) {
            case ApplicationFact.TaskObserved news -> {
                news.healthy().ifPresent(well -> found.add(new Found(news.task(), well)));
                // Nobody sends work to one that does not serve, now or later.
                drained.remove(news.task());
            }
            case ApplicationFact.InstanceHealthChanged changed -> {
                found.add(new Found(changed.task(), changed.healthy()));
                drained.remove(changed.task());
            }
            case KillRequested kill -> told(before, kill);
            case ApplicationFact.VersionAdopted adopted -> adopted(before, adopted);
            case ApplicationFact.InstancePlanned _,
                    ApplicationFact.StepReleased _,
                    ApplicationFact.StepDone _,
                    ApplicationFact.RolloutLeft _,
                    ApplicationFact.RolloutPaused _,
                    ApplicationFact.RolloutResumed _,
                    ApplicationFact.RolloutBounded _,
                    ApplicationFact.RolloutStalled _,
                    ApplicationFact.InstanceBecameInactive _,
                    ApplicationFact.LaunchAbandoned _,
                    ApplicationFact.InstanceForgotten _,
                    ApplicationFact.StragglerEnded _,
                    ApplicationFact.InstanceBecameReady _,
                    ApplicationFact.DelayReset _,
                    ApplicationFact.Removed _ -> {}
        }
    }

    private void told(ApplicationState before, KillRequested kill) {
        if (before.run().isEmpty()) return;
        var drain = before.run().get().spec().drain();
        before.instances()
                .find(kill.instance())
                .flatMap(Instance::task)
                .filter(run -> run.serves() && run.killRequestedAt().isEmpty())
                .ifPresent(run -> drained.put(run.id(), kill.at().plus(drain)));
    }

    /// The label in force counts.
    private void adopted(ApplicationState before, ApplicationFact.VersionAdopted adopted) {
        var drain =
                switch (adopted.target()) {
                    case Target.Run run -> run.spec().drain();
                    case Target.Remove _ -> Duration.ZERO;
                };
        for (var instance : before.instances().all().values())
            for (var run : instance.task().stream().toList())
                run.killRequestedAt()
                        .ifPresent(at ->
                                drained.computeIfPresent(
                                        run.id(), (_, until) -> earlier(until, at.plus(drain))));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /// A task is told to end by Mesos.
    void ends(TaskId task, Instant now) {
        var until = drained.get(task);
        Broken.unless(
                until == null || !now.plusMillis(1).isBefore(until),
                "%s is ended at %s, it drains until %s",
                task,
                now,
                until);
    }

    /// What is acknowledged is never told again.
    void acknowledged(TaskId task, TaskStatus status) {
        boolean written =
                status.healthy().isEmpty()
                        || status.state().isTerminal()
                        || found.contains(new Found(task, status.healthy().get()));
        Broken.unless(written, "%s was found %s, and nobody wrote it", task, status.healthy());
    }

    /// What the server's checks found was decided on.
    void examined(Truth truth, List<Finding> findings) {
        for (var finding : findings) {
            var kind = truth.instance(finding.task()).map(Instance::kind);
            boolean judged =
                    kind.filter(it -> it == Kind.RUNNING || it == Kind.UNPROVEN).isPresent();
            if (!judged || truth.atWork(finding.task()).isEmpty()) continue;
            switch (finding) {
                case ApplicationCommand.Healthy(var task) -> written(task, true);
                case ApplicationCommand.Unhealthy(var task, _, var replace) -> {
                    written(task, false);
                    Broken.unless(!replace, "%s was ill for too long and stays", task);
                }
                case ApplicationCommand.Ready _ -> {}
            }
        }
    }

    private void written(TaskId task, boolean healthy) {
        Broken.unless(
                found.contains(new Found(task, healthy)),
                "%s was found %s, and nobody wrote it",
                task,
                healthy ? "well" : "ill");
    }
}
