package io.dromos.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import io.dromos.actors.Orchestrator.Answer;
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
import io.dromos.events.facts.Target;
import io.dromos.events.state.DeploymentState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

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

    private record RestartStore() implements Message {}

    private record Remind() implements Message {}

    private record Answered(Answer<Object> answer) implements Message {}

    private record CatalogTold(Standing standing) implements Message {}

    private final DeploymentId id;
    private final Cluster cluster;
    private final Origin origin;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final Intake<Message, DeploymentState, DeploymentCommand, DeploymentReply> intake;
    private final ActorRef<Answer<Object>> answers;
    private final ActorRef<Standing> standings;

    /// How the catalog closed it, once it is known.
    private Optional<Outcome> closed = Optional.empty();

    /// The catalog has said that it is open. Before that nobody is released: it may have been
    /// closed while nobody was here to hear of it.
    private boolean vouched;

    /// Where its applications are to go, once the catalog has said so.
    private Optional<Map<AppId, Target>> targets = Optional.empty();

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
        this.standings = actor.messageAdapter(Standing.class, CatalogTold::new);
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
        return intake.watching(newReceiveBuilder().onMessage(Message.class, this::on), this);
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
            case RestartStore _ -> intake.start();
            case Wake _, Remind _ -> remind();
            case CatalogClosed end -> {
                closed = Optional.of(end.outcome());
                pursue();
            }
            case ApplicationDone done -> {
                phase.filter(at -> at.releases(done.step()))
                        .ifPresent(at -> at.confirm(done.app()));
                pursue();
            }
            case Answered answered -> heard(answered.answer());
            case CatalogTold told -> heard(told.standing());
        }
        return this;
    }

    /// Asks again what was not answered; gives the place up when there is nothing left to do.
    private void remind() {
        phase.ifPresent(Phase::remind);
        if (isAtWork() && closed.isEmpty()) askCatalog();
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
        if (!vouched) {
            askCatalog();
            return;
        }
        switch (wish) {
            case Deployment.Wish.Rest _ -> {}
            case Deployment.Wish.Adopt adopt -> adopt(adopt);
            case Deployment.Wish.Release release ->
                    complete(enter(release, () -> Phase.of(id, release)), release.step());
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

    private boolean isAtWork() {
        return intake.state()
                .filter(state -> !(Deployment.wish(state) instanceof Deployment.Wish.Rest))
                .isPresent();
    }

    private void askCatalog() {
        boolean adopts =
                Deployment.wish(intake.state().orElseThrow()) instanceof Deployment.Wish.Adopt;
        cluster.catalog()
                .tell(new CatalogFront.GetStanding(id, adopts && targets.isEmpty(), standings));
    }

    private Phase enter(Object wish, Supplier<Phase> anew) {
        var at = phase.filter(it -> it.wish().equals(wish)).orElseGet(anew);
        phase = Optional.of(at);
        return at;
    }

    private void adopt(Deployment.Wish.Adopt adopt) {
        if (targets.isEmpty()) askCatalog();
        else complete(enter(adopt, () -> Phase.of(id, adopt, targets.get())), -1);
    }

    private void complete(Phase at, int step) {
        if (at.isDone()) order(new DeploymentCommand.Complete(step));
        else ask(at);
    }

    private void end(DeploymentState state, Outcome outcome) {
        var at = enter(outcome, () -> Phase.of(id, outcome, state));
        if (at.isDone()) order(new DeploymentCommand.End(outcome));
        else ask(at);
    }

    private void ask(Phase at) {
        for (var app : at.ask())
            cluster.application(app)
                    .tell(
                            new ApplicationFront.Ask(
                                    at.order(app), origin, true, Answers.about(answers)));
    }

    private void order(DeploymentCommand command) {
        if (!intake.isIdle()) return;
        intake.add(
                new Intake.Asked<>(
                        new Store.Request<>(command, origin),
                        true,
                        getContext().getSystem().ignoreRef()));
    }

    private void heard(Standing standing) {
        if (!isAtWork()) return;
        switch (standing) {
            case Standing.NotReady _ -> {
                return;
            }
            case Standing.Open open -> {
                vouched = true;
                if (targets.isEmpty()) targets = open.targets();
            }
            case Standing.Closed end -> closed = Optional.of(end.outcome());
            case Standing.Forgotten _ -> {
                var wish = Deployment.wish(intake.state().orElseThrow());
                boolean whole = wish instanceof Deployment.Wish.Close;
                closed = Optional.of(whole ? Outcome.FINISHED : Outcome.CANCELLED);
            }
        }
        pursue();
    }

    /// An answer that decides nothing is asked for again by the next reminder.
    private void heard(Answer<Object> answer) {
        if (!(answer instanceof Answer.Decided<Object> decided) || phase.isEmpty()) return;
        switch (decided.reply()) {
            case ApplicationReply reply -> {
                phase.get().answered(PersistenceIds.application(decided.persistenceId()), reply);
                pursue();
            }
            case CatalogReply.Closed end -> {
                closed = Optional.of(end.outcome());
                pursue();
            }
            default -> {}
        }
    }
}
