package io.dromos.actors;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.cluster.sharding.typed.testkit.javadsl.TestEntityRef;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import com.typesafe.config.ConfigFactory;
import io.dromos.actors.Orchestrator.Answer;
import io.dromos.domain.Decider.Measure;
import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.ApplicationReply;
import io.dromos.domain.scheduling.Effect;
import io.dromos.domain.scheduling.SchedulerInput;
import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Origin;
import io.dromos.events.PersistenceIds;
import io.dromos.events.Version;
import io.dromos.events.WriteFailed;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.ApplicationFact.Placement;
import io.dromos.events.facts.Target;
import io.dromos.events.facts.VersionInfo;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.ProgressDeadline;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.DeploymentState.Steering;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApplicationFrontTest {

    private static final AppId WEB = new AppId("/web");
    private static final DeploymentId DEPLOYMENT = new DeploymentId("d1");
    private static final Version VERSION = new Version(Instant.parse("2026-01-01T00:00:00Z"));

    /// Below the time after which an application tells everything again of itself.
    private static final Duration SOON = Duration.ofSeconds(8);

    private final ActorTestKit kit =
            ActorTestKit.create(
                    ConfigFactory.parseString("akka.persistence.testkit.events.serialize = off")
                            .withFallback(PersistenceTestKitPlugin.config()));
    private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
    private final TestProbe<SchedulerActor.Message> scheduler = kit.createTestProbe();
    private final TestProbe<DeploymentFront.Message> deployments = kit.createTestProbe();
    private final TestProbe<ClusterSharding.ShardCommand> shard = kit.createTestProbe();
    private final TestProbe<Answer<ApplicationReply>> answers = kit.createTestProbe();
    private final ActorRef<ApplicationFront.Message> front =
            kit.spawn(ApplicationFront.create(WEB, Settings.DEFAULT, new Fakes(), shard.ref()));

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void a_question_about_a_late_batch_is_answered_after_the_plan_it_is_about() {
        var wanted = released();
        front.tell(propose(7, wanted.revision(), Optional.of(VERSION), List.of(place())));
        front.tell(propose(7, wanted.revision(), Optional.empty(), List.of()));
        assertThat(planned().plans()).hasSize(1);
        assertThat(planned().plans()).isEmpty();
    }

    @Test
    void
            places_that_come_while_others_are_decided_on_plan_nothing_and_are_left_to_be_asked_about() {
        var wanted = released();
        front.tell(propose(7, wanted.revision(), Optional.of(VERSION), List.of(place())));
        front.tell(propose(8, wanted.revision(), Optional.of(VERSION), List.of(place())));
        front.tell(propose(8, wanted.revision(), Optional.empty(), List.of()));
        var first = planned();
        assertThat(first.batch()).isEqualTo(7);
        assertThat(first.plans()).hasSize(1);
        var second = planned();
        assertThat(second.batch()).isEqualTo(8);
        assertThat(second.plans()).isEmpty();
        answers.expectNoMessage(Duration.ofMillis(500));
    }

    @Test
    void after_each_answer_to_a_batch_the_scheduler_is_told_anew_what_is_wanted() {
        var wanted = released();
        front.tell(propose(7, wanted.revision(), Optional.empty(), List.of()));
        assertThat(planned().plans()).isEmpty();
        var again = wanted(SOON);
        assertThat(again.revision()).isGreaterThan(wanted.revision());
        assertThat(again.wants()).isEqualTo(wanted.wants());
    }

    @Test
    void places_for_a_want_that_is_no_longer_the_latest_are_answered_at_once_with_nothing() {
        var wanted = released();
        front.tell(propose(7, wanted.revision() - 1, Optional.of(VERSION), List.of(place())));
        assertThat(planned().plans()).isEmpty();
        assertThat(wanted(SOON).wants()).isEqualTo(wanted.wants());
    }

    @Test
    void a_scheduler_whose_plan_the_log_fences_off_is_told_so() {
        var wanted = released();
        journal.failNextPersisted(PersistenceIds.of(WEB), new StaleFence());
        front.tell(propose(7, wanted.revision(), Optional.of(VERSION), List.of(place())));
        assertThat(answers.receiveMessage(Duration.ofSeconds(20)))
                .isEqualTo(
                        new Answer.Decided<>(
                                new ApplicationReply.Fenced(7, 1, "epoch 2 holds it now"),
                                PersistenceIds.of(WEB),
                                0));
    }

    @Test
    void what_is_due_and_cannot_be_written_is_tried_again_after_a_while_and_not_at_once() {
        TestProbe<Long> tries = kit.createTestProbe();
        var deadline = new ProgressDeadline(Duration.ofSeconds(1), false);
        var limit = new DeploymentState.Limit(Optional.of(deadline), "operator", Instant.now());
        var full =
                Settings.of(recorded -> {
                    if (!(recorded.fact() instanceof ApplicationFact.RolloutStalled))
                        return new Measure.Bytes(300);
                    tries.ref().tell(System.nanoTime());
                    return new Measure.Unwritable("no room");
                });
        release(
                kit.spawn(ApplicationFront.create(WEB, full, new Fakes(), shard.ref())),
                new Steering(1, Optional.empty(), Optional.of(limit)));
        long first = tries.receiveMessage(Duration.ofSeconds(20));
        tries.receiveMessage(Duration.ofSeconds(20));
        long third = tries.receiveMessage(Duration.ofSeconds(20));
        assertThat(Duration.ofNanos(third - first)).isGreaterThan(Duration.ofMillis(1_900));
    }

    private static final class StaleFence extends WriteFailed {
        private static final long serialVersionUID = 1L;

        private StaleFence() {
            super("epoch 2 holds it now");
        }

        @Override
        public boolean nothingWritten() {
            return true;
        }

        @Override
        public boolean isFenced() {
            return true;
        }
    }

    /// Adopts and releases one instance; what the scheduler is told then.
    private SchedulerInput.Wanted released() {
        release(front, Steering.NONE);
        var told = wanted(Duration.ofSeconds(20));
        while (told.wants().isEmpty()) told = wanted(Duration.ofSeconds(20));
        return told;
    }

    private void release(ActorRef<ApplicationFront.Message> whom, Steering steering) {
        var target =
                new Target.Run(
                        VERSION,
                        VersionInfo.fresh(VERSION),
                        ApplicationSpec.ofCommand("sleep 1000").withInstances(1));
        for (var command :
                List.of(
                        new ApplicationCommand.Adopt(1, DEPLOYMENT, target),
                        new ApplicationCommand.Release(1, DEPLOYMENT, 0, steering))) {
            whom.tell(
                    new ApplicationFront.Ask(command, Origin.system("test"), true, answers.ref()));
            assertThat(answers.receiveMessage(Duration.ofSeconds(20)))
                    .isInstanceOf(Answer.Decided.class);
        }
    }

    private SchedulerInput.Wanted wanted(Duration within) {
        var told = scheduler.expectMessageClass(SchedulerActor.Told.class, within);
        return (SchedulerInput.Wanted) told.input();
    }

    private ApplicationReply.Planned planned() {
        var answer = answers.receiveMessage(Duration.ofSeconds(20));
        var decided = (Answer.Decided<ApplicationReply>) answer;
        return (ApplicationReply.Planned) decided.reply();
    }

    private ApplicationFront.Propose propose(
            long batch, long revision, Optional<Version> config, List<Placement> places) {
        var proposals =
                places.stream()
                        .map(it -> new Effect.Proposal(0, VERSION, config.orElseThrow(), it))
                        .toList();
        return new ApplicationFront.Propose(
                new Effect.ProposePlan(WEB, 1, batch, revision, proposals), answers.ref());
    }

    private static Placement place() {
        return new Placement(
                new AgentId("S0"),
                "agent1",
                "127.0.0.1",
                List.of(31_000),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    /// A cluster of probes.
    private final class Fakes implements Cluster {
        @Override
        public ActorRef<CatalogFront.Message> catalog() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ActorRef<SchedulerActor.Message> scheduler() {
            return scheduler.ref();
        }

        @Override
        public ActorRef<FrameworkFront.Message> framework() {
            throw new UnsupportedOperationException();
        }

        @Override
        public EntityRef<ApplicationFront.Message> application(AppId app) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EntityRef<DeploymentFront.Message> deployment(DeploymentId deployment) {
            return TestEntityRef.of(
                    EntityTypeKey.create(DeploymentFront.Message.class, "deployment"),
                    deployment.value(),
                    deployments.ref());
        }
    }
}
