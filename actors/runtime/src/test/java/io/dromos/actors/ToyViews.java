package io.dromos.actors;

import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.scheduling.SchedulerInput.Live;
import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Views that show what a test gives.
///
/// @param unsettled applications whose wish is not met
/// @param tasks those that live
record ToyViews(List<AppId> unsettled, List<Live> tasks) implements ReadSide {

    @Override
    public List<AppId> unsettled(Instant now) {
        return unsettled;
    }

    @Override
    public List<AppId> watched() {
        return List.of();
    }

    @Override
    public List<DeploymentId> openDeployments() {
        return List.of();
    }

    @Override
    public Map<AppId, List<ApplicationCommand>> leftBehind() {
        return Map.of();
    }

    @Override
    public CompletionStage<List<Live>> liveTasks(Optional<AgentId> agent) {
        return CompletableFuture.completedStage(tasks);
    }
}
