package io.dromos.api;

import io.dromos.actors.Orchestrator;
import io.dromos.domain.Context;
import io.dromos.domain.Limits;
import io.dromos.domain.application.Application;
import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.ApplicationReply;
import io.dromos.domain.application.Wishes;
import io.dromos.domain.catalog.Catalog;
import io.dromos.domain.catalog.CatalogCommand;
import io.dromos.domain.catalog.CatalogReply;
import io.dromos.domain.catalog.Change;
import io.dromos.domain.deployment.Deployment;
import io.dromos.domain.deployment.DeploymentCommand;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.InstanceId;
import io.dromos.events.Origin;
import io.dromos.events.PersistenceIds;
import io.dromos.events.Recorded;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.facts.Fact;
import io.dromos.events.facts.Target;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.CatalogState;
import io.dromos.events.state.DeploymentState;
import io.dromos.feed.Event;
import io.dromos.feed.History;
import io.dromos.feed.Seed;
import io.dromos.feed.View;
import io.dromos.feed.Views;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Actors, log, views and a cluster in one object: it takes the real decisions, at once, in memory.
/// Tasks run as soon as they are wanted, unless they want 1,000 cpus or more.
final class World implements Orchestrator, ReadModel {

    private static final double CPUS_MAX = 1_000;
    private static final Origin CLUSTER = Origin.system("cluster");

    private final Catalog catalog = new Catalog();
    private final Application application = new Application();
    private final Deployment deployment = new Deployment();
    private final List<Views.Listener> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final List<Event> told = new CopyOnWriteArrayList<>();
    private final List<Origin> origins = new CopyOnWriteArrayList<>();
    private volatile View view = View.of(Seed.nothing(Timeline.INCARNATION));
    private volatile Optional<Function<String, Answer<?>>> fault = Optional.empty();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int ports = 31_000;
    Limits limits = Limits.DEFAULT;

    /// From now on every write is answered like this.
    void answerWith(Function<String, Answer<?>> answer) {
        fault = Optional.of(answer);
    }

    List<Origin> origins() {
        return origins;
    }

    @Override
    public View now() {
        return view;
    }

    @Override
    public History history() {
        return Timeline.history(told);
    }

    @Override
    public synchronized CompletableFuture<Void> reached(String persistenceId, long sequenceNr) {
        return sequences.getOrDefault(persistenceId, 0L) >= sequenceNr
                ? CompletableFuture.completedFuture(null)
                : new CompletableFuture<>();
    }

    @Override
    public synchronized Listening listen(Views.Listener listener) {
        listeners.add(listener);
        return Listening.of(view, () -> listeners.remove(listener));
    }

    @Override
    public CompletionStage<Answer<CatalogReply>> change(Change change, Origin origin) {
        return decide(new CatalogCommand.Admit(change), change.deployment().value(), origin);
    }

    @Override
    public CompletionStage<Answer<CatalogReply>> stop(DeploymentId id, Origin origin) {
        return decide(new CatalogCommand.Close(id, Outcome.CANCELLED), id.value(), origin);
    }

    @SuppressWarnings("unchecked") // a fault answers whatever was asked
    private synchronized CompletionStage<Answer<CatalogReply>> decide(
            CatalogCommand command, String name, Origin origin) {
        origins.add(origin);
        if (fault.isPresent())
            return CompletableFuture.completedFuture(
                    (Answer<CatalogReply>) fault.get().apply(name));
        var decision = catalog.decide(view.catalog().state(), command, context());
        commit(PersistenceIds.CATALOG, decision.facts(), origin);
        settle();
        return answer(decision.reply(), PersistenceIds.CATALOG);
    }

    @Override
    public synchronized CompletionStage<Answer<Steered>> steer(
            DeploymentId id, DeploymentCommand.Steer command, Origin origin) {
        origins.add(origin);
        boolean open = view.catalog().state().open().containsKey(id);
        if (open) tell(id, command);
        settle();
        return answer(new Steered(open), open ? PersistenceIds.of(id) : PersistenceIds.CATALOG);
    }

    @Override
    public synchronized CompletionStage<Answer<Killed>> kill(
            AppId app, List<InstanceId> instances, boolean wipe, Origin origin) {
        origins.add(origin);
        ask(app, new ApplicationCommand.Kill(instances, wipe), origin);
        settle();
        return answer(new Killed(instances), PersistenceIds.of(app));
    }

    @Override
    public synchronized CompletionStage<Answer<Killed>> resetDelay(AppId app, Origin origin) {
        ask(app, new ApplicationCommand.ResetDelay(), origin);
        return answer(new Killed(List.of()), PersistenceIds.of(app));
    }

    private <R> CompletionStage<Answer<R>> answer(R reply, String name) {
        return CompletableFuture.completedFuture(
                new Answer.Decided<>(reply, name, sequences.getOrDefault(name, 0L)));
    }

    /// Mesos tells news of a task.
    synchronized void observe(TaskId task, TaskState state, String message) {
        news(task, state, message);
        settle();
    }

    synchronized void examine(AppId app, List<ApplicationCommand.Finding> found) {
        ask(app, new ApplicationCommand.Examine(found), CLUSTER);
        settle();
    }

    private void settle() {
        long before;
        do {
            before = view.offset();
            for (var open : List.copyOf(view.catalog().state().open().values())) drive(open);
            for (var state : List.copyOf(view.deployments().values())) end(state.state());
            for (var app : List.copyOf(view.applications().keySet())) run(app);
        } while (view.offset() > before);
    }

    private void drive(CatalogState.Open open) {
        var state = view.deployment(open.id()).orElse(DeploymentState.empty(open.id()));
        if (state.progress().isEmpty())
            tell(
                    open.id(),
                    new DeploymentCommand.Start(
                            open.version(),
                            open.admission(),
                            open.steps(),
                            open.actions(),
                            open.undoes()));
        switch (Deployment.wish(view.deployment(open.id()).orElseThrow())) {
            case Deployment.Wish.Rest _, Deployment.Wish.RollBack _ -> {}
            case Deployment.Wish.Adopt adopt -> {
                for (var app : adopt.progress().apps()) adopt(app, open);
                tell(open.id(), new DeploymentCommand.Complete(-1));
            }
            case Deployment.Wish.Release release -> {
                boolean done = true;
                for (var planned : release.progress().releases(release.step()))
                    done &= release(planned.app(), open, release);
                if (done) tell(open.id(), new DeploymentCommand.Complete(release.step()));
            }
            case Deployment.Wish.Hold hold -> {
                for (var planned : hold.progress().atWork())
                    ask(
                            planned.app(),
                            new ApplicationCommand.Pause(
                                    open.admission(), open.id(), hold.steering()),
                            CLUSTER);
            }
            case Deployment.Wish.Close close ->
                    commit(
                            PersistenceIds.CATALOG,
                            catalog.decide(
                                            view.catalog().state(),
                                            new CatalogCommand.Close(open.id(), close.outcome()),
                                            context())
                                    .facts(),
                            CLUSTER);
        }
    }

    private void end(DeploymentState state) {
        var outcome = view.catalog().state().outcome(state.id());
        if (outcome.isEmpty()) return;
        for (var app : state.progress().orElseThrow().apps())
            if (view.application(app).isPresent())
                ask(app, new ApplicationCommand.Leave(state.id()), CLUSTER);
        tell(state.id(), new DeploymentCommand.End(outcome.get()));
    }

    private void adopt(AppId app, CatalogState.Open open) {
        var target =
                view.definition(app)
                        .<Target>map(CatalogState.Definition::target)
                        .orElseGet(() -> new Target.Remove(open.version()));
        ask(app, new ApplicationCommand.Adopt(open.admission(), open.id(), target), CLUSTER);
    }

    private boolean release(AppId app, CatalogState.Open open, Deployment.Wish.Release wish) {
        var order =
                new ApplicationCommand.Release(
                        open.admission(), open.id(), wish.step(), wish.steering());
        var reply = ask(app, order, CLUSTER);
        return !(reply instanceof ApplicationReply.Released released) || released.done();
    }

    private void run(AppId app) {
        ask(app, new ApplicationCommand.Tick(), CLUSTER);
        var wish = view.application(app).map(it -> Wishes.wish(it, now));
        if (wish.isEmpty()) return;
        for (var task : wish.get().kills()) news(task.id(), TaskState.KILLED, "");
        var spec = wish.get().definition().map(Target.Run::spec);
        if (wish.get().launches() == 0 || spec.isEmpty()) return;
        if (spec.get().resources().cpus() >= CPUS_MAX) return;
        var config = wish.get().definition().orElseThrow().info().lastConfigChangeAt();
        var places =
                IntStream.range(0, wish.get().launches())
                        .mapToObj(_ -> Timeline.place(spec.get(), () -> ports++))
                        .toList();
        var reply = ask(app, new ApplicationCommand.Plan(1, 1, config, places), CLUSTER);
        if (reply instanceof ApplicationReply.Planned planned)
            for (var confirmed : planned.plans())
                news(confirmed.plan().task(), TaskState.RUNNING, "");
    }

    private void news(TaskId task, TaskState state, String message) {
        var update = Timeline.update(task, state, message);
        ask(task.app(), new ApplicationCommand.Observe(1, List.of(update)), CLUSTER);
    }

    private ApplicationReply ask(AppId app, ApplicationCommand command, Origin origin) {
        var state = (ApplicationState) Timeline.state(view, PersistenceIds.of(app));
        var decision = application.decide(state, command, context());
        commit(PersistenceIds.of(app), decision.facts(), origin);
        return decision.reply();
    }

    private void tell(DeploymentId id, DeploymentCommand command) {
        var state = view.deployment(id).orElse(DeploymentState.empty(id));
        var decision = deployment.decide(state, command, context());
        commit(PersistenceIds.of(id), decision.facts(), CLUSTER);
    }

    private Context context() {
        now = now.plusMillis(1);
        return new Context(now, () -> UUID.randomUUID().toString(), limits);
    }

    private void commit(String persistenceId, List<? extends Fact> facts, Origin origin) {
        if (facts.isEmpty()) return;
        var before = view;
        var next = before;
        var events = new ArrayList<Event>();
        for (var fact : facts) {
            long sequenceNr = sequences.merge(persistenceId, 1L, Long::sum);
            long offset = next.offset() + 1;
            var recorded = new Recorded(fact, origin);
            events.add(Timeline.event(now, offset, persistenceId, sequenceNr, recorded));
            next = next.after(events.getLast());
        }
        told.addAll(events);
        view = next;
        for (var listener : listeners) listener.onAdvanced(before, next, List.copyOf(events));
    }
}
