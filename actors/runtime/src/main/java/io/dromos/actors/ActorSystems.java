package io.dromos.actors;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/// Makes actor systems that are set as the actors need them.
public final class ActorSystems {

    private ActorSystems() {}

    /// An actor system that joins itself as the first node of its cluster.
    ///
    /// @param settings what goes before all defaults, such as those of the journal
    public static ActorSystem<Void> joinSelf(String name, Config settings) {
        var config =
                settings.withFallback(
                                ConfigFactory.parseResources(
                                        ActorSystems.class, "/dromos-actors.conf"))
                        .withFallback(ConfigFactory.load());
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), name, config.resolve());
        var cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        return system;
    }
}
