package io.dromos.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.cluster.sharding.typed.testkit.javadsl.TestEntityRef;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import com.typesafe.config.ConfigFactory;
import io.dromos.actors.Orchestrator.Answer;
import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.ApplicationReply;
import io.dromos.domain.catalog.CatalogCommand;
import io.dromos.domain.catalog.CatalogReply;
import io.dromos.domain.catalog.Refusal;
import io.dromos.domain.deployment.DeploymentCommand;
import io.dromos.domain.front.Standing;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Origin;
import io.dromos.events.PersistenceIds;
import io.dromos.events.Recorded;
import io.dromos.events.Version;
import io.dromos.events.facts.Action;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.facts.Target;
import io.dromos.events.state.DeploymentState.Planned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeploymentFrontTest {

    private static final DeploymentId ID = new DeploymentId("d1");
    private static final Version VERSION = Version.parse("2026-01-01T00:00:00.000Z");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ActorTestKit kit =
            ActorTestKit.create(
                    ConfigFactory.parseString("akka.persistence.testkit.events.serialize = off")
                            .withFallback(PersistenceTestKitPlugin.config()));
    private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
    private final TestProbe<ClusterSharding.ShardCommand> shard = kit.createTestProbe();

    private final AtomicInteger targetsAskedFor = new AtomicInteger();
    private final Set<AppId> released = ConcurrentHashMap.newKeySet();
    private final Set<AppId> left = ConcurrentHashMap.newKeySet();
    private volatile Standing standing = new Standing.NotReady();
    private volatile CatalogReply recalled = new CatalogReply.IsOpen(ID);

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void applications_that_do_not_get_done_hold_up_nobody_else_in_their_step() {
        open(405);
        start(spawn(), 405);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(released).hasSize(405));
        assertThat(targetsAskedFor).as("a map of all targets is made once").hasValueLessThan(5);
    }

    @Test
    void a_deployment_closed_while_it_was_away_releases_nobody_and_ends() {
        standing = new Standing.Closed(Outcome.CANCELLED);
        inFlight();
        spawn();
        awaitFact(new DeploymentFact.Cancelled(ID, false, VERSION.at()));
        assertThat(left).hasSize(3);
        assertThat(released).isEmpty();
    }

    @Test
    void a_deployment_the_catalog_remembers_no_more_ends() {
        standing = new Standing.Forgotten();
        recalled = new CatalogReply.Refused(new Refusal.UnknownDeployment(ID));
        inFlight();
        spawn();
        awaitFact(new DeploymentFact.Cancelled(ID, false, VERSION.at()));
        assertThat(released).isEmpty();
    }

    @Test
    void a_deployment_that_only_an_overtaken_catalog_does_not_know_goes_on() {
        standing = new Standing.Forgotten();
        recalled = new CatalogReply.IsOpen(ID);
        inFlight();
        spawn();
        shard.expectNoMessage(Duration.ofMillis(1500));
        standing = new Standing.Open(Optional.empty());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(released).hasSize(3));
        assertThat(left).isEmpty();
    }

    @Test
    void a_deployment_in_flight_waits_for_the_catalog_and_then_goes_on() {
        inFlight();
        spawn();
        shard.expectNoMessage(Duration.ofMillis(1500));
        assertThat(released).isEmpty();
        standing = new Standing.Open(Optional.empty());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(released).hasSize(3));
    }

    @Test
    void a_closing_that_nobody_told_of_is_found_out() {
        open(3);
        start(spawn(), 3);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(released).hasSize(3));
        standing = new Standing.Closed(Outcome.SUPERSEDED);
        awaitFact(new DeploymentFact.Cancelled(ID, true, VERSION.at()));
    }

    private void open(int apps) {
        var targets = new TreeMap<AppId, Target>();
        for (var app : apps(apps)) targets.put(app, new Target.Remove(VERSION));
        standing = new Standing.Open(Optional.of(targets));
    }

    private static List<AppId> apps(int count) {
        return IntStream.range(0, count).mapToObj(i -> new AppId("/app" + i)).toList();
    }

    private static List<Planned> planned(int count) {
        return apps(count).stream().map(app -> new Planned(0, app, Action.STOP)).toList();
    }

    private void start(ActorRef<DeploymentFront.Message> front, int apps) {
        front.tell(
                new DeploymentFront.Ask(
                        new DeploymentCommand.Start(VERSION, 7, 1, planned(apps), Optional.empty()),
                        Origin.system("test"),
                        true,
                        kit.system().ignoreRef()));
    }

    /// Three applications have adopted, and the step that releases them was begun.
    private void inFlight() {
        var facts = new ArrayList<Object>();
        facts.add(
                recorded(
                        new DeploymentFact.Started(
                                ID, VERSION, 7, 1, 3, Optional.empty(), VERSION.at())));
        for (var planned : planned(3))
            facts.add(
                    recorded(
                            new DeploymentFact.ActionPlanned(
                                    ID, planned.step(), planned.app(), planned.action())));
        facts.add(recorded(new DeploymentFact.StepStarted(ID, 0, VERSION.at())));
        journal.persistForRecovery(PersistenceIds.of(ID), facts);
    }

    private static Recorded recorded(DeploymentFact fact) {
        return new Recorded(fact, Origin.system("test"));
    }

    private void awaitFact(DeploymentFact.Cancelled wanted) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(journal.persistedInStorage(PersistenceIds.of(ID)))
                                .extracting(event -> ((Recorded) event).fact())
                                .last()
                                .isInstanceOfSatisfying(
                                        DeploymentFact.Cancelled.class,
                                        it ->
                                                assertThat(it.superseded())
                                                        .isEqualTo(wanted.superseded())));
    }

    private ActorRef<DeploymentFront.Message> spawn() {
        return kit.spawn(DeploymentFront.create(ID, Settings.DEFAULT, new Fakes(), shard.ref()));
    }

    /// Applications that adopt, are never done, and leave; a catalog that says [#standing] at once
    /// and, when it has looked, [#recalled].
    private final class Fakes implements Cluster {

        private final Map<AppId, ActorRef<ApplicationFront.Message>> apps =
                new ConcurrentHashMap<>();
        private final ActorRef<CatalogFront.Message> catalog =
                kit.spawn(
                        Behaviors.receiveMessage(message -> {
                            if (message instanceof CatalogFront.GetStanding ask) {
                                if (ask.targets()) targetsAskedFor.incrementAndGet();
                                ask.replyTo().tell(standing);
                            }
                            if (message instanceof CatalogFront.Ask ask
                                    && ask.command() instanceof CatalogCommand.Recall)
                                ask.replyTo().tell(new Answer.Decided<>(recalled, "catalog", 1));
                            return Behaviors.same();
                        }));

        @Override
        public ActorRef<CatalogFront.Message> catalog() {
            return catalog;
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
            return TestEntityRef.of(
                    EntityTypeKey.create(ApplicationFront.Message.class, "application"),
                    app.path(),
                    apps.computeIfAbsent(app, this::spawn));
        }

        private ActorRef<ApplicationFront.Message> spawn(AppId app) {
            return kit.spawn(
                    Behaviors.receiveMessage(message -> {
                        if (message instanceof ApplicationFront.Ask ask) answer(app, ask);
                        return Behaviors.same();
                    }));
        }

        private void answer(AppId app, ApplicationFront.Ask ask) {
            var reply =
                    switch (ask.command()) {
                        case ApplicationCommand.Adopt adopt ->
                                new ApplicationReply.Adopted(adopt.admission());
                        case ApplicationCommand.Release release -> {
                            released.add(app);
                            yield new ApplicationReply.Released(
                                    release.admission(), release.step(), false);
                        }
                        case ApplicationCommand.Leave _ -> {
                            left.add(app);
                            yield new ApplicationReply.Left();
                        }
                        default -> throw new AssertionError(ask.command());
                    };
            ask.replyTo().tell(new Answer.Decided<>(reply, PersistenceIds.of(app), 1));
        }

        @Override
        public EntityRef<DeploymentFront.Message> deployment(DeploymentId deployment) {
            throw new UnsupportedOperationException();
        }
    }
}
