package io.dromos.actors;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.cluster.sharding.typed.testkit.javadsl.TestEntityRef;
import io.dromos.actors.Orchestrator.Answer;
import io.dromos.actors.Orchestrator.Steered;
import io.dromos.domain.catalog.CatalogCommand;
import io.dromos.domain.catalog.CatalogReply;
import io.dromos.domain.deployment.DeploymentCommand;
import io.dromos.domain.deployment.DeploymentReply;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Origin;
import io.dromos.events.facts.CatalogFact.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A client steers a deployment that may not have begun, or be over.
class SteeringTest {

    private static final DeploymentId ID = new DeploymentId("d1");
    private static final DeploymentCommand.Steer RESUME = new DeploymentCommand.Resume("ops");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ActorTestKit kit = ActorTestKit.create();
    private final TestProbe<DeploymentFront.Message> deployments = kit.createTestProbe();
    private final TestProbe<CatalogFront.Message> catalogs = kit.createTestProbe();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void one_that_is_open_and_has_not_begun_is_waited_for() {
        var steered = steer(PATIENCE);
        for (int round = 0; round < 3; round++) {
            answer(new DeploymentReply.NotAtWork());
            answer(new CatalogReply.IsOpen(ID));
        }
        assertThat(steered).isNotDone();
        answer(new DeploymentReply.Accepted());
        assertThat(steered)
                .succeedsWithin(PATIENCE)
                .isInstanceOfSatisfying(
                        Answer.Decided.class,
                        it -> assertThat(it.reply()).isEqualTo(new Steered(true)));
    }

    @Test
    void one_that_does_not_begin_in_good_time_is_to_be_asked_again() {
        var steered = steer(Duration.ZERO);
        answer(new DeploymentReply.NotAtWork());
        answer(new CatalogReply.IsOpen(ID));
        assertThat(steered)
                .succeedsWithin(PATIENCE)
                .isEqualTo(new Answer.Busy<Steered>("the deployment d1 has not begun yet"));
    }

    @Test
    void one_that_is_over_follows_no_more() {
        var steered = steer(PATIENCE);
        answer(new DeploymentReply.NotAtWork());
        answer(new CatalogReply.Closed(ID, Outcome.FINISHED));
        assertThat(steered)
                .succeedsWithin(PATIENCE)
                .isInstanceOfSatisfying(
                        Answer.Decided.class,
                        it -> assertThat(it.reply()).isEqualTo(new Steered(false)));
    }

    private CompletableFuture<Answer<Steered>> steer(Duration patience) {
        return new Steering(new Fakes(), this::ask, patience)
                .steer(ID, RESUME, Origin.system("test"))
                .toCompletableFuture();
    }

    private <M, R> CompletionStage<Answer<R>> ask(
            RecipientRef<M> whom, Function<ActorRef<Answer<R>>, M> message) {
        return AskPattern.ask(whom, message::apply, PATIENCE, kit.scheduler());
    }

    private void answer(DeploymentReply reply) {
        var asked = deployments.expectMessageClass(DeploymentFront.Ask.class, PATIENCE);
        assertThat(asked.command()).isEqualTo(RESUME);
        asked.replyTo().tell(new Answer.Decided<>(reply, "deployment|d1", 1));
    }

    private void answer(CatalogReply reply) {
        var asked = catalogs.expectMessageClass(CatalogFront.Ask.class, PATIENCE);
        assertThat(asked.command()).isEqualTo(new CatalogCommand.Recall(ID));
        asked.replyTo().tell(new Answer.Decided<>(reply, "catalog", 1));
    }

    private final class Fakes implements Cluster {

        @Override
        public ActorRef<CatalogFront.Message> catalog() {
            return catalogs.ref();
        }

        @Override
        public ActorRef<SchedulerActor.Message> scheduler() {
            throw new UnsupportedOperationException();
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
