package io.dromos.api;

import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.PersistenceIds;
import io.dromos.events.TaskId;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.facts.Fact;
import io.dromos.events.facts.FrameworkFact;
import io.dromos.feed.Event;
import io.dromos.feed.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What came of a record, and what it came of: from a request over its change, the deployment and
/// the applications to the lives of tasks. Serves one request, on one thread.
final class Causes {

    /// How many records are looked at for one request; what lies behind them is left out.
    static final int LOOKED_AT_MAX = 200_000;

    private static final int AT_ONCE = 1_000;

    private final History history;
    private int left = LOOKED_AT_MAX;

    Causes(History history) {
        this.history = history;
    }

    /// Whether more might have been found by looking at more records.
    boolean isExhausted() {
        return left <= 0;
    }

    /// What the record came of, the nearest first; the last one is what somebody asked for.
    List<Event> because(Event event) {
        var causes = new ArrayList<Event>();
        for (var next = cause(event); next.isPresent(); next = cause(causes.getLast()))
            causes.add(next.get());
        return causes;
    }

    /// What came of it directly, in order.
    List<Event> caused(Event event) {
        return event.recorded().map(it -> caused(event, it.fact())).orElse(List.of());
    }

    private Optional<Event> cause(Event event) {
        var fact = event.recorded().map(it -> it.fact());
        return fact.flatMap(it ->
                switch (it) {
                    case CatalogFact.ChangeAdmitted _, FrameworkFact _ -> Optional.empty();
                    case CatalogFact.DeploymentClosed closed -> started(closed.deployment());
                    case CatalogFact other -> change(event, other);
                    case DeploymentFact.Started started -> admission(started.admission());
                    case DeploymentFact other -> started(other.deployment());
                    case ApplicationFact.VersionAdopted adopted -> admission(adopted.admission());
                    case ApplicationFact other -> inLife(event, other);
                });
    }

    /// The change stands before what it consists of.
    private Optional<Event> change(Event event, CatalogFact fact) {
        var deployment = Concerns.of(fact).deployments().getFirst();
        long number = event.sequenceNr();
        for (long from = number; from > Math.max(0, number - LOOKED_AT_MAX); from -= AT_ONCE) {
            long first = Math.max(1, from - AT_ONCE);
            var some = history.of(PersistenceIds.CATALOG, first, (int) (from - first));
            for (var it : some.reversed())
                if (fact(it) instanceof CatalogFact.ChangeAdmitted change
                        && change.deployment().value().equals(deployment)) return Optional.of(it);
        }
        return Optional.empty();
    }

    private Optional<Event> started(DeploymentId deployment) {
        return history.of(PersistenceIds.of(deployment), 1, 1).stream().findFirst();
    }

    private Optional<Event> admission(long number) {
        return history.of(PersistenceIds.CATALOG, number, 1).stream().findFirst();
    }

    /// Of a task its plan, of all else the definition that the application followed then.
    private Optional<Event> inLife(Event event, ApplicationFact fact) {
        var task = task(fact);
        var found = new Found();
        walk(
                PersistenceIds.of(fact.app()),
                1,
                it -> {
                    if (it.offset() >= event.offset()) return false;
                    if (fact(it) instanceof ApplicationFact.VersionAdopted) found.last = it;
                    else if (fact(it) instanceof ApplicationFact.InstancePlanned planned
                            && task.equals(Optional.of(planned.task()))) found.plan = it;
                    return true;
                });
        return Optional.ofNullable(found.plan).or(() -> Optional.ofNullable(found.last));
    }

    private static final class Found {
        private @Nullable Event plan;
        private @Nullable Event last;
    }

    private List<Event> caused(Event event, Fact fact) {
        return switch (fact) {
            case CatalogFact.ChangeAdmitted it -> ofChange(event, it);
            case CatalogFact.ApplicationAdmitted it -> adopted(event, it.app(), it.deployment());
            case CatalogFact.RemovalAdmitted it -> adopted(event, it.app(), it.deployment());
            case DeploymentFact.Started it ->
                    history.of(PersistenceIds.of(it.deployment()), 2, AT_ONCE);
            case ApplicationFact.VersionAdopted it -> following(event, it.app());
            case ApplicationFact.InstancePlanned it -> life(event, it.app(), it.task());
            case CatalogFact _, DeploymentFact _, ApplicationFact _, FrameworkFact _ -> List.of();
        };
    }

    private List<Event> ofChange(Event event, CatalogFact.ChangeAdmitted change) {
        long number = event.sequenceNr();
        int count = Math.min(change.count(), AT_ONCE);
        var parts =
                count == 0
                        ? new ArrayList<Event>()
                        : new ArrayList<>(history.of(PersistenceIds.CATALOG, number + 1, count));
        started(change.deployment()).ifPresent(parts::add);
        return parts;
    }

    private List<Event> adopted(Event event, AppId app, DeploymentId deployment) {
        var found = new ArrayList<Event>();
        walk(
                PersistenceIds.of(app),
                1,
                it -> {
                    if (it.offset() > event.offset()
                            && fact(it) instanceof ApplicationFact.VersionAdopted adopted
                            && adopted.deployment().equals(deployment)) found.add(it);
                    return found.isEmpty();
                });
        return found;
    }

    /// What the application did until it followed another definition; of tasks only the plans.
    private List<Event> following(Event event, AppId app) {
        var found = new ArrayList<Event>();
        walk(
                PersistenceIds.of(app),
                event.sequenceNr() + 1,
                it -> {
                    if (fact(it) instanceof ApplicationFact.VersionAdopted) return false;
                    if (fact(it) instanceof ApplicationFact.InstancePlanned
                            || (fact(it) instanceof ApplicationFact other && task(other).isEmpty()))
                        found.add(it);
                    return found.size() < AT_ONCE;
                });
        return found;
    }

    private List<Event> life(Event plan, AppId app, TaskId task) {
        var found = new ArrayList<Event>();
        walk(
                PersistenceIds.of(app),
                plan.sequenceNr() + 1,
                it -> {
                    if (fact(it) instanceof ApplicationFact other
                            && task(other).equals(Optional.of(task))) found.add(it);
                    return found.size() < AT_ONCE;
                });
        return found;
    }

    private static Optional<TaskId> task(ApplicationFact fact) {
        return switch (fact) {
            case ApplicationFact.LaunchAbandoned it -> Optional.of(it.task());
            case ApplicationFact.TaskObserved it -> Optional.of(it.task());
            case ApplicationFact.InstanceHealthChanged it -> Optional.of(it.task());
            case ApplicationFact.InstanceBecameReady it -> Optional.of(it.task());
            case ApplicationFact.InstanceBecameInactive it -> Optional.of(it.task());
            case ApplicationFact.StragglerEnded it -> Optional.of(it.task());
            case ApplicationFact.VersionAdopted _,
                    ApplicationFact.StepReleased _,
                    ApplicationFact.StepDone _,
                    ApplicationFact.RolloutLeft _,
                    ApplicationFact.RolloutPaused _,
                    ApplicationFact.RolloutResumed _,
                    ApplicationFact.RolloutBounded _,
                    ApplicationFact.RolloutStalled _,
                    ApplicationFact.InstancePlanned _,
                    ApplicationFact.KillRequested _,
                    ApplicationFact.InstanceForgotten _,
                    ApplicationFact.DelayReset _,
                    ApplicationFact.Removed _ ->
                    Optional.empty();
        };
    }

    private static @Nullable Fact fact(Event event) {
        return event.recorded().map(it -> it.fact()).orElse(null);
    }

    /// Gives an aggregate's records to the visitor until it has enough.
    private void walk(String persistenceId, long from, Predicate<Event> visitor) {
        long next = from;
        while (left > 0) {
            var some = history.of(persistenceId, next, AT_ONCE);
            left -= some.size();
            for (var event : some) if (!visitor.test(event)) return;
            if (some.isEmpty()) return;
            next = some.getLast().sequenceNr() + 1;
        }
    }
}
