package io.dromos.actors;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.cluster.sharding.typed.testkit.javadsl.TestEntityRef;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import com.typesafe.config.ConfigFactory;
import io.dromos.actors.Orchestrator.Answer;
import io.dromos.domain.catalog.CatalogCommand;
import io.dromos.domain.catalog.CatalogReply;
import io.dromos.domain.catalog.Change;
import io.dromos.domain.catalog.Edit;
import io.dromos.domain.definition.ApplicationPatch;
import io.dromos.domain.deployment.DeploymentCommand;
import io.dromos.domain.deployment.DeploymentReply;
import io.dromos.events.AppId;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Origin;
import io.dromos.events.PersistenceIds;
import io.dromos.events.WriteFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CatalogFrontTest {

    private static final AppId WEB = new AppId("/web");
    private static final Origin ALICE =
            new Origin(
                    "alice",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    private final ActorTestKit kit =
            ActorTestKit.create(
                    ConfigFactory.parseString("akka.persistence.testkit.events.serialize = off")
                            .withFallback(PersistenceTestKitPlugin.config()));
    private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
    private final TestProbe<DeploymentFront.Message> deployments = kit.createTestProbe();
    private final TestProbe<Answer<CatalogReply>> answers = kit.createTestProbe();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void
            an_admitted_change_is_answered_when_it_is_durable_and_its_deployment_is_asked_until_it_starts() {
        var catalog = kit.spawn(CatalogFront.create(Settings.DEFAULT, new Fakes()));
        catalog.tell(admit("1"));
        var decided = (Answer.Decided<CatalogReply>) answers.receiveMessage();
        assertThat(decided.reply()).isInstanceOf(CatalogReply.Admitted.class);
        assertThat(journal.persistedInStorage(PersistenceIds.CATALOG))
                .hasSize((int) decided.sequenceNr());
        var first = start();
        var again = start();
        assertThat(again.command()).isEqualTo(first.command());
        again.replyTo()
                .tell(new Answer.Decided<>(new DeploymentReply.Accepted(), "deployment|d1", 1));
        deployments.expectNoMessage(Duration.ofMillis(1500));
    }

    @Test
    void a_failed_write_leaves_the_outcome_unknown_and_asking_again_settles_it() {
        var catalog = kit.spawn(CatalogFront.create(Settings.DEFAULT, new Fakes()));
        journal.failNextPersisted(PersistenceIds.CATALOG);
        catalog.tell(admit("1"));
        assertThat(answers.receiveMessage()).isInstanceOf(Answer.OutcomeUnknown.class);
        catalog.tell(admit("1"));
        var decided = (Answer.Decided<CatalogReply>) answers.receiveMessage(Duration.ofSeconds(10));
        assertThat(decided.reply()).isInstanceOf(CatalogReply.Admitted.class);
    }

    @Test
    void a_write_that_the_log_refused_is_answered_with_its_reason_and_the_next_one_is_taken() {
        var catalog = kit.spawn(CatalogFront.create(Settings.DEFAULT, new Fakes()));
        journal.failNextPersisted(PersistenceIds.CATALOG, new NoRoom());
        catalog.tell(admit("1"));
        assertThat(answers.receiveMessage()).isEqualTo(new Answer.NotWritten<>("no room"));
        catalog.tell(admit("1"));
        assertThat(answers.receiveMessage(Duration.ofSeconds(10)))
                .isInstanceOf(Answer.Decided.class);
    }

    @Test
    void a_full_inbox_answers_busy_and_loses_no_request() {
        var small = Settings.of(new Setting.Bounds(2, 2, 1, 1 << 20, 1 << 20));
        var catalog = kit.spawn(CatalogFront.create(small, new Fakes()));
        for (int i = 0; i < 50; i++) catalog.tell(admit("" + i));
        int busy = 0;
        for (int i = 0; i < 50; i++) if (answers.receiveMessage() instanceof Answer.Busy) busy++;
        assertThat(busy).isPositive().isLessThan(50);
    }

    @Test
    void a_change_too_big_to_be_written_whole_is_refused_and_the_next_one_is_not() {
        var small = Settings.of(new Setting.Bounds(10, 10, 10, 1 << 20, 1_000));
        var catalog = kit.spawn(CatalogFront.create(small, new Fakes()));
        catalog.tell(admit("1", "2", "3", "4"));
        assertThat(answers.receiveMessage()).isInstanceOf(Answer.TooBig.class);
        assertThat(journal.persistedInStorage(PersistenceIds.CATALOG)).isEmpty();
        catalog.tell(admit("1"));
        assertThat(answers.receiveMessage()).isInstanceOf(Answer.Decided.class);
    }

    @Test
    void the_state_survives_the_actor() {
        var catalog = kit.spawn(CatalogFront.create(Settings.DEFAULT, new Fakes()));
        catalog.tell(admit("1"));
        answers.receiveMessage();
        kit.stop(catalog);
        var next = kit.spawn(CatalogFront.create(Settings.DEFAULT, new Fakes()));
        next.tell(admit("1"));
        var decided = (Answer.Decided<CatalogReply>) answers.receiveMessage();
        assertThat(decided.sequenceNr()).isEqualTo(2);
        start();
    }

    @Test
    void a_catalog_that_was_overtaken_denies_nothing_before_it_has_read_what_the_other_wrote() {
        Setting.Newest newest =
                id ->
                        CompletableFuture.completedStage(
                                (long) journal.persistedInStorage(id).size());
        var shared = Settings.of(Setting.Bounds.DEFAULT, Optional.of(newest));
        var recall =
                new CatalogFront.Ask(
                        new CatalogCommand.Recall(new DeploymentId("d1")),
                        ALICE,
                        true,
                        answers.ref());
        var stale = kit.spawn(CatalogFront.create(shared, new Fakes()));
        stale.tell(recall);
        assertThat(reply(answers.receiveMessage())).isInstanceOf(CatalogReply.Refused.class);
        kit.spawn(CatalogFront.create(shared, new Fakes())).tell(admit("1"));
        assertThat(reply(answers.receiveMessage())).isInstanceOf(CatalogReply.Admitted.class);
        stale.tell(recall);
        assertThat(answers.receiveMessage()).isInstanceOf(Answer.NotWritten.class);
        stale.tell(recall);
        assertThat(reply(answers.receiveMessage())).isInstanceOf(CatalogReply.IsOpen.class);
    }

    private static CatalogReply reply(Answer<CatalogReply> answer) {
        return ((Answer.Decided<CatalogReply>) answer).reply();
    }

    private static final class NoRoom extends WriteFailed {
        private static final long serialVersionUID = 1L;

        private NoRoom() {
            super("no room");
        }

        @Override
        public boolean nothingWritten() {
            return true;
        }
    }

    private DeploymentFront.Ask start() {
        var ask = deployments.expectMessageClass(DeploymentFront.Ask.class, Duration.ofSeconds(10));
        assertThat(ask.command()).isInstanceOf(DeploymentCommand.Start.class);
        return ask;
    }

    private CatalogFront.Ask admit(String... ids) {
        var edits = new ArrayList<Edit>();
        for (var id : ids)
            edits.add(
                    new Edit.Create(
                            new AppId(WEB.path() + id), ApplicationPatch.ofCommand("sleep 1000")));
        var change =
                new Change(
                        new ChangeId(ids[0]), new DeploymentId("d" + ids[0]), edits, false, false);
        return new CatalogFront.Ask(new CatalogCommand.Admit(change), ALICE, false, answers.ref());
    }

    /// A cluster of probes.
    private final class Fakes implements Cluster {
        @Override
        public ActorRef<CatalogFront.Message> catalog() {
            throw new UnsupportedOperationException();
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
