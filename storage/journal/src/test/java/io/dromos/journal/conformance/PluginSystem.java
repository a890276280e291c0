package io.dromos.journal.conformance;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.persistence.Persistence;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.dromos.journal.Log;
import io.dromos.journal.Snapshots;
import io.dromos.journal.plugin.LogExtension;
import java.time.Duration;

/// An actor system whose actors persist texts to a given log.
public final class PluginSystem implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ActorSystem system;

    /// Starts the system.
    public PluginSystem(Log log, Snapshots snapshots) {
        system = ActorSystem.create("plugins", config());
        LogExtension.of(system).use(log, new TextCodec(), snapshots);
    }

    /// Our settings before the defaults, quiet, with room for a busy machine.
    public static Config config() {
        return ConfigFactory.parseString(
                        """
                        akka.loglevel = OFF
                        akka.stdout-loglevel = OFF
                        akka.log-dead-letters = off
                        akka.log-dead-letters-during-shutdown = off
                        akka.test.single-expect-default = 20s
                        """)
                .withFallback(LogExtension.settings())
                .withFallback(ConfigFactory.load());
    }

    /// The system.
    public ActorSystem system() {
        return system;
    }

    /// The journal actor that persistent actors talk to.
    public ActorRef journal() {
        return Persistence.get(system).journalFor("", ConfigFactory.empty());
    }

    /// The snapshot store actor that persistent actors talk to.
    public ActorRef snapshotStore() {
        return Persistence.get(system).snapshotStoreFor("", ConfigFactory.empty());
    }

    /// Somebody to talk to the plug-ins.
    public TestKit probe() {
        return new TestKit(system);
    }

    @Override
    public void close() {
        TestKit.shutdownActorSystem(
                system, scala.jdk.javaapi.DurationConverters.toScala(PATIENCE), true);
    }
}
