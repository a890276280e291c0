package io.dromos.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import io.dromos.actors.Orchestrator.Answer;
import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.ApplicationReply;
import io.dromos.domain.catalog.CatalogCommand;
import io.dromos.domain.catalog.CatalogReply;
import io.dromos.domain.deployment.Deployment;
import io.dromos.domain.deployment.DeploymentCommand;
import io.dromos.domain.deployment.DeploymentReply;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Origin;
import io.dromos.events.PersistenceIds;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.state.DeploymentState;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A deployment's front: asks applications to adopt, releases them step by step, and asks the
/// catalog to close it. Everything is asked again until it is answered, and answered the same way
/// each time.
final class DeploymentFront extends AbstractBehavior<DeploymentFront.Message> {

    private static final Duration REMIND = Duration.ofSeconds(1);

    /// What a deployment is told.
    sealed interface Message {}

    /// A request.
    record Ask(DeploymentCommand command, Origin origin, ActorRef<Answer<DeploymentReply>> replyTo)
            implements Message {}

    /// An application reached its target.
    record ApplicationDone(AppId app, int step) implements Message {}

    /// The catalog closed it.
    record CatalogClosed(Outcome outcome) implements Message {}

    /// See to what is open.
    record Wake() implements Message {}

    /// Give up the place; what is remembered is in the log.
    record Stop() implements Message {}

    private record StoreTold(Store.News<DeploymentState, DeploymentReply> news)
            implements Message {}

    private record StoreEnded() implements Message {}

    private record RestartStore() implements Message {}

    private record Remind() implements Message {}

    private record Answered(Answer<Object> answer) implements Message {}

    private record TargetsTold(CatalogFront.Targets targets) implements Message {}

    private final DeploymentId id;
    private final Cluster cluster;
    private final Origin origin;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final Intake<Message, DeploymentState, DeploymentCommand, DeploymentReply> intake;
    private final ActorRef<Answer<Object>> answers;
    private final ActorRef<CatalogFront.Targets> targets;

    /// How the catalog closed it, once it is known.
    private Optional<Outcome> closed = Optional.empty();

    /// The phase at work and who confirmed in it; begun anew with each phase.
    private Optional<Phase> phase = Optional.empty();

    private DeploymentFront(
            ActorContext<Message> actor,
            DeploymentId id,
            Setting setting,
            Cluster cluster,
            ActorRef<ClusterSharding.ShardCommand> shard) {
        super(actor);
        this.id = id;
        this.cluster = cluster;
        this.shard = shard;
        this.origin = Origin.system("deployment").because("deployment " + id);
        this.answers = Answers.adapter(actor, Answered::new);
        this.targets = actor.messageAdapter(CatalogFront.Targets.class, TargetsTold::new);
        this.intake =
                new Intake<>(
                        PersistenceIds.of(id),
                        actor,
                        setting.bounds(),
                        front ->
                                Store.create(
                                        PersistenceIds.of(id),
                                        DeploymentState.empty(id),
                                        new Deployment(),
                                        DeploymentFact.class,
                                        setting,
                                        front),
                        StoreTold::new,
                        new StoreEnded(),
                        new RestartStore());
    }

    static Behavior<Message> create(
            DeploymentId id,
            Setting setting,
            Cluster cluster,
            ActorRef<ClusterSharding.ShardCommand> shard) {
        return Behaviors.setup(actor ->
                Behaviors.withTimers(timers -> {
                    timers.startTimerWithFixedDelay(new Remind(), REMIND);
                    return new DeploymentFront(actor, id, setting, cluster, shard);
                }));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder().onMessage(Message.class, this::on).build();
    }

    private Behavior<Message> on(Message message) {
        switch (message) {
            case Stop _ -> {
                return Behaviors.stopped();
            }
            case Ask ask ->
                    intake.add(
                            new Intake.Asked<>(
                                    new Store.Request<>(ask.command(), ask.origin()),
                                    true,
                                    ask.replyTo()));
            case StoreTold told -> {
                intake.heard(told.news());
                pursue();
            }
            case StoreEnded _ -> intake.storeEnded();
            case RestartStore _ -> intake.start();
            case Wake _, Remind _ -> remind();
            case CatalogClosed end -> {
                closed = Optional.of(end.outcome());
                pursue();
            }
            case ApplicationDone done -> confirmStep(done.app(), done.step());
            case Answered answered -> heard(answered.answer());
            case TargetsTold told -> heardTargets(told.targets());
        }
        return this;
    }

    /// Asks again what was not answered; gives the place up when there is nothing left to do.
    private void remind() {
        phase.ifPresent(at -> at.unanswered().clear());
        pursue();
        var wish = intake.state().map(Deployment::wish);
        if (wish.equals(Optional.of(new Deployment.Wish.Rest())) && intake.isIdle())
            shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
    }

    private void pursue() {
        if (intake.state().isEmpty()) return;
        var state = intake.state().get();
        var wish = Deployment.wish(state);
        if (wish instanceof Deployment.Wish.Rest) {
            phase = Optional.empty();
            return;
        }
        if (closed.isPresent()) {
            end(state, closed.get());
            return;
        }
        var at = enter(wish);
        switch (wish) {
            case Deployment.Wish.Rest _ -> {}
            case Deployment.Wish.Adopt adopt -> {
                if (!completed(at, adopt.progress().apps(), -1))
                    cluster.catalog().tell(new CatalogFront.GetTargets(id, targets));
            }
            case Deployment.Wish.Release release -> release(at, release);
            case Deployment.Wish.Close close ->
                    cluster.catalog()
                            .tell(
                                    new CatalogFront.Ask(
                                            new CatalogCommand.Close(id, close.outcome()),
                                            origin,
                                            true,
                                            Answers.about(answers)));
        }
    }

    private Phase enter(Object wish) {
        var at = phase.filter(it -> it.wish().equals(wish)).orElseGet(() -> new Phase(wish));
        phase = Optional.of(at);
        return at;
    }

    private void release(Phase at, Deployment.Wish.Release release) {
        var apps =
                release.progress().releases(release.step()).stream()
                        .map(DeploymentState.Planned::app)
                        .toList();
        if (completed(at, apps, release.step())) return;
        long admission = release.progress().admission();
        ask(at, apps, new ApplicationCommand.Release(admission, id, release.step()));
    }

    /// After its end at the catalog, applications that still follow it are told that it is given
    /// up.
    private void end(DeploymentState state, Outcome outcome) {
        var at = enter(outcome);
        var apps = state.progress().map(DeploymentState.Progress::apps).orElse(List.of());
        if (outcome != Outcome.FINISHED && !at.confirmed().containsAll(apps)) {
            ask(at, apps, new ApplicationCommand.Leave(id));
            return;
        }
        order(new DeploymentCommand.End(outcome));
    }

    private boolean completed(Phase at, Collection<AppId> apps, int step) {
        if (!at.confirmed().containsAll(apps)) return false;
        order(new DeploymentCommand.Complete(step));
        return true;
    }

    private void order(DeploymentCommand command) {
        if (!intake.isIdle()) return;
        intake.add(
                new Intake.Asked<>(
                        new Store.Request<>(command, origin),
                        true,
                        getContext().getSystem().ignoreRef()));
    }

    private void ask(Phase at, Collection<AppId> apps, ApplicationCommand command) {
        for (var app : at.ask(apps))
            cluster.application(app)
                    .tell(new ApplicationFront.Ask(command, origin, true, Answers.about(answers)));
    }

    private void heardTargets(CatalogFront.Targets told) {
        switch (told) {
            case CatalogFront.Unknown _ -> {}
            case CatalogFront.Closed end -> {
                closed = Optional.of(end.outcome());
                pursue();
            }
            case CatalogFront.Open open -> {
                if (phase.isEmpty() || !(phase.get().wish() instanceof Deployment.Wish.Adopt adopt))
                    return;
                var at = phase.get();
                for (var app : adopt.progress().apps())
                    if (!open.targets().containsKey(app)) at.confirmed().add(app);
                long admission = adopt.progress().admission();
                open.targets()
                        .forEach((app, target) ->
                                ask(
                                        at,
                                        List.of(app),
                                        new ApplicationCommand.Adopt(admission, id, target)));
            }
        }
    }

    /// An answer that decides nothing is asked for again by the next reminder.
    private void heard(Answer<Object> answer) {
        if (!(answer instanceof Answer.Decided<Object> decided) || phase.isEmpty()) return;
        switch (decided.reply()) {
            case ApplicationReply reply ->
                    heard(PersistenceIds.application(decided.persistenceId()), reply, phase.get());
            case CatalogReply.Closed end -> {
                closed = Optional.of(end.outcome());
                pursue();
            }
            default -> {}
        }
    }

    private void heard(AppId app, ApplicationReply reply, Phase at) {
        at.unanswered().remove(app);
        if (at.isConfirmedBy(reply)) confirm(app);
    }

    private void confirmStep(AppId app, int step) {
        if (phase.filter(at -> at.releases(step)).isPresent()) confirm(app);
    }

    private void confirm(AppId app) {
        phase.ifPresent(at -> at.confirmed().add(app));
        pursue();
    }
}
