package io.dromos.api;

import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.InstanceId;
import io.dromos.events.Origin;
import io.dromos.events.Recorded;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.facts.FrameworkFact;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.CatalogState;
import io.dromos.events.state.Instance;
import io.dromos.feed.Event;
import io.dromos.feed.Folded;
import io.dromos.feed.View;
import io.dromos.json.DeploymentWriter.Plan;
import io.dromos.json.EventWriter;
import io.dromos.json.TaskWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells facts in the words of Marathon's event stream.
///
/// Some events need what was before the fact (where a task ran that is over now), so it folds the
/// view along. What it tells of a fact depends on the log alone, and not on how many facts it is
/// given at a time, so that the past is told as it was told when it was the present.
final class EventTranslator {

    private static final String CANCELLED = "The upgrade has been cancelled";

    private final String master;
    private final List<Told> told = new ArrayList<>();
    private final List<AppId> admitted = new ArrayList<>();
    private final TouchedGroups groups = new TouchedGroups();
    private View before;
    private View after;
    private Optional<CatalogFact.ChangeAdmitted> change = Optional.empty();
    private int missing;

    /// @param start what was before the first fact it is given, which begins a list
    /// @param master Mesos' master, as it was named
    EventTranslator(View start, String master) {
        this.before = start;
        this.after = start;
        this.master = master;
    }

    /// One event of the stream.
    ///
    /// @param offset of the fact it tells of
    /// @param data its payload, on one line
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Told(long offset, String type, byte[] data) {}

    /// The events of the next fact; none if there is nothing to tell.
    ///
    /// @throws IllegalStateException if it does not follow the last one
    List<Told> tell(Event event) {
        before = after;
        after = before.after(event);
        told.clear();
        event.recorded().ifPresent(it -> tell(event, it));
        return List.copyOf(told);
    }

    private void tell(Event event, Recorded recorded) {
        switch (recorded.fact()) {
            case CatalogFact fact -> catalog(event.offset(), fact, recorded.origin());
            case DeploymentFact fact -> deployment(event.offset(), fact);
            case ApplicationFact fact -> application(event.offset(), fact);
            case FrameworkFact.Registered fact ->
                    add(
                            event.offset(),
                            "scheduler_registered_event",
                            EventWriter.registered(fact.framework().value(), master, fact.at()));
            case FrameworkFact.EpochClaimed _,
                    FrameworkFact.AgentSeen _,
                    FrameworkFact.AgentLost _ -> {}
        }
    }

    private void catalog(long offset, CatalogFact fact, Origin origin) {
        var known = before.catalog().state();
        switch (fact) {
            case CatalogFact.ChangeAdmitted it -> {
                for (var old : it.superseded()) closed(offset, known, old, false, it.at());
                change = Optional.of(it);
                missing = it.count();
            }
            case CatalogFact.ApplicationAdmitted it -> {
                admitted.add(it.app());
                groups.add(it.app().group());
                missing--;
            }
            case CatalogFact.RemovalAdmitted it -> {
                groups.add(it.app().group());
                missing--;
            }
            case CatalogFact.GroupAdmitted it -> {
                groups.add(it.group().path());
                missing--;
            }
            case CatalogFact.GroupRemovalAdmitted it -> {
                groups.add(it.group().path());
                missing--;
            }
            case CatalogFact.DeploymentClosed it -> {
                closed(offset, known, it.deployment(), it.outcome() == Outcome.FINISHED, it.at());
                return;
            }
        }
        if (missing == 0) change(offset, origin);
    }

    /// The catalog decides how a deployment ends, and what it says is what views show.
    private void closed(
            long offset, CatalogState known, DeploymentId id, boolean finished, Instant at) {
        var open = known.open().get(id);
        if (open == null) return;
        var plan = Plan.of(open);
        if (finished) add(offset, "deployment_success", EventWriter.succeeded(plan, at));
        else add(offset, "deployment_failed", EventWriter.failed(plan, CANCELLED, at));
    }

    /// A change is told once, with the last of its facts.
    private void change(long offset, Origin origin) {
        if (change.isEmpty()) return;
        var whole = change.get();
        var cause = origin.cause().orElse("").split(" ", 2);
        boolean posted = cause[0].equals("POST") && cause[cause.length - 1].equals("/v2/apps");
        boolean put = cause[0].equals("PUT") || cause[0].equals("PATCH");
        var path = cause[cause.length - 1];
        var app = put ? RequestPath.application(path) : apps(posted);
        app.ifPresent(it -> groups.add(it.group()));
        add(
                offset,
                "group_change_success",
                EventWriter.groupChanged(groups.name(cause[0], path), whole.version(), whole.at()));
        app.flatMap(after::definition)
                .ifPresent(it ->
                        add(
                                offset,
                                "api_post_event",
                                EventWriter.posted(
                                        origin.address().orElse(""),
                                        path,
                                        it,
                                        !posted,
                                        whole.at())));
        change = Optional.empty();
        admitted.clear();
        groups.clear();
    }

    private Optional<AppId> apps(boolean posted) {
        return posted && admitted.size() == 1 ? Optional.of(admitted.getFirst()) : Optional.empty();
    }

    private void deployment(long offset, DeploymentFact fact) {
        // One that has ended is in no view, and nothing more is told of it.
        var plan = after.deployment(fact.deployment()).flatMap(Plan::of);
        if (plan.isEmpty()) return;
        switch (fact) {
            case DeploymentFact.Started _, DeploymentFact.ActionPlanned _ -> {}
            case DeploymentFact.StepStarted it ->
                    step(offset, "deployment_info", plan.get(), it.step(), it.at());
            case DeploymentFact.StepCompleted it ->
                    step(offset, "deployment_step_success", plan.get(), it.step(), it.at());
            case DeploymentFact.Paused _,
                    DeploymentFact.Resumed _,
                    DeploymentFact.DeadlineSet _,
                    DeploymentFact.DeadlineLifted _,
                    DeploymentFact.Stalled _,
                    DeploymentFact.Finished _,
                    DeploymentFact.Cancelled _ -> {}
        }
    }

    private void step(long offset, String type, Plan plan, int step, Instant at) {
        add(offset, type, EventWriter.step(type, plan, step, at));
    }

    private void application(long offset, ApplicationFact fact) {
        var state = known(before, fact.app());
        // One that the views forgot is not told of until it is adopted again.
        boolean forgotten = state.rollout().admission() == 0;
        if (forgotten && !(fact instanceof ApplicationFact.VersionAdopted)) return;
        for (var it : HealthEvents.of(state, fact, after.definition(fact.app())))
            add(offset, it.type(), it.data());
        switch (fact) {
            case ApplicationFact.InstancePlanned it -> planned(offset, it);
            case ApplicationFact.TaskObserved it -> observed(offset, state, it);
            case ApplicationFact.KillRequested it -> leaving(offset, state, it);
            case ApplicationFact.InstanceBecameInactive it -> inactive(offset, state, it);
            case ApplicationFact.Removed it ->
                    add(offset, "app_terminated_event", EventWriter.terminated(it.app(), it.at()));
            case ApplicationFact.VersionAdopted _,
                    ApplicationFact.StepReleased _,
                    ApplicationFact.StepDone _,
                    ApplicationFact.RolloutLeft _,
                    ApplicationFact.RolloutPaused _,
                    ApplicationFact.RolloutResumed _,
                    ApplicationFact.RolloutBounded _,
                    ApplicationFact.RolloutStalled _,
                    ApplicationFact.LaunchAbandoned _,
                    ApplicationFact.InstanceHealthChanged _,
                    ApplicationFact.InstanceBecameReady _,
                    ApplicationFact.InstanceForgotten _,
                    ApplicationFact.StragglerEnded _,
                    ApplicationFact.DelayReset _ -> {}
        }
    }

    private static ApplicationState known(View view, AppId app) {
        return view.application(app)
                .or(() -> Optional.ofNullable(view.gone().get(app)).map(Folded::state))
                .orElseGet(() -> ApplicationState.empty(app));
    }

    /// Marathon schedules an instance before it finds a place; here both are known at once.
    private void planned(long offset, ApplicationFact.InstancePlanned fact) {
        var instance = instance(fact.app(), fact.instance());
        if (fact.task().incarnation() == 1)
            changed(offset, instance, "Scheduled", Optional.empty(), fact.at());
        changed(offset, instance, "Provisioned", instance.task(), fact.at());
    }

    private void observed(long offset, ApplicationState state, ApplicationFact.TaskObserved news) {
        var instance = state.instances().find(news.task().instance());
        var task = instance.flatMap(Instance::task);
        if (instance.isEmpty() || task.isEmpty()) return;
        var version = TaskWriter.version(after.definition(news.app()), instance.get());
        add(offset, "status_update_event", EventWriter.status(news, task.get(), version));
        if (task.get().planned() || task.get().state() != news.state())
            changed(offset, instance.get(), Conditions.of(news.state()), task, news.at());
    }

    private void inactive(
            long offset, ApplicationState state, ApplicationFact.InstanceBecameInactive fact) {
        state.instances()
                .find(fact.task().instance())
                .ifPresent(it -> changed(offset, it, "UnreachableInactive", it.task(), fact.at()));
    }

    /// One that is to go for good, or to drain, is told of at once; a run that ends when it did.
    private void leaving(long offset, ApplicationState state, ApplicationFact.KillRequested kill) {
        var instance = state.instances().find(kill.instance());
        boolean drains = state.run().filter(run -> !run.spec().drain().isZero()).isPresent();
        var task = instance.flatMap(Instance::task);
        if (task.isEmpty() || (!kill.decommission() && !drains)) return;
        var condition = drains ? "Killing" : Conditions.of(task.get().state());
        changed(offset, instance.get(), condition, task, kill.at());
    }

    private Instance instance(AppId app, InstanceId id) {
        return known(after, app).instances().find(id).orElseThrow();
    }

    private void changed(
            long offset,
            Instance instance,
            String condition,
            Optional<Instance.Task> task,
            Instant at) {
        var version = TaskWriter.version(after.definition(instance.id().app()), instance);
        add(
                offset,
                "instance_changed_event",
                EventWriter.instance(instance, condition, task, version, at));
    }

    private void add(long offset, String type, byte[] data) {
        told.add(new Told(offset, type, data));
    }
}
