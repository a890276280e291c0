package io.dromos.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import com.typesafe.config.ConfigFactory;
import io.dromos.domain.scheduling.Rules;
import io.dromos.domain.scheduling.SchedulerInput.Live;
import io.dromos.domain.scheduling.SchedulingLimits;
import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.FrameworkId;
import io.dromos.events.InstanceId;
import io.dromos.events.Origin;
import io.dromos.events.PersistenceIds;
import io.dromos.events.Recorded;
import io.dromos.events.TaskId;
import io.dromos.events.facts.FrameworkFact.Registered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who we are to Mesos is in the log. A new name is taken only where nothing runs under another.
class LostFrameworkTest {

    private static final AppId WEB = new AppId("/web");
    private static final Live RUNNING =
            new Live(TaskId.of(InstanceId.of(WEB, "1"), 1), new AgentId("S0"), 1, true);

    private final ActorTestKit kit =
            ActorTestKit.create(
                    ActorSystems.joinSelf(
                            "test",
                            ConfigFactory.parseString(
                                            "akka.persistence.testkit.events.serialize = off")
                                    .withFallback(PersistenceTestKitPlugin.config())));
    private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
    private final ToyMesos mesos = new ToyMesos();
    private final AtomicLong epochs = new AtomicLong();
    private final ToyBoard board = new ToyBoard();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
        mesos.close();
    }

    @Test
    void an_empty_log_is_given_a_name_and_keeps_it() {
        start(List.of());
        await().untilAsserted(() ->
                assertThat(board.links).containsExactly("true subscribed at toy:5050"));
        assertThat(mesos.names).containsExactly(Optional.empty());
        assertThat(journal.persistedInStorage(PersistenceIds.FRAMEWORK))
                .anyMatch(fact -> fact.toString().contains("F1"));
    }

    @Test
    void a_name_that_the_log_knows_is_used_again() {
        known("F7");
        start(List.of(RUNNING));
        await().untilAsserted(() ->
                assertThat(mesos.names).containsExactly(Optional.of(new FrameworkId("F7"))));
    }

    @Test
    void no_name_is_asked_for_while_tasks_run_under_one_that_the_log_lost() {
        start(List.of(RUNNING));
        await().untilAsserted(() -> assertThat(board.links).hasSize(1));
        assertThat(board.links.getFirst())
                .startsWith("false The log knows 1 live tasks")
                .contains("restore a log that knows the id");
        assertThat(mesos.names).isEmpty();
    }

    @Test
    void another_name_than_the_known_one_is_not_taken() {
        known("F7");
        mesos.gives = Optional.of(new FrameworkId("F8"));
        start(List.of(RUNNING));
        await().untilAsserted(() -> assertThat(board.links).hasSize(1));
        assertThat(board.links.getFirst())
                .startsWith("false Mesos gives the framework id F8 in place of F7");
        assertThat(journal.persistedInStorage(PersistenceIds.FRAMEWORK))
                .noneMatch(fact -> fact.toString().contains("F8"));
    }

    private void known(String name) {
        journal.persistForRecovery(
                PersistenceIds.FRAMEWORK,
                List.of(
                        new Recorded(
                                new Registered(new FrameworkId(name), Instant.EPOCH),
                                Origin.system("scheduler"))));
    }

    private void start(List<Live> tasks) {
        var setting =
                new SchedulerSetting(
                        _ ->
                                CompletableFuture.completedStage(
                                        new SchedulerSetting.Claim(epochs.incrementAndGet(), true)),
                        mesos::connect,
                        board,
                        SchedulingLimits.DEFAULT,
                        Rules.DEFAULT,
                        _ -> {},
                        _ -> {});
        Actors.start(
                kit.system(),
                Settings.DEFAULT,
                setting,
                new ToyViews(List.of(), tasks),
                Duration.ofSeconds(10));
    }
}
