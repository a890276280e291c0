package io.dromos.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import com.typesafe.config.ConfigFactory;
import io.dromos.domain.scheduling.Rules;
import io.dromos.domain.scheduling.SchedulingLimits;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Origin;
import io.dromos.events.PersistenceIds;
import io.dromos.events.Recorded;
import io.dromos.events.TaskState;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact.StepReleased;
import io.dromos.events.facts.ApplicationFact.VersionAdopted;
import io.dromos.events.facts.Target;
import io.dromos.events.facts.VersionInfo;
import io.dromos.events.spec.ApplicationSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SupervisorTest {

    private static final AppId WEB = new AppId("/web");

    private final ActorTestKit kit =
            ActorTestKit.create(
                    ActorSystems.joinSelf(
                            "test",
                            ConfigFactory.parseString(
                                            "akka.persistence.testkit.events.serialize = off")
                                    .withFallback(PersistenceTestKitPlugin.config())));
    private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
    private final ToyMesos mesos = new ToyMesos();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
        mesos.close();
    }

    @Test
    void what_a_dead_process_left_undone_is_done_though_nobody_asks() {
        var version = new Version(Instant.EPOCH);
        var target =
                new Target.Run(
                        version,
                        VersionInfo.fresh(version),
                        ApplicationSpec.ofCommand("sleep 1000").withInstances(2));
        var deployment = new DeploymentId("d");
        var origin = Origin.system("test");
        journal.persistForRecovery(
                PersistenceIds.of(WEB),
                List.of(
                        new Recorded(
                                new VersionAdopted(WEB, 1, deployment, target, Instant.EPOCH),
                                origin),
                        new Recorded(new StepReleased(WEB, deployment, 0, Instant.EPOCH), origin)));
        Actors.start(
                kit.system(),
                Settings.DEFAULT,
                new SchedulerSetting(
                        held ->
                                CompletableFuture.completedStage(
                                        new SchedulerSetting.Claim(held + 1, true)),
                        mesos::connect,
                        new ToyBoard(),
                        SchedulingLimits.DEFAULT,
                        Rules.DEFAULT,
                        _ -> {},
                        _ -> {}),
                new ToyViews(List.of(WEB), List.of()),
                Duration.ofSeconds(10));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(mesos.in(TaskState.RUNNING)).hasSize(2));
    }
}
