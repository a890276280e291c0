package io.dromos.domain.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.DeploymentId;
import io.dromos.events.TaskState;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.ApplicationFact.InstancePlanned;
import io.dromos.events.facts.ApplicationFact.KillRequested;
import io.dromos.events.facts.Target;
import io.dromos.events.spec.UnreachableStrategy;
import io.dromos.events.spec.UpgradeStrategy;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.DeploymentState.Steering;
import io.dromos.events.state.Instance;
import io.dromos.events.state.Instance.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PauseTest {

    private static final int PAUSED = 1;
    private static final int RESUMED = 2;

    private final ApplicationWorld world = new ApplicationWorld();

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    /// Odd turns pause, even ones release.
    @ParameterizedTest
    @CsvSource({
        "0, 0, false", "0, 1, true", "0, 2, false", "1, 0, true", "1, 1, true", "1, 2, false",
        "2, 0, false", "2, 1, false", "2, 2, false", "2, 3, true", "3, 2, true", "3, 4, false",
        "4, 1, false", "4, 2, false", "4, 3, false", "4, 5, true", "1, 5, true", "1, 4, false",
    })
    void of_two_orders_the_later_turn_counts_in_whatever_order_they_come(
            int first, int second, boolean paused) {
        world.change(4, false);
        order(first);
        order(second);
        assertThat(world.state.rollout().paused()).isEqualTo(paused);
        assertThat(world.state.rollout().steered().turn()).isEqualTo(Math.max(first, second));
        int facts = world.log.size();
        order(first);
        order(second);
        assertThat(world.log).hasSize(facts);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void a_paused_exchange_launches_and_dismisses_nobody_and_goes_on_where_it_was(long seed) {
        var chance = halfway(seed);
        order(PAUSED);
        int before = world.log.size();
        world.settle(chance);
        assertThat(world.log.subList(before, world.log.size()))
                .noneMatch(InstancePlanned.class::isInstance)
                .noneMatch(KillRequested.class::isInstance);
        order(RESUMED);
        world.settle(chance);
        assertAllNew(10);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void whatever_dies_while_paused_is_replaced_and_the_least_go_on_running(long seed) {
        var chance = halfway(seed);
        order(PAUSED);
        world.settle(chance);
        int kept = world.running().size();
        assertThat(kept).isGreaterThanOrEqualTo(Capacity.of(world.state).least());
        for (int round = 0; round < 20; round++) {
            var running = world.running();
            var task = running.get(chance.nextInt(running.size()));
            switch (chance.nextInt(3)) {
                case 0 -> world.tell(task, TaskState.FAILED);
                case 1 -> world.ask(new ApplicationCommand.Kill(List.of(task.instance()), false));
                default -> world.ask(new ApplicationCommand.Kill(List.of(task.instance()), true));
            }
            world.settle(chance);
            // Once all are new and as many as wanted, the step is done, paused or not.
            boolean done = !world.state.rollout().rolling();
            assertThat(world.running()).hasSize(done ? 10 : kept);
        }
        order(RESUMED);
        world.settle(chance);
        assertAllNew(10);
    }

    @Test
    void an_instance_that_was_lost_just_before_the_pause_comes_back() {
        var chance = new Random(1);
        world.upgrade = new UpgradeStrategy(1, 0);
        world.change(4, false);
        world.settle(chance);
        world.change(4, true);
        var wiped = world.running().getFirst().instance();
        world.ask(new ApplicationCommand.Kill(List.of(wiped), true));
        order(PAUSED);
        world.settle(chance);
        assertThat(world.running()).hasSize(4);
    }

    @Test
    void paused_growth_keeps_those_that_were_started_and_starts_no_more() {
        var chance = new Random(1);
        world.change(3, false);
        world.settle(chance);
        world.change(10, false);
        world.launch(2);
        order(PAUSED);
        world.settle(chance);
        world.tell(world.running().getFirst(), TaskState.FAILED);
        world.settle(chance);
        assertThat(world.running()).hasSize(5);
        order(RESUMED);
        world.settle(chance);
        assertThat(world.running()).hasSize(10);
    }

    @Test
    void one_that_comes_back_from_silence_while_paused_is_let_alone() {
        var chance = new Random(1);
        world.strategy = new UnreachableStrategy.Disabled();
        world.change(4, false);
        world.settle(chance);
        world.change(4, true);
        var silent = world.running().getFirst();
        order(PAUSED);
        world.silence(silent);
        world.settle(chance);
        world.comeBack(silent);
        world.settle(chance);
        assertThat(world.running()).hasSize(4).contains(silent);
    }

    @Test
    void a_pause_before_the_release_holds_the_release_back() {
        var chance = new Random(1);
        world.change(2, false);
        world.settle(chance);
        world.admission++;
        var before = world.state.run().orElseThrow();
        var version = new Version(world.now.plusSeconds(1));
        world.ask(
                new ApplicationCommand.Adopt(
                        world.admission,
                        deployment(),
                        new Target.Run(version, before.info(), before.spec().withInstances(5))));
        order(PAUSED);
        order(0);
        world.settle(chance);
        assertThat(world.running()).hasSize(2);
        assertThat(world.state.rollout().isReleased()).isFalse();
        order(RESUMED);
        world.settle(chance);
        assertThat(world.running()).hasSize(5);
    }

    @Test
    void another_deployment_takes_over_with_as_many_as_there_are_and_knows_no_pause() {
        var chance = new Random(1);
        world.change(3, false);
        world.settle(chance);
        world.change(10, false);
        world.launch(2);
        order(PAUSED);
        world.settle(chance);
        var target = world.state.rollout().target().orElseThrow();
        world.admission++;
        world.ask(new ApplicationCommand.Adopt(world.admission, deployment(), target));
        world.settle(chance);
        assertThat(world.running()).hasSize(5);
        order(0);
        world.settle(chance);
        assertThat(world.running()).hasSize(10);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void a_number_forced_over_a_paused_exchange_is_reached_by_those_that_run(long seed) {
        var chance = halfway(seed);
        boolean paused = world.state.rollout().rolling();
        order(PAUSED);
        int wanted = 8 + chance.nextInt(6);
        world.change(wanted, false);
        world.settle(chance);
        assertAllNew(wanted);
        var state = ApplicationState.empty(ApplicationWorld.APP);
        var ran = new ArrayList<Integer>();
        for (var fact : world.log) {
            state = state.evolve(fact);
            if (fact instanceof ApplicationFact.StepDone)
                ran.add(state.instances().count(Kind.RUNNING));
        }
        if (paused) assertThat(ran).last().isEqualTo(wanted);
    }

    @Test
    void one_whose_paused_deployment_is_given_up_keeps_its_number_and_exchanges_none() {
        var chance = halfway(3);
        order(PAUSED);
        world.settle(chance);
        world.ask(new ApplicationCommand.Leave(deployment()));
        world.settle(chance);
        assertThat(world.state.rollout().paused()).isFalse();
        assertThat(world.running()).hasSize(10);
    }

    @Test
    void a_pause_by_a_deployment_that_is_not_followed_is_out_of_date() {
        world.change(4, false);
        int facts = world.log.size();
        var late = new Steering(7, Optional.empty(), Optional.empty());
        world.ask(new ApplicationCommand.Pause(0, deployment(), late));
        world.ask(new ApplicationCommand.Pause(world.admission, new DeploymentId("x"), late));
        assertThat(world.log).hasSize(facts);
    }

    @Test
    void what_was_told_to_end_before_ends_and_a_target_reached_while_paused_is_done() {
        var chance = new Random(1);
        world.change(4, false);
        world.settle(chance);
        world.change(1, false);
        order(PAUSED);
        world.settle(chance);
        assertThat(world.running()).hasSize(1);
        assertThat(world.log).last().isInstanceOf(ApplicationFact.StepDone.class);
    }

    /// Ten instances, some of which were exchanged.
    private Random halfway(long seed) {
        var chance = new Random(seed);
        world.upgrade = new UpgradeStrategy(0.7, 0.3);
        world.change(10, false);
        world.settle(chance);
        world.change(10, true);
        for (int step = chance.nextInt(25); step >= 0; step--) world.step(chance);
        return chance;
    }

    private void order(int turn) {
        boolean pauses = turn % 2 == 1;
        var steering = new Steering(turn, Optional.empty(), Optional.empty());
        world.ask(
                pauses
                        ? new ApplicationCommand.Pause(world.admission, deployment(), steering)
                        : new ApplicationCommand.Release(
                                world.admission, deployment(), 0, steering));
    }

    private DeploymentId deployment() {
        return new DeploymentId("d" + world.admission);
    }

    private void assertAllNew(int instances) {
        assertThat(world.running()).hasSize(instances);
        assertThat(world.state.instances().all().values())
                .extracting(Instance::config)
                .containsOnly(world.state.config().orElseThrow());
        assertThat(world.state.instances().count(Kind.RUNNING)).isEqualTo(instances);
    }
}
