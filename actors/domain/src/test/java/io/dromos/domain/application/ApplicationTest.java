package io.dromos.domain.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.application.ApplicationReply.Knowledge;
import io.dromos.events.DeploymentId;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.Target;
import io.dromos.events.spec.UnreachableStrategy;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ApplicationTest {

    private final ApplicationWorld world = new ApplicationWorld();
    private final Random random = new Random(7);

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @Test
    void a_new_application_launches_as_many_as_wanted_and_is_done() {
        world.change(3, false);
        world.settle(random);
        assertThat(world.running()).hasSize(3);
        assertThat(world.state.rollout().release().orElseThrow().done()).isTrue();
    }

    @Test
    void nothing_is_launched_before_the_release() {
        world.admission = 1;
        world.ask(adopt(1));
        assertThat(Wishes.wish(world.state, world.now).launches()).isZero();
        world.ask(new ApplicationCommand.Release(1, new DeploymentId("d1"), 0));
        assertThat(Wishes.wish(world.state, world.now).launches()).isEqualTo(1);
    }

    @Test
    void an_older_admission_is_answered_superseded() {
        world.ask(adopt(5));
        assertThat(world.ask(adopt(4))).isEqualTo(new ApplicationReply.Superseded(5));
        assertThat(world.ask(new ApplicationCommand.Release(4, new DeploymentId("d4"), 0)))
                .isEqualTo(new ApplicationReply.Superseded(5));
        assertThat(world.ask(adopt(5))).isEqualTo(new ApplicationReply.Adopted(5));
        assertThat(world.log).hasSize(1);
    }

    @Test
    void a_release_that_comes_after_the_deployment_was_given_up_is_answered_superseded() {
        var given = new DeploymentId("d5");
        world.ask(adopt(5));
        world.ask(new ApplicationCommand.Leave(given));
        assertThat(world.ask(new ApplicationCommand.Release(5, given, 0)))
                .isEqualTo(new ApplicationReply.Superseded(5));
        assertThat(world.state.rollout().release()).isEmpty();
    }

    @Test
    void a_failed_task_comes_back_as_the_next_run_of_its_instance_after_a_delay() {
        world.change(1, false);
        world.settle(random);
        var first = world.running().getFirst();
        world.tell(first, TaskState.FAILED);
        assertThat(Wishes.wish(world.state, world.now).launches()).isZero();
        assertThat(Wishes.wish(world.state, world.now).wakeAt()).contains(world.now.plusSeconds(1));
        world.settle(random);
        assertThat(world.running()).containsExactly(TaskId.of(first.instance(), 2));
        assertThat(world.state.lastFailure().orElseThrow().task()).isEqualTo(first);
    }

    @Test
    void delays_grow_by_the_factor_up_to_the_bound() {
        world.change(1, false);
        for (int i = 0; i < 60; i++) {
            world.launch(1);
            world.tell(world.alive().getFirst(), TaskState.FAILED);
            world.pass(Duration.ofSeconds(301));
        }
        assertThat(world.state.delay().last()).isEqualTo(Duration.ofSeconds(300));
    }

    @Test
    void a_killed_instance_is_relaunched_and_a_wiped_one_replaced() {
        world.change(2, false);
        world.settle(random);
        var kept = world.running().get(0).instance();
        var wiped = world.running().get(1).instance();
        world.ask(new ApplicationCommand.Kill(List.of(kept), false));
        world.ask(new ApplicationCommand.Kill(List.of(wiped), true));
        world.settle(random);
        assertThat(world.running()).hasSize(2).contains(TaskId.of(kept, 2));
        assertThat(world.running()).noneMatch(task -> task.instance().equals(wiped));
    }

    @Test
    void removal_ends_everything_and_only_then_says_so() {
        world.change(3, false);
        world.settle(random);
        world.remove();
        while (world.step(random))
            assertThat(world.state.rollout().removed()).isEqualTo(world.alive().isEmpty());
        assertThat(world.state.rollout().removed()).isTrue();
        assertThat(world.log).last().isInstanceOf(ApplicationFact.StepDone.class);
    }

    @Test
    void a_removed_application_still_knows_its_tasks_and_may_be_admitted_again() {
        world.change(1, false);
        world.settle(random);
        var task = world.running().getFirst();
        world.remove();
        world.settle(random);
        assertThat(world.ask(ApplicationWorld.observe(task, TaskState.RUNNING)))
                .isEqualTo(new ApplicationReply.Observed(1, List.of(Knowledge.ENDED)));
        world.change(1, false);
        world.settle(random);
        assertThat(world.running()).hasSize(1).doesNotContain(task);
    }

    @Test
    void one_that_is_created_again_has_no_failure_of_its_former_life() {
        world.change(1, false);
        world.settle(random);
        world.tell(world.running().getFirst(), TaskState.FAILED);
        world.change(2, true);
        assertThat(world.state.lastFailure()).isPresent();
        world.remove();
        world.settle(random);
        world.change(1, false);
        assertThat(world.state.lastFailure()).isEmpty();
    }

    @Test
    void a_task_that_was_never_planned_is_a_stray() {
        var stray = TaskId.of(InstanceId.of(ApplicationWorld.APP, "elsewhere"), 1);
        assertThat(world.ask(ApplicationWorld.observe(stray, TaskState.RUNNING)))
                .isEqualTo(new ApplicationReply.Observed(1, List.of(Knowledge.NEVER_PLANNED)));
        assertThat(world.log).isEmpty();
    }

    @Test
    void a_run_is_not_given_the_name_of_a_stray_of_its_instance() {
        var world = new ApplicationWorld();
        world.change(1, false);
        world.launch(1);
        var first = world.alive().getFirst();
        world.tell(first, TaskState.FAILED);
        world.pass(Duration.ofHours(1));
        var stray = TaskId.of(first.instance(), 2);
        var planned =
                (ApplicationReply.Planned)
                        world.ask(
                                new ApplicationCommand.Plan(
                                        1,
                                        1,
                                        world.state.config().orElseThrow(),
                                        List.of(ApplicationWorld.place()),
                                        Optional.empty(),
                                        Set.of(stray)));
        assertThat(planned.plans()).noneMatch(plan -> plan.plan().task().equals(stray));
    }

    @Test
    void an_update_that_changes_nothing_makes_no_fact() {
        world.change(1, false);
        world.settle(random);
        int facts = world.log.size();
        var task = world.running().getFirst();
        assertThat(world.ask(ApplicationWorld.observe(task, TaskState.RUNNING)))
                .isEqualTo(new ApplicationReply.Observed(1, List.of(Knowledge.KNOWN)));
        assertThat(world.log).hasSize(facts);
    }

    @Test
    void a_plan_without_an_answer_is_asked_about_and_may_be_abandoned_until_mesos_tells_of_it() {
        world.change(1, false);
        world.launch(1);
        var task = world.alive().getFirst();
        assertThat(Wishes.wish(world.state, world.now).undecided()).isEmpty();
        world.pass(Wishes.UNDECIDED_AFTER);
        assertThat(Wishes.wish(world.state, world.now).undecided())
                .extracting(Instance.Task::id)
                .containsExactly(task);
        world.ask(ApplicationWorld.observe(task, TaskState.STAGING));
        world.ask(new ApplicationCommand.Abandon(task, "late", false));
        assertThat(world.log).noneMatch(ApplicationFact.LaunchAbandoned.class::isInstance);
    }

    @Test
    void a_deployment_that_is_left_keeps_the_count_and_rolls_nothing() {
        world.change(3, false);
        world.settle(random);
        world.change(3, true);
        world.ask(new ApplicationCommand.Leave(new DeploymentId("d2")));
        world.settle(random);
        assertThat(world.alive()).hasSize(3);
        var first = world.running().getFirst();
        world.tell(first, TaskState.FAILED);
        world.settle(random);
        var config = world.state.config().orElseThrow();
        assertThat(world.state.instances().find(first.instance()).orElseThrow().config())
                .isEqualTo(config);
        assertThat(world.state.instances().count(Instance.Kind.RUNNING, config::equals))
                .isEqualTo(1);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void whatever_happens_the_wanted_instances_run_in_the_end_and_replay_gives_the_live_state(
            long seed) {
        var chance = new Random(seed);
        for (int i = 0; i < 60; i++) {
            disturb(chance);
            IntStream.range(0, chance.nextInt(6)).forEach(_ -> world.step(chance));
            assertThat(replay()).isEqualTo(world.state);
        }
        world.strategy = UnreachableStrategy.DEFAULT;
        if (chance.nextBoolean()) List.copyOf(world.silent).forEach(world::comeBack);
        world.change(1 + chance.nextInt(5), chance.nextBoolean());
        world.settle(chance);
        assertAsWanted();
        List.copyOf(world.silent).forEach(world::comeBack);
        assertAsWanted();
        assertThat(world.state.atLarge()).isEmpty();
        assertThat(replay()).isEqualTo(world.state);
    }

    private void assertAsWanted() {
        var run = world.state.run().orElseThrow();
        assertThat(world.running()).hasSize(run.spec().instances());
        assertThat(world.alive()).isEqualTo(world.running());
        assertThat(world.state.rollout().release().orElseThrow().done()).isTrue();
        assertThat(world.state.instances().size()).isEqualTo(run.spec().instances());
    }

    private void disturb(Random chance) {
        var alive = world.alive();
        switch (chance.nextInt(12)) {
            case 0 -> world.change(chance.nextInt(6), false);
            case 1 -> world.change(chance.nextInt(6), true);
            case 2 -> world.remove();
            case 3 ->
                    world.ask(
                            new ApplicationCommand.Leave(new DeploymentId("d" + world.admission)));
            case 4, 5 -> {
                if (!alive.isEmpty())
                    world.tell(alive.get(chance.nextInt(alive.size())), end(chance));
            }
            case 6 -> {
                if (!alive.isEmpty()) {
                    var victim = alive.get(chance.nextInt(alive.size())).instance();
                    world.ask(new ApplicationCommand.Kill(List.of(victim), chance.nextBoolean()));
                }
            }
            case 7 -> world.strategy = SilentAgentTest.strategies().get(chance.nextInt(3));
            case 8, 9 -> {
                if (!alive.isEmpty()) world.silence(alive.get(chance.nextInt(alive.size())));
            }
            case 10 -> world.silent.stream().findAny().ifPresent(world::comeBack);
            default -> world.pass(Duration.ofSeconds(chance.nextInt(20)));
        }
    }

    private static TaskState end(Random chance) {
        return List.of(TaskState.FAILED, TaskState.FINISHED, TaskState.GONE, TaskState.DROPPED)
                .get(chance.nextInt(4));
    }

    private ApplicationState replay() {
        var replayed = ApplicationState.empty(ApplicationWorld.APP);
        for (var fact : world.log) replayed = replayed.evolve(fact);
        return replayed;
    }

    private ApplicationCommand.Adopt adopt(long admission) {
        var other = new ApplicationWorld();
        other.change(1, false);
        Target target = other.state.rollout().target().orElseThrow();
        return new ApplicationCommand.Adopt(admission, new DeploymentId("d" + admission), target);
    }
}
