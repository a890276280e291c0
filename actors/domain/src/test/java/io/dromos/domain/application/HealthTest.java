package io.dromos.domain.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.application.ApplicationCommand.Finding;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.ApplicationFact.InstanceBecameReady;
import io.dromos.events.facts.ApplicationFact.InstanceHealthChanged;
import io.dromos.events.facts.ApplicationFact.KillRequested;
import io.dromos.events.spec.Health;
import io.dromos.events.spec.HealthCheck;
import io.dromos.events.spec.ReadinessCheck;
import io.dromos.events.spec.UpgradeStrategy;
import io.dromos.events.state.Instance.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HealthTest {

    private static final Health CHECKED =
            new Health(
                    List.of(HealthCheck.of(HealthCheck.Protocol.HTTP)),
                    Optional.empty(),
                    Optional.empty());
    private static final Health GATED =
            new Health(List.of(), Optional.of(ReadinessCheck.DEFAULT), Optional.empty());

    private final ApplicationWorld world = new ApplicationWorld();

    @Test
    void a_deployment_is_not_done_before_all_its_instances_are_healthy() {
        start(CHECKED, 2);
        assertThat(isDone()).isFalse();
        world.prove(world.running().getFirst());
        assertThat(isDone()).isFalse();
        world.prove(world.running().getLast());
        assertThat(isDone()).isTrue();
    }

    @Test
    void a_deployment_is_not_done_before_its_instances_are_ready() {
        start(GATED, 1);
        examine(new ApplicationCommand.Healthy(task()));
        assertThat(isDone()).isFalse();
        examine(new ApplicationCommand.Ready(task()));
        assertThat(isDone()).isTrue();
    }

    @Test
    void an_old_instance_is_kept_until_a_new_one_is_healthy() {
        start(CHECKED, 2);
        world.running().forEach(world::prove);
        var old = world.running();
        world.upgrade = new UpgradeStrategy(1, 1);
        world.change(2, true);
        world.launch(2);
        world.alive().forEach(task -> world.tell(task, TaskState.RUNNING));
        assertThat(world.state.instances().count(Kind.LEAVING)).isZero();
        world.prove(world.running().stream().filter(it -> !old.contains(it)).findFirst().get());
        assertThat(world.state.instances().count(Kind.LEAVING)).isEqualTo(1);
    }

    @Test
    void of_the_old_those_go_first_whose_checks_speak_against_them() {
        start(CHECKED, 4);
        world.running().forEach(world::prove);
        var ill = world.running().get(2);
        world.fault(ill, false);
        world.upgrade = new UpgradeStrategy(.75, 0);
        world.change(4, true);
        assertThat(world.state.instances().find(ill.instance()).get().kind())
                .isEqualTo(Kind.LEAVING);
        assertThat(world.state.instances().count(Kind.RUNNING)).isEqualTo(3);
    }

    @Test
    void an_instance_that_is_ill_too_long_gets_another_run_and_no_delay() {
        start(CHECKED, 1);
        var first = task();
        world.prove(first);
        assertThat(facts(new ApplicationCommand.Unhealthy(first, "503 from /", true)))
                .hasExactlyElementsOfTypes(InstanceHealthChanged.class, KillRequested.class);
        world.settle(new Random(1));
        assertThat(task()).isEqualTo(TaskId.of(first.instance(), 2));
        assertThat(world.state.delay().until()).isBeforeOrEqualTo(world.now);
    }

    @Test
    void only_news_becomes_a_fact() {
        start(CHECKED, 1);
        var ill = new ApplicationCommand.Unhealthy(task(), "no answer within 20000 ms", false);
        assertThat(facts(ill)).hasExactlyElementsOfTypes(InstanceHealthChanged.class);
        assertThat(facts(ill)).isEmpty();
        var well = new ApplicationCommand.Healthy(task());
        assertThat(facts(well)).first().isInstanceOf(InstanceHealthChanged.class);
        assertThat(facts(well)).isEmpty();
        assertThat(facts(new ApplicationCommand.Ready(task()))).isEmpty();
    }

    @Test
    void one_without_a_health_check_becomes_ready_once() {
        start(GATED, 1);
        assertThat(facts(new ApplicationCommand.Ready(task())))
                .first()
                .isInstanceOf(InstanceBecameReady.class);
        assertThat(facts(new ApplicationCommand.Ready(task()))).isEmpty();
    }

    @Test
    void nothing_is_found_of_one_that_ended_is_to_end_or_is_out_of_reach() {
        start(CHECKED, 3);
        var tasks = world.running();
        world.tell(tasks.get(0), TaskState.FAILED);
        world.ask(new ApplicationCommand.Kill(List.of(tasks.get(1).instance()), false));
        world.silence(tasks.get(2));
        for (var task : tasks) {
            assertThat(facts(new ApplicationCommand.Unhealthy(task, "late", true))).isEmpty();
            assertThat(facts(new ApplicationCommand.Healthy(task))).isEmpty();
        }
    }

    @Test
    void fewer_instances_are_reached_once_those_too_many_ended_though_others_are_ill_for_ever() {
        start(CHECKED, 4);
        world.running().forEach(world::prove);
        var ill = world.running();
        ill.forEach(task -> world.fault(task, false));
        world.change(2, false);
        assertThat(isDone()).as("four are there still").isFalse();
        endWhoIsToEnd();
        assertThat(world.state.instances().count(Kind.UNPROVEN)).isEqualTo(2);
        assertThat(isDone()).isTrue();
    }

    @Test
    void more_instances_are_reached_once_all_are_healthy_and_a_new_configuration_likewise() {
        start(CHECKED, 2);
        world.prove(world.running().getFirst());
        world.change(3, false);
        world.launch(1);
        world.alive().forEach(task -> world.tell(task, TaskState.RUNNING));
        var last = world.running().getLast();
        world.prove(last);
        assertThat(isDone()).as("as in Marathon").isFalse();
        world.running().forEach(world::prove);
        assertThat(isDone()).isTrue();
        world.upgrade = new UpgradeStrategy(0, 0);
        world.change(1, true);
        endWhoIsToEnd();
        world.launch(1);
        world.alive().forEach(task -> world.tell(task, TaskState.RUNNING));
        assertThat(isDone()).as("another configuration").isFalse();
        world.running().forEach(world::prove);
        assertThat(isDone()).isTrue();
    }

    private void endWhoIsToEnd() {
        for (var kill : Wishes.wish(world.state, world.now).kills())
            world.tell(kill.id(), TaskState.KILLED);
    }

    private void start(Health health, int instances) {
        world.health = health;
        world.change(instances, false);
        world.launch(instances);
        world.alive().forEach(task -> world.tell(task, TaskState.RUNNING));
    }

    private TaskId task() {
        return world.running().getFirst();
    }

    private boolean isDone() {
        return world.state.rollout().release().orElseThrow().done();
    }

    private void examine(Finding finding) {
        world.ask(new ApplicationCommand.Examine(List.of(finding)));
    }

    private List<ApplicationFact> facts(Finding finding) {
        int before = world.log.size();
        examine(finding);
        return List.copyOf(world.log.subList(before, world.log.size()));
    }
}
