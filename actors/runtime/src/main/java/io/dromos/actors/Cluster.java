package io.dromos.actors;

import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;

/// Where each actor is found: singletons and sharded entities, on whichever node they live.
interface Cluster {

    /// The one catalog.
    ActorRef<CatalogFront.Message> catalog();

    /// The one scheduler.
    ActorRef<SchedulerActor.Message> scheduler();

    /// The one framework.
    ActorRef<FrameworkFront.Message> framework();

    /// An application.
    EntityRef<ApplicationFront.Message> application(AppId app);

    /// A deployment.
    EntityRef<DeploymentFront.Message> deployment(DeploymentId deployment);
}
