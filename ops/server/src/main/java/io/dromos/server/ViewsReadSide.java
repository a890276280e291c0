package io.dromos.server;

import io.dromos.actors.ReadSide;
import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.LeftBehind;
import io.dromos.domain.front.Telling;
import io.dromos.domain.front.Wanting;
import io.dromos.domain.health.Subjects;
import io.dromos.domain.scheduling.SchedulerInput.Live;
import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance;
import io.dromos.feed.Folded;
import io.dromos.feed.View;
import io.dromos.feed.Views;
import io.dromos.journal.Log;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

/// What actors look up in the views.
final class ViewsReadSide implements ReadSide {

    private final Views views;
    private final Log log;

    ViewsReadSide(Views views, Log log) {
        this.views = views;
        this.log = log;
    }

    @Override
    public List<AppId> unsettled(Instant now) {
        return states(views.now()).stream()
                .filter(state -> !Telling.rests(state, now))
                .map(ApplicationState::app)
                .toList();
    }

    @Override
    public List<AppId> watched() {
        return states(views.now()).stream()
                .filter(Subjects::isNeeded)
                .map(ApplicationState::app)
                .toList();
    }

    @Override
    public List<DeploymentId> openDeployments() {
        var view = views.now();
        var open = new TreeSet<>(view.catalog().state().open().keySet());
        open.addAll(view.deployments().keySet());
        return List.copyOf(open);
    }

    @Override
    public Map<AppId, List<ApplicationCommand>> leftBehind() {
        var view = views.now();
        return LeftBehind.orders(view.catalog().state(), states(view));
    }

    @Override
    public CompletionStage<List<Live>> liveTasks(Optional<AgentId> agent) {
        return views.reached(log.head().offset()).thenApply(_ -> live(views.now(), agent));
    }

    private static List<Live> live(View view, Optional<AgentId> agent) {
        var tasks = new ArrayList<Instance.Task>();
        for (var state : states(view))
            for (var instance : state.instances().all().values())
                instance.task()
                        .filter(task ->
                                agent.isEmpty() || agent.get().equals(task.placement().agent()))
                        .ifPresent(tasks::add);
        return Wanting.live(tasks);
    }

    /// Removed applications that still have tasks are among those followed.
    private static List<ApplicationState> states(View view) {
        return view.applications().values().stream().map(Folded::state).toList();
    }
}
