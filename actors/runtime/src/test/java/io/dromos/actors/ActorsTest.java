package io.dromos.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import com.typesafe.config.ConfigFactory;
import io.dromos.actors.Orchestrator.Answer;
import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.catalog.CatalogReply;
import io.dromos.domain.catalog.Change;
import io.dromos.domain.catalog.Edit;
import io.dromos.domain.definition.ApplicationPatch;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.domain.scheduling.Refusal;
import io.dromos.domain.scheduling.Rules;
import io.dromos.domain.scheduling.SchedulerInput.Live;
import io.dromos.domain.scheduling.SchedulingLimits;
import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Origin;
import io.dromos.events.PersistenceIds;
import io.dromos.events.Recorded;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.CatalogState;
import io.dromos.events.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActorsTest {

    private static final AppId WEB = new AppId("/prod/web");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

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
    private final CompletableFuture<Throwable> died = new CompletableFuture<>();
    private final Orchestrator orchestrator = start();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
        mesos.close();
    }

    private Orchestrator start() {
        var setting =
                new SchedulerSetting(
                        _ ->
                                CompletableFuture.completedStage(
                                        new SchedulerSetting.Claim(epochs.incrementAndGet(), true)),
                        mesos::connect,
                        new Silent(),
                        SchedulingLimits.DEFAULT,
                        Rules.DEFAULT,
                        _ -> {},
                        died::complete);
        return Actors.start(kit.system(), Settings.DEFAULT, setting, new NoViews(), PATIENCE);
    }

    @Test
    void an_application_is_created_scaled_restarted_and_removed() {
        finish(change(new Edit.Create(WEB, ApplicationPatch.ofCommand("sleep 1000"))));
        assertThat(mesos.in(TaskState.RUNNING)).hasSize(1);
        finish(change(new Edit.Update(WEB, ApplicationPatch.scaledTo(3), false, false)));
        assertThat(mesos.in(TaskState.RUNNING)).hasSize(3);
        var old = List.copyOf(mesos.in(TaskState.RUNNING));
        finish(change(new Edit.Restart(WEB)));
        assertThat(mesos.in(TaskState.RUNNING)).hasSize(3).doesNotContainAnyElementsOf(old);
        finish(change(new Edit.Remove(WEB)));
        assertThat(mesos.in(TaskState.RUNNING)).isEmpty();
        assertThat(application().rollout().removed()).isTrue();
    }

    @Test
    void every_update_is_acknowledged_once_its_fact_is_durable() {
        finish(change(new Edit.Create(WEB, ApplicationPatch.ofCommand("sleep 1000"))));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(mesos.acknowledged).hasSize(2));
        assertThat(application().instances().all().values())
                .allMatch(instance -> instance.task().orElseThrow().state() == TaskState.RUNNING);
    }

    @Test
    void nothing_is_launched_and_no_update_is_acknowledged_before_its_fact_is_durable() {
        var slow = new SlowJournal(mesos);
        journal.withPolicy(slow);
        finish(change(new Edit.Create(WEB, ApplicationPatch.ofCommand("sleep 1000"))));
        finish(change(new Edit.Update(WEB, ApplicationPatch.scaledTo(3), false, false)));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(mesos.acknowledged).hasSize(6));
        assertThat(mesos.launches).hasValue(3);
        assertThat(slow.early()).isEmpty();
    }

    @Test
    void a_killed_instance_comes_back_as_its_next_run() {
        finish(change(new Edit.Create(WEB, ApplicationPatch.ofCommand("sleep 1000"))));
        var first = new TaskId(mesos.in(TaskState.RUNNING).iterator().next());
        var killed =
                orchestrator
                        .kill(WEB, List.of(first.instance()), false, Origin.system("test"))
                        .toCompletableFuture()
                        .join();
        assertThat(killed).isInstanceOf(Answer.Decided.class);
        var second = TaskId.of(first.instance(), 2).value();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(mesos.in(TaskState.RUNNING)).containsExactly(second));
    }

    @Test
    void many_instances_are_launched_in_batches_each_once() {
        var many = ApplicationPatch.ofCommand("sleep 1000").withInstances(250);
        finish(change(new Edit.Create(WEB, many)));
        assertThat(mesos.in(TaskState.RUNNING)).hasSize(250);
        assertThat(mesos.launches).hasValue(250);
    }

    @Test
    @SuppressWarnings("NullAway") // the defect
    void a_defect_in_one_message_does_not_end_the_catalog() {
        finish(change(new Edit.Create(WEB, ApplicationPatch.ofCommand("sleep 1000"))));
        var poison = new CatalogFront.GetStanding(new DeploymentId("d"), false, null);
        ((Cluster) orchestrator).catalog().tell(poison);
        finish(change(new Edit.Remove(WEB)));
    }

    @Test
    @SuppressWarnings("NullAway") // the defect
    void a_scheduler_that_dies_of_a_defect_is_told_of_and_leaves_mesos() {
        finish(change(new Edit.Create(WEB, ApplicationPatch.ofCommand("sleep 1000"))));
        assertThat(died).isNotDone();
        ((Cluster) orchestrator).scheduler().tell(new SchedulerActor.Told(null));
        assertThat(died).succeedsWithin(PATIENCE).isInstanceOf(NullPointerException.class);
        await().atMost(PATIENCE).until(mesos::isLeft);
    }

    private DeploymentId change(Edit edit) {
        var deployment = new DeploymentId(UUID.randomUUID().toString());
        var change =
                new Change(
                        new ChangeId(deployment.value()), deployment, List.of(edit), false, false);
        var answer =
                (Answer.Decided<CatalogReply>)
                        orchestrator
                                .change(change, Origin.system("test"))
                                .toCompletableFuture()
                                .join();
        assertThat(answer.reply()).isInstanceOf(CatalogReply.Admitted.class);
        return deployment;
    }

    private void finish(DeploymentId deployment) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(catalog().closed()).containsKey(deployment));
    }

    private CatalogState catalog() {
        return (CatalogState) fold(PersistenceIds.CATALOG);
    }

    private ApplicationState application() {
        return (ApplicationState) fold(PersistenceIds.of(WEB));
    }

    private State fold(String persistenceId) {
        var state = State.empty(persistenceId);
        for (var event : journal.persistedInStorage(persistenceId))
            state = State.evolve(state, ((Recorded) event).fact());
        return state;
    }

    private static final class Silent implements SchedulerSetting.Board {
        @Override
        public void refusals(AppId app, List<Refusal> refusals) {}

        @Override
        public void stray(TaskStatus status) {}

        @Override
        public void link(boolean subscribed, String sentence) {}
    }

    private static final class NoViews implements ReadSide {
        @Override
        public List<AppId> unsettled(Instant now) {
            return List.of();
        }

        @Override
        public List<AppId> watched() {
            return List.of();
        }

        @Override
        public List<DeploymentId> openDeployments() {
            return List.of();
        }

        @Override
        public Map<AppId, List<ApplicationCommand>> leftBehind() {
            return Map.of();
        }

        @Override
        public CompletionStage<List<Live>> liveTasks(Optional<AgentId> agent) {
            return CompletableFuture.completedStage(List.of());
        }
    }
}
