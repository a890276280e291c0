package io.dromos.schema;

import static java.util.Map.entry;

import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.facts.Fact;
import io.dromos.events.facts.FrameworkFact;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The names under which facts are stored. A name is for ever: a fact whose shape changes in any
/// other way than by a new optional field gets a new name, and the old one an entry in [Upcasters].
public final class EventNames {

    private static final Map<Class<? extends Fact>, String> NAMES =
            Map.ofEntries(
                    entry(CatalogFact.ChangeAdmitted.class, "catalog.change-admitted.v1"),
                    entry(CatalogFact.ApplicationAdmitted.class, "catalog.application-admitted.v1"),
                    entry(CatalogFact.RemovalAdmitted.class, "catalog.removal-admitted.v1"),
                    entry(CatalogFact.GroupAdmitted.class, "catalog.group-admitted.v1"),
                    entry(
                            CatalogFact.GroupRemovalAdmitted.class,
                            "catalog.group-removal-admitted.v1"),
                    entry(CatalogFact.DeploymentClosed.class, "catalog.deployment-closed.v1"),
                    entry(ApplicationFact.VersionAdopted.class, "app.version-adopted.v1"),
                    entry(ApplicationFact.StepReleased.class, "app.step-released.v1"),
                    entry(ApplicationFact.StepDone.class, "app.step-done.v1"),
                    entry(ApplicationFact.RolloutLeft.class, "app.rollout-left.v1"),
                    entry(ApplicationFact.RolloutPaused.class, "app.rollout-paused.v1"),
                    entry(ApplicationFact.RolloutResumed.class, "app.rollout-resumed.v1"),
                    entry(ApplicationFact.RolloutBounded.class, "app.rollout-bounded.v1"),
                    entry(ApplicationFact.RolloutStalled.class, "app.rollout-stalled.v1"),
                    entry(ApplicationFact.InstancePlanned.class, "app.instance-planned.v1"),
                    entry(ApplicationFact.LaunchAbandoned.class, "app.launch-abandoned.v1"),
                    entry(ApplicationFact.TaskObserved.class, "app.task-observed.v1"),
                    entry(
                            ApplicationFact.InstanceHealthChanged.class,
                            "app.instance-health-changed.v1"),
                    entry(
                            ApplicationFact.InstanceBecameReady.class,
                            "app.instance-became-ready.v1"),
                    entry(
                            ApplicationFact.InstanceBecameInactive.class,
                            "app.instance-became-inactive.v1"),
                    entry(ApplicationFact.KillRequested.class, "app.kill-requested.v1"),
                    entry(ApplicationFact.InstanceForgotten.class, "app.instance-forgotten.v1"),
                    entry(ApplicationFact.StragglerEnded.class, "app.straggler-ended.v1"),
                    entry(ApplicationFact.DelayReset.class, "app.delay-reset.v1"),
                    entry(ApplicationFact.Removed.class, "app.removed.v1"),
                    entry(DeploymentFact.Started.class, "deployment.started.v1"),
                    entry(DeploymentFact.ActionPlanned.class, "deployment.action-planned.v1"),
                    entry(DeploymentFact.StepStarted.class, "deployment.step-started.v1"),
                    entry(DeploymentFact.StepCompleted.class, "deployment.step-completed.v1"),
                    entry(DeploymentFact.Paused.class, "deployment.paused.v1"),
                    entry(DeploymentFact.Resumed.class, "deployment.resumed.v1"),
                    entry(DeploymentFact.DeadlineSet.class, "deployment.deadline-set.v1"),
                    entry(DeploymentFact.DeadlineLifted.class, "deployment.deadline-lifted.v1"),
                    entry(DeploymentFact.Stalled.class, "deployment.stalled.v1"),
                    entry(DeploymentFact.Finished.class, "deployment.finished.v1"),
                    entry(DeploymentFact.Cancelled.class, "deployment.cancelled.v1"),
                    entry(FrameworkFact.Registered.class, "framework.registered.v1"),
                    entry(FrameworkFact.EpochClaimed.class, "framework.epoch-claimed.v1"),
                    entry(FrameworkFact.AgentSeen.class, "framework.agent-seen.v1"),
                    entry(FrameworkFact.AgentLost.class, "framework.agent-lost.v1"));

    private static final Map<String, Class<? extends Fact>> FACTS =
            NAMES.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    private static final Set<String> DEFINITIONS =
            Set.of(
                    of(CatalogFact.ApplicationAdmitted.class),
                    of(ApplicationFact.VersionAdopted.class));

    private EventNames() {}

    /// The name under which facts of this type are stored today.
    ///
    /// @throws IllegalArgumentException if the type is no fact or was forgotten here
    public static String of(Class<? extends Fact> type) {
        String name = NAMES.get(type);
        if (name == null)
            throw new IllegalArgumentException(
                    type.getName() + " has no stored name: give it one in EventNames");
        return name;
    }

    /// Every name in use today with the type it stands for.
    public static Map<String, Class<? extends Fact>> all() {
        return FACTS;
    }

    /// The names of facts that carry a whole definition and may therefore be larger than others.
    public static Set<String> definitions() {
        return DEFINITIONS;
    }
}
