package io.dromos.simulation;

import io.dromos.domain.Policy;
import io.dromos.events.AppId;
import io.dromos.events.TaskId;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.facts.Fact;
import io.dromos.events.facts.FrameworkFact;
import io.dromos.events.facts.Target;
import io.dromos.events.spec.Constraint;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.CatalogState;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.DeploymentState.Planned;
import io.dromos.events.state.Instance;
import io.dromos.events.state.State;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What no fact may say, whoever decided it: judged when it has become durable, on what was durable
/// before.
final class FactChecks {

    private record Defined(AppId app, Version version) {}

    private final Truth truth;
    private final PauseChecks pauses;
    private final StallChecks stalls;
    private final SilenceChecks silences;
    private final Set<TaskId> planned = new HashSet<>();
    private final Set<String> changes = new HashSet<>();
    private final Map<Defined, Long> admissions = new HashMap<>();
    private final WorkChecks work;
    private final BalanceChecks balance = new BalanceChecks();
    private final HealthChecks health = new HealthChecks();
    private long announced;
    private long admission;

    /// @param policy what is settled in this run
    FactChecks(Truth truth, Policy policy) {
        this.truth = truth;
        this.silences = new SilenceChecks(policy);
        this.pauses = new PauseChecks(truth, silences);
        this.stalls = new StallChecks(truth);
        this.work = new WorkChecks(truth);
    }

    PauseChecks pauses() {
        return pauses;
    }

    HealthChecks health() {
        return health;
    }

    boolean wasPlanned(TaskId task) {
        return planned.contains(task);
    }

    void check(State before, Fact fact) {
        switch (fact) {
            case CatalogFact catalog -> check((CatalogState) before, catalog);
            case ApplicationFact application -> check((ApplicationState) before, application);
            case DeploymentFact deployment -> check((DeploymentState) before, deployment);
            case FrameworkFact _ -> {}
        }
    }

    private void check(DeploymentState before, DeploymentFact fact) {
        switch (fact) {
            case DeploymentFact.StepStarted _, DeploymentFact.StepCompleted _ ->
                    PauseChecks.stepped(before, fact);
            case DeploymentFact.Stalled stalled -> stalls.check(before, stalled);
            case DeploymentFact.Started _,
                    DeploymentFact.ActionPlanned _,
                    DeploymentFact.Paused _,
                    DeploymentFact.Resumed _,
                    DeploymentFact.DeadlineSet _,
                    DeploymentFact.DeadlineLifted _,
                    DeploymentFact.Finished _,
                    DeploymentFact.Cancelled _ -> {}
        }
    }

    private void check(CatalogState before, CatalogFact fact) {
        switch (fact) {
            case CatalogFact.ChangeAdmitted change -> {
                Broken.unless(announced == 0, "%d facts of a change are missing", announced);
                Broken.unless(
                        changes.add(change.change().value()),
                        "Change %s is admitted twice",
                        change.change());
                announced = change.count();
                admission = change.admission();
            }
            case CatalogFact.ApplicationAdmitted admitted -> {
                announced--;
                WorkChecks.admitted(before, admitted.deployment(), admitted.app());
                admissions.put(new Defined(admitted.app(), admitted.version()), admission);
            }
            case CatalogFact.RemovalAdmitted removed -> {
                announced--;
                WorkChecks.admitted(before, removed.deployment(), removed.app());
            }
            case CatalogFact.GroupAdmitted _, CatalogFact.GroupRemovalAdmitted _ -> announced--;
            case CatalogFact.DeploymentClosed closed -> {
                if (closed.outcome() == CatalogFact.Outcome.FINISHED) finished(before, closed);
            }
        }
    }

    private void finished(CatalogState before, CatalogFact.DeploymentClosed closed) {
        var open = before.open().get(closed.deployment());
        if (open == null) return;
        var undone = work.undone(open.id(), open.admission(), open.actions());
        Broken.unless(
                undone.isEmpty(),
                "Deployment %s is finished before %s has done step %d",
                closed.deployment(),
                undone.map(Planned::app),
                undone.map(Planned::step).orElse(0));
    }

    private void check(ApplicationState before, ApplicationFact fact) {
        judge(before, fact);
        balance.fact(fact);
        health.fact(before, fact);
    }

    private void judge(ApplicationState before, ApplicationFact fact) {
        switch (fact) {
            case ApplicationFact.VersionAdopted adopted -> adopted(before, adopted);
            case ApplicationFact.InstancePlanned plan -> planned(before, plan);
            case ApplicationFact.InstanceForgotten gone -> SilenceChecks.forgotten(before, gone);
            case ApplicationFact.TaskObserved news -> observed(before, news);
            case ApplicationFact.StragglerEnded gone ->
                    Broken.unless(
                            before.isAtLarge(gone.task()),
                            "%s ends, but was not at large",
                            gone.task());
            case ApplicationFact.KillRequested kill -> {
                CapacityChecks.killed(before, kill);
                pauses.killed(before, kill);
                silences.killed(before, kill);
                balance.killed(before, kill);
            }
            case ApplicationFact.StepReleased released -> {
                pauses.released(before, released);
                work.released(before, released);
            }
            case ApplicationFact.RolloutPaused it -> pauses.paused(before, it);
            case ApplicationFact.RolloutResumed it -> pauses.steered(before, it, it.turn());
            case ApplicationFact.RolloutBounded it -> pauses.steered(before, it, it.turn());
            case ApplicationFact.RolloutStalled stalled -> stalls.check(before, stalled);
            case ApplicationFact.StepDone done -> WorkChecks.done(before, done);
            case ApplicationFact.InstanceBecameInactive it -> SilenceChecks.replaced(before, it);
            case ApplicationFact.RolloutLeft _,
                    ApplicationFact.LaunchAbandoned _,
                    ApplicationFact.InstanceHealthChanged _,
                    ApplicationFact.InstanceBecameReady _,
                    ApplicationFact.DelayReset _,
                    ApplicationFact.Removed _ -> {}
        }
    }

    private void adopted(ApplicationState before, ApplicationFact.VersionAdopted adopted) {
        Broken.unless(
                adopted.admission() > before.rollout().admission(),
                "%s adopts admission %d after %d",
                adopted.app(),
                adopted.admission(),
                before.rollout().admission());
        if (!(adopted.target() instanceof Target.Run run)) return;
        var known = admissions.get(new Defined(adopted.app(), run.version()));
        Broken.unless(
                known != null && known == adopted.admission(),
                "%s adopts version %s as admission %d, it is of %s",
                adopted.app(),
                run.version(),
                adopted.admission(),
                known);
    }

    private void planned(ApplicationState before, ApplicationFact.InstancePlanned plan) {
        Broken.unless(
                plan.epoch() == truth.epoch(),
                "%s is planned in epoch %d, the newest is %d",
                plan.task(),
                plan.epoch(),
                truth.epoch());
        Broken.unless(planned.add(plan.task()), "%s is planned twice", plan.task());
        var instance = before.instances().find(plan.instance());
        Broken.unless(
                instance.flatMap(Instance::task).isEmpty(),
                "%s is planned while another run is at work",
                plan.task());
        if (before.run().isEmpty()) return;
        CapacityChecks.planned(before, plan);
        pauses.planned(before, plan);
        balance.planned(before, plan);
        var peers =
                before.instances().all().values().stream()
                        .filter(it -> it.config().equals(plan.config()) && !it.decommissioned())
                        .filter(it -> it.kind() != Instance.Kind.INACTIVE)
                        .flatMap(it -> it.task().stream())
                        .collect(
                                Collectors.groupingBy(
                                        it -> it.placement().host(), Collectors.counting()));
        for (var constraint : before.run().get().spec().constraints())
            Broken.unless(
                    keeps(constraint, plan, peers.getOrDefault(plan.placement().host(), 0L)),
                    "%s on %s breaks %s",
                    plan.task(),
                    plan.placement().host(),
                    constraint);
    }

    /// @param peers how many instances of the same configuration the host has already
    private static boolean keeps(
            Constraint constraint, ApplicationFact.InstancePlanned plan, long peers) {
        var value = constraint.value().orElse("");
        var field =
                constraint.field().equals("hostname")
                        ? plan.placement().host()
                        : plan.placement().attributes().getOrDefault(constraint.field(), "");
        return switch (constraint.operator()) {
            case UNIQUE -> peers == 0;
            case MAX_PER -> peers < Long.parseLong(value);
            case LIKE -> field.matches(value);
            case UNLIKE -> !field.matches(value);
            case CLUSTER, IS -> field.equals(value);
            case GROUP_BY -> true;
        };
    }

    private static void observed(ApplicationState before, ApplicationFact.TaskObserved news) {
        boolean atWork =
                before.instances()
                        .find(news.task().instance())
                        .flatMap(Instance::task)
                        .filter(run -> run.id().equals(news.task()))
                        .isPresent();
        Broken.unless(atWork, "%s tells %s after its end", news.task(), news.state());
    }
}
