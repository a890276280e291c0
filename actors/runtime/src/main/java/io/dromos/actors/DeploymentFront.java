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
import io.dromos.domain.front.Pursuit;
import io.dromos.domain.front.Standing;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Origin;
import io.dromos.events.PersistenceIds;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.Silence;
import java.time.Duration;
import java.util.List;

/// A deployment's front: asks applications to adopt, releases them step by step, and asks the
/// catalog to close it. Everything is asked again until it is answered, and answered the same way
/// each time.
final class DeploymentFront extends AbstractBehavior<DeploymentFront.Message> {

    private static final Duration REMIND = Duration.ofSeconds(1);

    /// What a deployment is told.
    sealed interface Message {}

    /// A request.
    ///
    /// @param inside whether another actor asks, not a client
    record Ask(
            DeploymentCommand command,
            Origin origin,
            boolean inside,
            ActorRef<Answer<DeploymentReply>> replyTo)
            implements Message {}

    /// An application reached its target.
    record ApplicationDone(AppId app, int step) implements Message {}

    /// An application made no progress for as long as it may.
    record ApplicationStalled(AppId app, Silence.Stall stall) implements Message {}

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

    private final Pursuit pursuit;

    private DeploymentFront(
            ActorContext<Message> actor,
            DeploymentId id,
            Setting setting,
            Cluster cluster,
            ActorRef<ClusterSharding.ShardCommand> shard) {
        super(actor);
        this.id = id;
        this.pursuit = new Pursuit(id);
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
                                    ask.inside(),
                                    ask.replyTo()));
            case StoreTold told -> {
                intake.heard(told.news());
                carryOut(pursuit.stands(intake.state()));
            }
            case RestartStore _ -> intake.start();
            case Wake _, Remind _ -> remind();
            case CatalogClosed end -> carryOut(pursuit.closed(end.outcome()));
            case ApplicationDone done -> carryOut(pursuit.done(done.app(), done.step()));
            case ApplicationStalled told -> carryOut(pursuit.stalled(told.app(), told.stall()));
            case Answered answered -> heard(answered.answer());
            case CatalogTold told -> carryOut(pursuit.answered(told.standing()));
        }
        return this;
    }

    /// Asks again what was not answered; gives the place up when there is nothing left to do.
    private void remind() {
        carryOut(pursuit.remind());
        if (pursuit.rests() && intake.isIdle())
            shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
    }

    private void carryOut(List<Pursuit.Order> orders) {
        for (var order : orders)
            switch (order) {
                case Pursuit.GetStanding(var withTargets) ->
                        cluster.catalog()
                                .tell(new CatalogFront.GetStanding(id, withTargets, standings));
                case Pursuit.AskCatalog(var command) -> askCatalog(command, origin);
                case Pursuit.RollBack(var command, var cause) ->
                        askCatalog(command, Origin.DEADLINE.because(cause));
                case Pursuit.Tell(var app, var command) ->
                        cluster.application(app)
                                .tell(
                                        new ApplicationFront.Ask(
                                                command, origin, true, Answers.about(answers)));
                case Pursuit.Decide(var command) -> decide(command);
            }
    }

    private void askCatalog(CatalogCommand command, Origin asker) {
        cluster.catalog().tell(new CatalogFront.Ask(command, asker, true, Answers.about(answers)));
    }

    private void decide(DeploymentCommand command) {
        if (!intake.isIdle()) return;
        intake.add(
                new Intake.Asked<>(
                        new Store.Request<>(command, origin),
                        true,
                        getContext().getSystem().ignoreRef()));
    }

    /// An answer that decides nothing is asked for again by the next reminder.
    private void heard(Answer<Object> answer) {
        if (!(answer instanceof Answer.Decided<Object> decided)) return;
        switch (decided.reply()) {
            case ApplicationReply reply ->
                    carryOut(
                            pursuit.answered(
                                    PersistenceIds.application(decided.persistenceId()), reply));
            case CatalogReply reply -> carryOut(pursuit.answered(reply));
            default -> {}
        }
    }
}
