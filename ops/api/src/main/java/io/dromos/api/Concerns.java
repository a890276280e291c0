package io.dromos.api;

import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.GroupId;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.facts.Fact;
import io.dromos.events.facts.FrameworkFact;
import java.util.ArrayList;
import java.util.List;

/// What a fact is about.
///
/// @param apps paths of applications
/// @param deployments their ids, the one that it belongs to first
/// @param groups paths of groups
record Concerns(List<String> apps, List<String> deployments, List<String> groups) {

    private static final Concerns NONE = new Concerns(List.of(), List.of(), List.of());

    static Concerns of(Fact fact) {
        return switch (fact) {
            case CatalogFact it -> catalog(it);
            case ApplicationFact it -> application(it);
            case DeploymentFact it -> deployment(it);
            case FrameworkFact _ -> NONE;
        };
    }

    private static Concerns catalog(CatalogFact fact) {
        return switch (fact) {
            case CatalogFact.ChangeAdmitted it -> {
                var deployments = new ArrayList<String>();
                deployments.add(it.deployment().value());
                it.superseded().forEach(other -> deployments.add(other.value()));
                it.undoes().ifPresent(other -> deployments.add(other.value()));
                yield new Concerns(List.of(), deployments, List.of());
            }
            case CatalogFact.ApplicationAdmitted it -> app(it.app(), it.deployment());
            case CatalogFact.RemovalAdmitted it -> app(it.app(), it.deployment());
            case CatalogFact.GroupAdmitted it -> group(it.group(), it.deployment());
            case CatalogFact.GroupRemovalAdmitted it -> group(it.group(), it.deployment());
            case CatalogFact.DeploymentClosed it -> deployment(it.deployment());
        };
    }

    private static Concerns application(ApplicationFact fact) {
        return switch (fact) {
            case ApplicationFact.VersionAdopted it -> app(it.app(), it.deployment());
            case ApplicationFact.StepReleased it -> app(it.app(), it.deployment());
            case ApplicationFact.StepDone it -> app(it.app(), it.deployment());
            case ApplicationFact.RolloutLeft it -> app(it.app(), it.deployment());
            case ApplicationFact.RolloutPaused it -> app(it.app(), it.deployment());
            case ApplicationFact.RolloutResumed it -> app(it.app(), it.deployment());
            case ApplicationFact.RolloutBounded it -> app(it.app(), it.deployment());
            case ApplicationFact.RolloutStalled it -> app(it.app(), it.deployment());
            case ApplicationFact.InstancePlanned _,
                    ApplicationFact.LaunchAbandoned _,
                    ApplicationFact.TaskObserved _,
                    ApplicationFact.InstanceHealthChanged _,
                    ApplicationFact.InstanceBecameReady _,
                    ApplicationFact.InstanceBecameInactive _,
                    ApplicationFact.KillRequested _,
                    ApplicationFact.InstanceForgotten _,
                    ApplicationFact.StragglerEnded _,
                    ApplicationFact.DelayReset _,
                    ApplicationFact.Removed _ ->
                    new Concerns(List.of(fact.app().path()), List.of(), List.of());
        };
    }

    private static Concerns deployment(DeploymentFact fact) {
        return switch (fact) {
            case DeploymentFact.ActionPlanned it -> app(it.app(), it.deployment());
            case DeploymentFact.Stalled it -> app(it.app(), it.deployment());
            case DeploymentFact.Started _,
                    DeploymentFact.StepStarted _,
                    DeploymentFact.StepCompleted _,
                    DeploymentFact.Paused _,
                    DeploymentFact.Resumed _,
                    DeploymentFact.DeadlineSet _,
                    DeploymentFact.DeadlineLifted _,
                    DeploymentFact.Finished _,
                    DeploymentFact.Cancelled _ ->
                    deployment(fact.deployment());
        };
    }

    private static Concerns app(AppId app, DeploymentId deployment) {
        return new Concerns(List.of(app.path()), List.of(deployment.value()), List.of());
    }

    private static Concerns group(GroupId group, DeploymentId deployment) {
        return new Concerns(List.of(), List.of(deployment.value()), List.of(group.path()));
    }

    private static Concerns deployment(DeploymentId deployment) {
        return new Concerns(List.of(), List.of(deployment.value()), List.of());
    }
}
