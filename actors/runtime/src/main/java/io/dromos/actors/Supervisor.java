package io.dromos.actors;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent;
import akka.cluster.typed.Subscribe;
import io.dromos.events.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/// Wakes whoever has work left: at the start, at each change of membership, and every 30 seconds.
/// So nothing unfinished waits for a client to come by.
final class Supervisor {

    private static final Duration ROUND = Duration.ofSeconds(30);

    /// What the supervisor is told.
    sealed interface Message {}

    /// Wake everybody who has work left.
    record Round() implements Message {}

    private record Membership(ClusterEvent.MemberEvent event) implements Message {}

    private static final Origin ORIGIN = Origin.system("supervisor");

    private Supervisor() {}

    static Behavior<Message> create(Cluster cluster, ReadSide views, Supplier<Instant> now) {
        return Behaviors.setup(actor ->
                Behaviors.withTimers(timers -> {
                    timers.startTimerWithFixedDelay(new Round(), Duration.ZERO, ROUND);
                    akka.cluster.typed.Cluster.get(actor.getSystem())
                            .subscriptions()
                            .tell(
                                    Subscribe.create(
                                            actor.messageAdapter(
                                                    ClusterEvent.MemberEvent.class,
                                                    Membership::new),
                                            ClusterEvent.MemberEvent.class));
                    return Behaviors.receiveMessage(message -> {
                        switch (message) {
                            case Round _, Membership _ -> wake(actor, cluster, views, now.get());
                        }
                        return Behaviors.same();
                    });
                }));
    }

    private static void wake(
            ActorContext<Message> actor, Cluster cluster, ReadSide views, Instant now) {
        cluster.catalog().tell(new CatalogFront.Wake());
        for (var deployment : views.openDeployments())
            cluster.deployment(deployment).tell(new DeploymentFront.Wake());
        for (var app : views.unsettled(now))
            cluster.application(app).tell(new ApplicationFront.Wake());
        for (var app : views.watched()) cluster.application(app).tell(new ApplicationFront.Stay());
        views.leftBehind()
                .forEach((app, orders) -> {
                    for (var order : orders)
                        cluster.application(app)
                                .tell(
                                        new ApplicationFront.Ask(
                                                order,
                                                ORIGIN,
                                                true,
                                                actor.getSystem().ignoreRef()));
                });
    }
}
