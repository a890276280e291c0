package io.dromos.actors;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When the supervisor makes its round, by a clock that the test moves.
class SupervisorRoundsTest {

    private final ActorTestKit kit =
            ActorTestKit.create(
                    "rounds",
                    ManualTime.config()
                            .withFallback(
                                    ConfigFactory.parseString(
                                            """
                                            akka.actor.provider = cluster
                                            akka.remote.artery.canonical.hostname = 127.0.0.1
                                            akka.remote.artery.canonical.port = 0
                                            akka.cluster.jmx.multi-mbeans-in-same-jvm = on
                                            # It would wait for a clock that stands still.
                                            akka.coordinated-shutdown.run-by-actor-system-terminate = off
                                            akka.coordinated-shutdown.run-by-jvm-shutdown-hook = off
                                            akka.cluster.run-coordinated-shutdown-when-down = off
                                            """))
                            .withFallback(ConfigFactory.load()));
    private final ManualTime time = ManualTime.get(kit.system());
    private final TestProbe<CatalogFront.Message> catalog = kit.createTestProbe();

    @BeforeEach
    void start() {
        kit.spawn(
                Supervisor.create(
                        new OnlyCatalog(catalog.getRef()),
                        new ToyViews(List.of(), List.of()),
                        () -> Instant.EPOCH));
        time.timePasses(Duration.ofMillis(1));
        catalog.expectMessageClass(CatalogFront.Wake.class);
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void everybody_with_work_left_is_woken_again_every_thirty_seconds() {
        for (int round = 0; round < 3; round++) {
            time.expectNoMessageFor(Duration.ofSeconds(29), catalog);
            time.timePasses(Duration.ofSeconds(1));
            catalog.expectMessageClass(CatalogFront.Wake.class);
        }
    }

    @Test
    void everybody_with_work_left_is_woken_when_a_node_comes() {
        var cluster = akka.cluster.typed.Cluster.get(kit.system());
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        catalog.expectMessageClass(CatalogFront.Wake.class);
    }

    private record OnlyCatalog(ActorRef<CatalogFront.Message> catalog) implements Cluster {

        @Override
        public ActorRef<SchedulerActor.Message> scheduler() {
            throw new AssertionError("The supervisor wakes no scheduler");
        }

        @Override
        public ActorRef<FrameworkFront.Message> framework() {
            throw new AssertionError("The supervisor wakes no framework");
        }

        @Override
        public EntityRef<ApplicationFront.Message> application(AppId app) {
            throw new AssertionError("Nothing is unsettled");
        }

        @Override
        public EntityRef<DeploymentFront.Message> deployment(DeploymentId deployment) {
            throw new AssertionError("Nothing is open");
        }
    }
}
