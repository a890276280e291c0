package io.dromos.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.dromos.actors.Orchestrator.Answer;
import io.dromos.domain.catalog.Catalog;
import io.dromos.domain.catalog.CatalogCommand;
import io.dromos.domain.catalog.CatalogReply;
import io.dromos.domain.deployment.DeploymentCommand;
import io.dromos.domain.deployment.DeploymentReply;
import io.dromos.domain.front.Standing;
import io.dromos.events.DeploymentId;
import io.dromos.events.Origin;
import io.dromos.events.PersistenceIds;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.state.CatalogState;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/// The catalog's front: takes changes in, and asks each open deployment to start until it says that
/// its first fact is durable.
final class CatalogFront extends AbstractBehavior<CatalogFront.Message> {

    private static final Duration REMIND = Duration.ofSeconds(1);
    private static final Origin ORIGIN = Origin.system("catalog");

    /// What the catalog is told.
    sealed interface Message {}

    /// A request.
    record Ask(
            CatalogCommand command,
            Origin origin,
            boolean inside,
            ActorRef<Answer<CatalogReply>> replyTo)
            implements Message {}

    /// Whether a deployment is open and, if wanted, where its applications are to go.
    record GetStanding(DeploymentId deployment, boolean targets, ActorRef<Standing> replyTo)
            implements Message {}

    /// See to everything that is open.
    record Wake() implements Message {}

    private record StoreTold(Store.News<CatalogState, CatalogReply> news) implements Message {}

    private record RestartStore() implements Message {}

    private record Remind() implements Message {}

    private record DeploymentAnswered(DeploymentId deployment, boolean accepted)
            implements Message {}

    private final Cluster cluster;
    private final Intake<Message, CatalogState, CatalogCommand, CatalogReply> intake;
    private final Set<DeploymentId> started = new HashSet<>();

    private CatalogFront(ActorContext<Message> actor, Setting setting, Cluster cluster) {
        super(actor);
        this.cluster = cluster;
        this.intake =
                new Intake<>(
                        PersistenceIds.CATALOG,
                        actor,
                        setting.bounds(),
                        front ->
                                Store.create(
                                        PersistenceIds.CATALOG,
                                        CatalogState.EMPTY,
                                        new Catalog(),
                                        CatalogFact.class,
                                        setting,
                                        front),
                        StoreTold::new,
                        new RestartStore());
    }

    static Behavior<Message> create(Setting setting, Cluster cluster) {
        return Behaviors.setup(actor ->
                Behaviors.withTimers(timers -> {
                    timers.startTimerWithFixedDelay(new Remind(), REMIND);
                    return new CatalogFront(actor, setting, cluster);
                }));
    }

    @Override
    public Receive<Message> createReceive() {
        return intake.watching(newReceiveBuilder().onMessage(Message.class, this::on), this);
    }

    private Behavior<Message> on(Message message) {
        switch (message) {
            case Ask ask ->
                    intake.add(
                            new Intake.Asked<>(
                                    new Store.Request<>(ask.command(), ask.origin()),
                                    ask.inside(),
                                    ask.replyTo()));
            case GetStanding ask ->
                    ask.replyTo()
                            .tell(Standing.of(intake.state(), ask.deployment(), ask.targets()));
            case Wake _ -> {
                started.clear();
                startDeployments();
            }
            case Remind _ -> startDeployments();
            case StoreTold told -> heard(told.news());
            case RestartStore _ -> intake.start();
            case DeploymentAnswered answered -> {
                if (answered.accepted()) started.add(answered.deployment());
            }
        }
        return this;
    }

    private void heard(Store.News<CatalogState, CatalogReply> news) {
        intake.heard(news);
        startDeployments();
        tellClosed();
    }

    private void startDeployments() {
        if (intake.state().isEmpty()) return;
        for (var open : intake.state().get().open().values()) {
            if (started.contains(open.id())) continue;
            var start =
                    new DeploymentCommand.Start(
                            open.version(),
                            open.admission(),
                            open.steps(),
                            open.actions(),
                            open.undoes());
            getContext()
                    .<DeploymentFront.Message, Answer<DeploymentReply>>ask(
                            Answers.type(),
                            cluster.deployment(open.id()),
                            REMIND.multipliedBy(5),
                            replyTo -> new DeploymentFront.Ask(start, ORIGIN, true, replyTo),
                            (answer, failure) ->
                                    new DeploymentAnswered(
                                            open.id(), answer instanceof Answer.Decided));
        }
    }

    private void tellClosed() {
        if (intake.state().isEmpty()) return;
        var state = intake.state().get();
        for (var id : Set.copyOf(started)) {
            if (state.open().containsKey(id)) continue;
            started.remove(id);
            state.outcome(id)
                    .ifPresent(outcome ->
                            cluster.deployment(id)
                                    .tell(new DeploymentFront.CatalogClosed(outcome)));
        }
    }
}
