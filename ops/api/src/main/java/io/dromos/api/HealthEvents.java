package io.dromos.api;

import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.ApplicationFact.InstanceHealthChanged;
import io.dromos.events.facts.ApplicationFact.KillRequested;
import io.dromos.events.facts.ApplicationFact.TaskObserved;
import io.dromos.events.facts.ApplicationFact.VersionAdopted;
import io.dromos.events.facts.Target;
import io.dromos.events.spec.HealthCheck;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.CatalogState.Definition;
import io.dromos.events.state.Instance;
import io.dromos.json.HealthEventWriter;
import io.dromos.json.TaskWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells what facts say of health, in the words of Marathon's event stream.
final class HealthEvents {

    private HealthEvents() {}

    /// An event.
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Named(String type, byte[] data) {}

    /// What a fact says of health.
    ///
    /// @param state before the fact
    /// @param definition in force after it
    static List<Named> of(
            ApplicationState state, ApplicationFact fact, Optional<Definition> definition) {
        return switch (fact) {
            case VersionAdopted it -> adopted(state, it);
            case InstanceHealthChanged it -> {
                var instance = state.instances().find(it.task().instance());
                var events = new ArrayList<Named>();
                if (instance.isPresent() && !it.healthy())
                    failed(state, instance.get(), it.at()).ifPresent(events::add);
                instance.ifPresent(known ->
                        events.addAll(
                                changed(
                                        known,
                                        TaskWriter.version(definition, known),
                                        it.healthy(),
                                        it.at())));
                yield events;
            }
            case TaskObserved it ->
                    state.instances()
                            .find(it.task().instance())
                            .filter(known -> isNews(known, it.healthy()))
                            .map(known ->
                                    changed(
                                            known,
                                            TaskWriter.version(definition, known),
                                            it.healthy().orElseThrow(),
                                            it.at()))
                            .orElse(List.of());
            case KillRequested it -> killed(state, it, definition);
            case ApplicationFact.StepReleased _,
                    ApplicationFact.StepDone _,
                    ApplicationFact.RolloutLeft _,
                    ApplicationFact.RolloutPaused _,
                    ApplicationFact.RolloutResumed _,
                    ApplicationFact.RolloutBounded _,
                    ApplicationFact.RolloutStalled _,
                    ApplicationFact.InstancePlanned _,
                    ApplicationFact.LaunchAbandoned _,
                    ApplicationFact.InstanceBecameReady _,
                    ApplicationFact.InstanceBecameInactive _,
                    ApplicationFact.InstanceForgotten _,
                    ApplicationFact.StragglerEnded _,
                    ApplicationFact.DelayReset _,
                    ApplicationFact.Removed _ ->
                    List.of();
        };
    }

    /// The checks of a new configuration take the place of those of the old one.
    private static List<Named> adopted(ApplicationState state, VersionAdopted fact) {
        var events = new ArrayList<Named>();
        var before = state.run();
        var next =
                fact.target() instanceof Target.Run run
                        ? Optional.of(run)
                        : Optional.<Target.Run>empty();
        if (config(before).equals(config(next))) return events;
        for (var check : checks(next))
            events.add(
                    new Named(
                            "add_health_check_event",
                            HealthEventWriter.added(
                                    fact.app(), check, next.orElseThrow().version(), fact.at())));
        for (var _ : checks(before))
            events.add(
                    new Named(
                            "remove_health_check_event",
                            HealthEventWriter.removed(fact.app(), fact.at())));
        return events;
    }

    private static Optional<Version> config(Optional<Target.Run> run) {
        return run.map(it -> it.info().lastConfigChangeAt());
    }

    private static List<HealthCheck> checks(Optional<Target.Run> run) {
        return run.map(it -> it.spec().healthOrNone().checks()).orElse(List.of());
    }

    /// Which check failed is known if there is only one.
    private static Optional<Named> failed(ApplicationState state, Instance instance, Instant at) {
        var checks =
                state.run()
                        .filter(run -> run.info().lastConfigChangeAt().equals(instance.config()))
                        .map(run -> run.spec().healthOrNone().byServer())
                        .orElse(List.of());
        if (checks.size() != 1) return Optional.empty();
        var data = HealthEventWriter.failed(instance.id(), checks.getFirst(), at);
        return Optional.of(new Named("failed_health_check_event", data));
    }

    private static boolean isNews(Instance known, Optional<Boolean> healthy) {
        return healthy.isPresent()
                && known.task().filter(task -> !task.healthy().equals(healthy)).isPresent();
    }

    private static List<Named> changed(
            Instance instance, Version version, boolean healthy, Instant at) {
        return List.of(
                new Named(
                        "health_status_changed_event",
                        HealthEventWriter.status(instance.id(), version, healthy, at)),
                new Named(
                        "instance_health_changed_event",
                        HealthEventWriter.instance(instance.id(), version, healthy, at)));
    }

    private static List<Named> killed(
            ApplicationState state, KillRequested kill, Optional<Definition> definition) {
        var instance = state.instances().find(kill.instance()).filter(_ -> kill.isForHealth());
        var task = instance.flatMap(Instance::task);
        if (task.isEmpty()) return List.of();
        var version = TaskWriter.version(definition, instance.get());
        return List.of(
                new Named(
                        "unhealthy_instance_kill_event",
                        HealthEventWriter.killed(kill, task.get(), version)));
    }
}
