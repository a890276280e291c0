package io.dromos.domain.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.Hearing;
import io.dromos.domain.application.ApplicationReply.Knowledge;
import io.dromos.events.TaskState;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.spec.UnreachableStrategy;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What becomes of instances whose agent falls silent, and of tasks that come back with it.
class SilentAgentTest {

    private static final UnreachableStrategy LATE =
            new UnreachableStrategy.After(Duration.ofSeconds(300), Duration.ofSeconds(600));

    private final ApplicationWorld world = new ApplicationWorld();
    private final Random random = new Random(7);

    static List<UnreachableStrategy> strategies() {
        return List.of(UnreachableStrategy.DEFAULT, LATE, new UnreachableStrategy.Disabled());
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void a_change_ends_though_the_agent_of_an_instance_dies_that_was_told_to_go(
            UnreachableStrategy strategy) {
        world.strategy = strategy;
        world.change(3, false);
        world.settle(random);
        world.change(3, true);
        while (Wishes.wish(world.state, world.now).kills().isEmpty()) world.step(random);
        world.silence(Wishes.wish(world.state, world.now).kills().getFirst().id());
        world.settle(random);
        assertThat(world.running()).hasSize(3);
        assertThat(world.state.instances().size()).isEqualTo(3);
        assertThat(world.state.rollout().release().orElseThrow().done()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void a_change_ends_though_an_agent_is_silent_from_the_beginning(UnreachableStrategy strategy) {
        world.strategy = strategy;
        world.change(3, false);
        world.settle(random);
        world.silence(world.running().getFirst());
        world.change(3, true);
        world.settle(random);
        assertThat(world.running()).hasSize(3);
        assertThat(world.state.rollout().release().orElseThrow().done()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void a_removal_ends_though_an_agent_dies_before_or_after_its_task_was_told_to_end(
            UnreachableStrategy strategy) {
        world.strategy = strategy;
        world.change(3, false);
        world.settle(random);
        world.silence(world.running().getFirst());
        world.remove();
        world.silence(world.running().getFirst());
        world.settle(random);
        assertThat(world.state.rollout().removed()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void a_killed_instance_is_replaced_though_its_agent_dies_and_is_killed_if_it_comes_back(
            UnreachableStrategy strategy) {
        world.strategy = strategy;
        world.change(3, false);
        world.settle(random);
        var victim = world.running().getFirst();
        world.ask(new ApplicationCommand.Kill(List.of(victim.instance()), false));
        world.silence(victim);
        world.settle(random);
        assertThat(world.running()).hasSize(3);
        world.comeBack(victim);
        assertThat(world.running()).hasSize(3).doesNotContain(victim);
    }

    @Test
    void a_day_in_which_nobody_listened_is_not_the_silence_of_an_agent() {
        world.strategy = LATE;
        world.change(1, false);
        world.settle(random);
        var lost = world.running().getFirst();
        world.silence(lost);
        world.hearing = Hearing.NEVER;
        world.pass(Duration.ofDays(1));
        world.ask(new ApplicationCommand.Tick());
        world.hearing = world.hearing.listening(world.now);
        world.pass(Duration.ofSeconds(299));
        world.ask(new ApplicationCommand.Tick());
        assertThat(
                        Wishes.wish(
                                        world.state,
                                        world.now,
                                        Wishes.Known.NOTHING,
                                        world.hearing,
                                        world.policy)
                                .wakeAt())
                .contains(world.now.plusSeconds(1));
        world.comeBack(lost);
        world.settle(random);
        assertThat(world.running()).containsExactly(lost);
    }

    @Test
    void a_task_forgotten_at_work_is_known_until_its_end_however_many_end_meanwhile() {
        world.change(1, false);
        world.settle(random);
        var lost = world.running().getFirst();
        world.silence(lost);
        world.settle(random);
        for (int i = 0; i <= ApplicationState.FORGOTTEN_MAX; i++) {
            world.ask(new ApplicationCommand.Kill(List.of(only().id()), true));
            world.settle(random);
        }
        assertThat(world.ask(ApplicationWorld.observe(lost, TaskState.UNREACHABLE)))
                .isEqualTo(new ApplicationReply.Observed(1, List.of(Knowledge.ENDED)));
        assertThat(world.state.isAtLarge(lost)).isTrue();
        world.comeBack(lost);
        assertThat(world.log).last().isInstanceOf(ApplicationFact.StragglerEnded.class);
        assertThat(world.state.atLarge()).isEmpty();
        int facts = world.log.size();
        assertThat(world.ask(ApplicationWorld.observe(lost, TaskState.KILLED)))
                .isEqualTo(new ApplicationReply.Observed(1, List.of(Knowledge.ENDED)));
        assertThat(world.log).hasSize(facts);
    }

    @Test
    void the_end_of_an_earlier_run_does_not_end_the_memory_of_the_one_at_large() {
        world.change(1, false);
        world.settle(random);
        var first = world.running().getFirst();
        world.tell(first, TaskState.FAILED);
        world.settle(random);
        var second = world.running().getFirst();
        world.silence(second);
        world.settle(random);
        assertThat(world.ask(ApplicationWorld.observe(first, TaskState.FAILED)))
                .isEqualTo(new ApplicationReply.Observed(1, List.of(Knowledge.ENDED)));
        assertThat(world.state.isAtLarge(second)).isTrue();
    }

    private Instance only() {
        return world.state.instances().all().values().iterator().next();
    }
}
