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
import java.util.concurrent.CompletionStage;

/// What actors may look up in the views: hints where work is left, never the truth to decide on.
public interface ReadSide {

    /// Applications with a wish that is not met, a deadline, or a rollout that is not done.
    List<AppId> unsettled(Instant now);

    /// Applications with tasks that the server has to ask for their health.
    List<AppId> watched();

    /// Deployments that are open in the catalog, or not ended in their own facts.
    List<DeploymentId> openDeployments();

    /// Applications that no open deployment looks after, though they are not what is wanted, and
    /// what to tell each of them ([io.dromos.domain.application.LeftBehind]).
    Map<AppId, List<ApplicationCommand>> leftBehind();

    /// Every task that the log planned and did not end, read after the views have passed whatever
    /// was in the log at the time of the call.
    ///
    /// @param agent only tasks on this one, if given
    CompletionStage<List<Live>> liveTasks(Optional<AgentId> agent);
}
