package io.dromos.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.SingletonActor;
import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.ApplicationReply;
import io.dromos.domain.catalog.CatalogCommand;
import io.dromos.domain.catalog.CatalogReply;
import io.dromos.domain.catalog.Change;
import io.dromos.domain.deployment.DeploymentCommand;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.InstanceId;
import io.dromos.events.Origin;
import io.dromos.events.facts.CatalogFact.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Starts the actors of this node and hands out what routes may ask of them.
///
/// ```
///  route ─ Orchestrator ─▶ CatalogFront (one) ─ Start ─▶ DeploymentFront (sharded)
///                                                          │ Adopt, Release, Leave
///                              SchedulerActor (one) ◀─ Wanted, KillWanted ─ ApplicationFront (sharded)
///                                  │  ▲                     ▲
///                       SchedulerCall  SchedulerEvent       │ Plan, Observe, Abandon
///                                  ▼  │ ─────────────────────
///                                 Mesos
/// ```
///
/// Each front has a child, its store, which decides and persists one batch at a time.
public final class Actors implements Cluster, Orchestrator {

    private static final EntityTypeKey<ApplicationFront.Message> APPLICATION =
            EntityTypeKey.create(ApplicationFront.Message.class, "application");
    private static final EntityTypeKey<DeploymentFront.Message> DEPLOYMENT =
            EntityTypeKey.create(DeploymentFront.Message.class, "deployment");

    private final ActorSystem<?> system;
    private final Duration patience;
    private final ClusterSharding sharding;
    private final ActorRef<CatalogFront.Message> catalog;
    private final ActorRef<FrameworkFront.Message> framework;
    private final ActorRef<SchedulerActor.Message> scheduler;

    private Actors(
            ActorSystem<?> system,
            Setting setting,
            SchedulerSetting mesos,
            ReadSide views,
            Duration patience) {
        this.system = system;
        this.patience = patience;
        this.sharding = ClusterSharding.get(system);
        sharding.init(
                Entity.of(
                                APPLICATION,
                                entity ->
                                        ApplicationFront.create(
                                                new AppId(entity.getEntityId()),
                                                setting,
                                                this,
                                                entity.getShard()))
                        .withStopMessage(new ApplicationFront.Stop()));
        sharding.init(
                Entity.of(
                                DEPLOYMENT,
                                entity ->
                                        DeploymentFront.create(
                                                new DeploymentId(entity.getEntityId()),
                                                setting,
                                                this,
                                                entity.getShard()))
                        .withStopMessage(new DeploymentFront.Stop()));
        this.catalog = singleton(restarted(CatalogFront.create(setting, this)), "catalog");
        this.framework = singleton(restarted(FrameworkFront.create(setting)), "framework");
        this.scheduler = singleton(SchedulerActor.create(setting, mesos, this, views), "scheduler");
        system.systemActorOf(
                restarted(Supervisor.create(this, views, () -> setting.context().get().now())),
                "supervisor",
                Props.empty());
    }

    /// Starts the actors of this node. The node must be joining or in its cluster.
    ///
    /// @param patience how long a client waits before its outcome counts as unknown
    public static Orchestrator start(
            ActorSystem<?> system,
            Setting setting,
            SchedulerSetting mesos,
            ReadSide views,
            Duration patience) {
        return new Actors(system, setting, mesos, views, patience);
    }

    /// A defect in one message does not end an actor that there is one of: it begins anew, from the
    /// log.
    private static <M> Behavior<M> restarted(Behavior<M> behavior) {
        return Behaviors.supervise(behavior)
                .onFailure(
                        SupervisorStrategy.restartWithBackoff(
                                Duration.ofMillis(200), Duration.ofSeconds(10), 0.1));
    }

    private <M> ActorRef<M> singleton(Behavior<M> behavior, String name) {
        return ClusterSingleton.get(system).init(SingletonActor.of(behavior, name));
    }

    @Override
    public ActorRef<CatalogFront.Message> catalog() {
        return catalog;
    }

    @Override
    public ActorRef<SchedulerActor.Message> scheduler() {
        return scheduler;
    }

    @Override
    public ActorRef<FrameworkFront.Message> framework() {
        return framework;
    }

    @Override
    public EntityRef<ApplicationFront.Message> application(AppId app) {
        return sharding.entityRefFor(APPLICATION, app.path());
    }

    @Override
    public EntityRef<DeploymentFront.Message> deployment(DeploymentId deployment) {
        return sharding.entityRefFor(DEPLOYMENT, deployment.value());
    }

    @Override
    public CompletionStage<Answer<CatalogReply>> change(Change change, Origin origin) {
        return ask(
                catalog,
                replyTo ->
                        new CatalogFront.Ask(
                                new CatalogCommand.Admit(change), origin, false, replyTo));
    }

    @Override
    public CompletionStage<Answer<CatalogReply>> stop(DeploymentId deployment, Origin origin) {
        var close = new CatalogCommand.Close(deployment, Outcome.CANCELLED);
        return ask(catalog, replyTo -> new CatalogFront.Ask(close, origin, false, replyTo));
    }

    @Override
    public CompletionStage<Answer<Steered>> steer(
            DeploymentId deployment, DeploymentCommand.Steer command, Origin origin) {
        return new Steering(this, this::ask, patience).steer(deployment, command, origin);
    }

    @Override
    public CompletionStage<Answer<Killed>> kill(
            AppId app, List<InstanceId> instances, boolean wipe, Origin origin) {
        return told(app, new ApplicationCommand.Kill(instances, wipe), origin);
    }

    @Override
    public CompletionStage<Answer<Killed>> resetDelay(AppId app, Origin origin) {
        return told(app, new ApplicationCommand.ResetDelay(), origin);
    }

    private CompletionStage<Answer<Killed>> told(
            AppId app, ApplicationCommand command, Origin origin) {
        CompletionStage<Answer<ApplicationReply>> answer =
                ask(
                        application(app),
                        replyTo -> new ApplicationFront.Ask(command, origin, false, replyTo));
        return answer.thenApply(given -> Answers.map(given, Actors::killed));
    }

    private static Killed killed(ApplicationReply reply) {
        return reply instanceof ApplicationReply.Killed killed
                ? new Killed(killed.instances())
                : new Killed(List.of());
    }

    private <M, R> CompletionStage<Answer<R>> ask(
            RecipientRef<M> whom, Function<ActorRef<Answer<R>>, M> message) {
        return AskPattern.<M, Answer<R>>ask(whom, message::apply, patience, system.scheduler())
                .exceptionally(failure ->
                        new Answer.OutcomeUnknown<>(
                                "no answer within "
                                        + patience.toSeconds()
                                        + " s; it may still come about"));
    }
}
