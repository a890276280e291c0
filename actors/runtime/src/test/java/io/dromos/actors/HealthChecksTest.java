package io.dromos.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import com.typesafe.config.ConfigFactory;
import io.dromos.domain.application.ApplicationCommand.Examine;
import io.dromos.domain.application.ApplicationCommand.Finding;
import io.dromos.domain.application.ApplicationCommand.Healthy;
import io.dromos.domain.application.ApplicationCommand.Unhealthy;
import io.dromos.domain.application.ApplicationReply;
import io.dromos.domain.health.Attempt;
import io.dromos.domain.health.Question;
import io.dromos.domain.health.Watch;
import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.InstanceId;
import io.dromos.events.PersistenceIds;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.ApplicationFact.InstancePlanned;
import io.dromos.events.facts.ApplicationFact.Placement;
import io.dromos.events.facts.ApplicationFact.TaskObserved;
import io.dromos.events.facts.ApplicationFact.VersionAdopted;
import io.dromos.events.facts.Target;
import io.dromos.events.facts.VersionInfo;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Health;
import io.dromos.events.spec.HealthCheck;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.state.ApplicationState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthChecksTest {

    private static final AppId WEB = new AppId("/web");
    private static final Version VERSION = new Version(Instant.parse("2026-01-01T00:00:00Z"));
    private static final TaskId TASK = TaskId.of(InstanceId.of(WEB, "1"), 1);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final ActorTestKit kit =
            ActorTestKit.create(
                    ConfigFactory.parseString("akka.persistence.testkit.events.serialize = off")
                            .withFallback(PersistenceTestKitPlugin.config()));
    private final TestProbe<ApplicationFront.Message> front = kit.createTestProbe();
    private final Queue<Question> asked = new ConcurrentLinkedQueue<>();
    private volatile Attempt answer = new Attempt.Connected();
    private volatile Watch shown = Watch.NONE;
    private final ActorRef<ApplicationState> states = kit.spawn(front());

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void a_front_hears_what_the_checks_of_its_tasks_find_until_its_state_shows_it() {
        states.tell(running());
        assertThat(found()).containsExactly(new Healthy(TASK));
        assertThat(asked.peek()).isInstanceOf(Question.Connect.class);
        assertThat(asked.peek().host() + ":" + asked.peek().port()).isEqualTo("10.0.0.7:31000");
        states.tell(running());
        assertThat(found()).as("not shown yet").containsExactly(new Healthy(TASK));
        var healthy = new ApplicationFact.InstanceHealthChanged(WEB, TASK, true, none(), at());
        states.tell(running().evolve(healthy));
        answer = new Attempt.Unanswered("refused");
        var found = found();
        while (found.getFirst() instanceof Healthy) found = found();
        while (found.equals(List.of(new Unhealthy(TASK, "refused", false)))) found = found();
        assertThat(found).containsExactly(new Unhealthy(TASK, "refused", true));
        assertThat(shown.find(TASK)).isPresent();
    }

    /// Whoever asks begins to, as after a restart: he has seen no earlier state.
    @Test
    void a_task_is_asked_by_the_checks_of_a_definition_that_was_removed_before_anybody_asked() {
        var again = new Version(VERSION.at().plusSeconds(60));
        var plain = ApplicationSpec.ofCommand("serve");
        var anew = new Target.Run(again, VersionInfo.fresh(again), plain);
        states.tell(
                running()
                        .evolve(adopted(2, new Target.Remove(VERSION.next())))
                        .evolve(adopted(3, anew)));
        assertThat(found()).containsExactly(new Healthy(TASK));
    }

    @Test
    void nobody_is_asked_once_nobody_is_left_to_ask() {
        states.tell(running());
        found();
        var killed = new ApplicationFact.KillRequested(WEB, TASK.instance(), "test", false, at());
        states.tell(running().evolve(killed));
        await().atMost(LONG).until(() -> shown.tasks().isEmpty());
    }

    private List<Finding> found() {
        var told = front.expectMessageClass(ApplicationFront.Ask.class, LONG);
        told.replyTo()
                .tell(
                        new Orchestrator.Answer.Decided<>(
                                new ApplicationReply.Ok(), PersistenceIds.of(WEB), 1));
        return ((Examine) told.command()).findings();
    }

    /// Owns the checks as a front does, and hands on what it hears.
    private Behavior<ApplicationState> front() {
        var setting = Settings.of(new HealthSetting(this::ask, (_, it) -> shown = it));
        return Behaviors.setup(actor -> {
            var checks = new HealthChecks(WEB, setting, actor, front.ref());
            return Behaviors.receiveMessage(state -> {
                checks.stands(state);
                return Behaviors.same();
            });
        });
    }

    private CompletionStage<Attempt> ask(AppId app, Question question) {
        assertThat(app).isEqualTo(WEB);
        asked.add(question);
        return CompletableFuture.completedStage(answer);
    }

    private static ApplicationState running() {
        var check =
                new HealthCheck(
                        HealthCheck.Protocol.TCP,
                        none(),
                        none(),
                        Optional.of(0),
                        none(),
                        HealthCheck.IpVersion.IPV4,
                        Duration.ZERO,
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1),
                        Duration.ZERO,
                        1);
        var spec =
                ApplicationSpec.ofCommand("serve")
                        .withPorts(List.of(new PortDefinition(0, "tcp", none(), Map.of())), none())
                        .withHealth(new Health(List.of(check), none(), none()));
        var place =
                new Placement(
                        new AgentId("a"),
                        "h",
                        "10.0.0.7",
                        List.of(31_000),
                        Map.of(),
                        none(),
                        none());
        return ApplicationState.empty(WEB)
                .evolve(adopted(1, new Target.Run(VERSION, VersionInfo.fresh(VERSION), spec)))
                .evolve(new InstancePlanned(WEB, TASK.instance(), TASK, VERSION, place, 1, at()))
                .evolve(
                        new TaskObserved(
                                WEB,
                                TASK,
                                TaskState.RUNNING,
                                none(),
                                "",
                                none(),
                                none(),
                                List.of(),
                                at()));
    }

    private static VersionAdopted adopted(long admission, Target target) {
        return new VersionAdopted(WEB, admission, new DeploymentId("d"), target, at());
    }

    private static Instant at() {
        return VERSION.at();
    }

    private static <T> Optional<T> none() {
        return Optional.empty();
    }
}
