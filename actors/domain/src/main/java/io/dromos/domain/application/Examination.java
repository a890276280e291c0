package io.dromos.domain.application;

import io.dromos.events.TaskId;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.ApplicationFact.InstanceBecameReady;
import io.dromos.events.facts.ApplicationFact.InstanceHealthChanged;
import io.dromos.events.facts.ApplicationFact.KillRequested;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance;
import io.dromos.events.state.Instance.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What follows from what the server's checks found. Only news becomes a fact, and nothing is found
/// of a task that has ended, was told to end or is out of reach: it was asked before that.
final class Examination {

    private Examination() {}

    /// The facts that follow, in order.
    static List<ApplicationFact> of(
            ApplicationState state, List<ApplicationCommand.Finding> findings, Instant now) {
        var facts = new ArrayList<ApplicationFact>();
        var current = state;
        for (var finding : findings)
            for (var fact : facts(current, finding, now)) {
                facts.add(fact);
                current = current.evolve(fact);
            }
        return facts;
    }

    private static List<ApplicationFact> facts(
            ApplicationState state, ApplicationCommand.Finding finding, Instant now) {
        var found = running(state, finding.task());
        if (found.isEmpty()) return List.of();
        var run = found.get();
        return switch (finding) {
            case ApplicationCommand.Healthy _ ->
                    run.healthy().equals(Optional.of(true))
                            ? List.of()
                            : List.of(changed(state, run, Optional.empty(), now));
            case ApplicationCommand.Unhealthy unhealthy -> unhealthy(state, run, unhealthy, now);
            case ApplicationCommand.Ready _ ->
                    run.ready().equals(Optional.of(false))
                            ? List.of(new InstanceBecameReady(state.app(), run.id(), now))
                            : List.of();
        };
    }

    private static List<ApplicationFact> unhealthy(
            ApplicationState state,
            Instance.Task run,
            ApplicationCommand.Unhealthy finding,
            Instant now) {
        var facts = new ArrayList<ApplicationFact>();
        if (!run.healthy().equals(Optional.of(false)))
            facts.add(changed(state, run, Optional.of(finding.cause()), now));
        if (finding.replace())
            facts.add(
                    new KillRequested(
                            state.app(),
                            run.id().instance(),
                            KillRequested.UNHEALTHY + finding.cause(),
                            false,
                            now));
        return facts;
    }

    private static InstanceHealthChanged changed(
            ApplicationState state, Instance.Task run, Optional<String> cause, Instant now) {
        return new InstanceHealthChanged(state.app(), run.id(), cause.isEmpty(), cause, now);
    }

    private static Optional<Instance.Task> running(ApplicationState state, TaskId task) {
        return state.instances()
                .find(task.instance())
                .filter(it -> it.kind() == Kind.RUNNING || it.kind() == Kind.UNPROVEN)
                .flatMap(Instance::task)
                .filter(run -> run.id().equals(task));
    }
}
