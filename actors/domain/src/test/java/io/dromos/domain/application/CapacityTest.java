package io.dromos.domain.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.DeploymentId;
import io.dromos.events.TaskState;
import io.dromos.events.facts.ApplicationFact.InstancePlanned;
import io.dromos.events.facts.ApplicationFact.KillRequested;
import io.dromos.events.spec.Health;
import io.dromos.events.spec.HealthCheck;
import io.dromos.events.spec.ReadinessCheck;
import io.dromos.events.spec.UpgradeStrategy;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance;
import io.dromos.events.state.Instance.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CapacityTest {

    private static final List<Double> SHARES = List.of(0.0, 0.25, 0.3, 0.5, 0.75, 1.0);

    private ApplicationWorld world = new ApplicationWorld();

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    /// What was seen of a real Marathon: how few ran, and how many there were, at the extremes.
    @ParameterizedTest
    @CsvSource({
        "4, 1, 1, 4, 8",
        "4, 1, 0, 4, 5",
        "4, .5, 0, 2, 4",
        "4, 0, 0, 0, 4",
        "5, .5, .5, 3, 7",
        "5, .75, .25, 4, 6",
    })
    void a_change_keeps_its_capacity_and_uses_all_of_it(
            int instances, double minimum, double over, int fewest, int most) {
        int seenFewest = instances;
        int seenMost = instances;
        for (int seed = 0; seed < 20; seed++) {
            var chance = new Random(seed);
            world = new ApplicationWorld();
            world.upgrade = new UpgradeStrategy(minimum, over);
            world.change(instances, false);
            world.settle(chance);
            world.change(instances, true);
            do {
                seenFewest = Math.min(seenFewest, world.state.instances().count(Kind.RUNNING));
                seenMost = Math.max(seenMost, world.alive().size());
            } while (world.step(chance));
            assertAllNew(instances);
        }
        assertThat(seenFewest).isEqualTo(fewest);
        assertThat(seenMost).isEqualTo(most);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, 0, 1",
        "1, .5, 0, 1, 2",
        "10, .35, .1, 4, 11",
        "3, .34, .34, 2, 4",
        "0, 1, 1, 0, 1",
        "100, 1, 0, 100, 101",
    })
    void shares_are_rounded_up_at_the_least_and_down_at_the_most(
            int instances, double minimum, double over, int least, int most) {
        assertThat(Capacity.of(instances, new UpgradeStrategy(minimum, over)))
                .isEqualTo(new Capacity(least, most));
    }

    @Test
    void a_change_that_may_keep_none_ends_the_only_instance_before_it_starts_the_next() {
        var chance = new Random(7);
        world.upgrade = new UpgradeStrategy(0, 0);
        world.change(1, false);
        world.settle(chance);
        world.change(1, true);
        while (world.step(chance)) assertThat(world.alive()).hasSizeLessThanOrEqualTo(1);
        assertAllNew(1);
    }

    @Test
    void a_change_that_is_stopped_halfway_keeps_what_runs_and_ends_what_starts() {
        var chance = new Random(7);
        world.change(4, false);
        world.settle(chance);
        var running = world.running();
        world.change(4, true);
        world.launch(4);
        world.ask(new ApplicationCommand.Leave(new DeploymentId("d2")));
        world.settle(chance);
        assertThat(world.running()).isEqualTo(running);
    }

    @Test
    void those_that_a_change_told_to_go_before_it_was_given_up_count_until_they_have() {
        var chance = new Random(7);
        world.upgrade = new UpgradeStrategy(.5, .5);
        world.change(2, false);
        world.settle(chance);
        world.change(2, true);
        world.launch(1);
        world.tell(world.alive().getLast(), TaskState.RUNNING);
        assertThat(world.state.instances().count(Kind.LEAVING)).isEqualTo(2);
        world.ask(new ApplicationCommand.Leave(new DeploymentId("d2")));
        do assertThat(world.alive()).hasSizeLessThanOrEqualTo(3);
        while (world.step(chance));
        assertThat(world.running()).hasSize(2);
    }

    @Test
    void a_change_to_fewer_instances_ends_at_once_those_beyond_the_new_number() {
        var chance = new Random(7);
        world.change(6, false);
        world.settle(chance);
        world.change(2, true);
        assertThat(world.state.instances().count(Kind.LEAVING)).isEqualTo(4);
        world.settle(chance);
        assertAllNew(2);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void whatever_happens_no_decision_goes_beyond_the_bounds(long seed) {
        disturbed(seed, false);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void nor_does_one_while_instances_fall_ill_and_recover(long seed) {
        disturbed(seed, true);
    }

    private void disturbed(long seed, boolean health) {
        var chance = new Random(seed);
        if (health)
            world.health =
                    new Health(
                            List.of(HealthCheck.of(HealthCheck.Protocol.HTTP)),
                            Optional.of(ReadinessCheck.DEFAULT),
                            Optional.empty());
        int judged = 0;
        var state = world.state;
        for (int i = 0; i < 80; i++) {
            disturb(chance);
            if (health) sicken(chance);
            for (int step = chance.nextInt(6); step > 0; step--) world.step(chance);
            for (var fact : world.log.subList(judged, world.log.size())) {
                var next = state.evolve(fact);
                if (fact instanceof InstancePlanned) assertRoom(state, next);
                if (fact instanceof KillRequested kill) assertSpared(state, next, kill);
                state = next;
            }
            judged = world.log.size();
        }
        world.change(3, true);
        world.settle(chance);
        assertAllNew(3);
    }

    private void disturb(Random chance) {
        var alive = world.alive();
        switch (chance.nextInt(8)) {
            case 0 -> world.change(chance.nextInt(9), false);
            case 1, 2 -> {
                world.upgrade = new UpgradeStrategy(share(chance), share(chance));
                world.change(chance.nextInt(9), true);
            }
            case 3 -> {
                if (!alive.isEmpty())
                    world.tell(alive.get(chance.nextInt(alive.size())), TaskState.FAILED);
            }
            case 4 -> {
                if (!alive.isEmpty()) world.silence(alive.get(chance.nextInt(alive.size())));
            }
            case 5 -> world.silent.stream().findAny().ifPresent(world::comeBack);
            default -> {}
        }
    }

    private void sicken(Random chance) {
        var alive = world.alive();
        if (alive.isEmpty()) return;
        var task = alive.get(chance.nextInt(alive.size()));
        switch (chance.nextInt(4)) {
            case 0 -> world.fault(task, true);
            case 1 -> world.fault(task, false);
            case 2 -> world.prove(task);
            default -> {}
        }
    }

    private static double share(Random chance) {
        return SHARES.get(chance.nextInt(SHARES.size()));
    }

    /// While there are old ones, a launch makes them no more than the most.
    private static void assertRoom(ApplicationState before, ApplicationState after) {
        if (!before.rollout().rolling() || count(before, it -> isOld(before, it)) == 0) return;
        var spec = before.run().orElseThrow().spec();
        int whole = spec.instances();
        int most = (int) (whole * (1 + spec.upgradeStrategy().maximumOverCapacity()));
        boolean equal = most == least(before);
        assertThat(count(after, _ -> true)).isLessThanOrEqualTo(equal ? most + 1 : most);
    }

    /// Of those that run no more are told to go than may.
    private static void assertSpared(
            ApplicationState before, ApplicationState after, KillRequested kill) {
        var kind = before.instances().find(kill.instance()).orElseThrow().kind();
        if (!before.rollout().rolling() || kind != Kind.RUNNING || kill.isForHealth()) return;
        assertThat(count(after, it -> it.kind() == Kind.RUNNING))
                .isGreaterThanOrEqualTo(least(before));
    }

    private static int least(ApplicationState state) {
        return state.run()
                .map(run ->
                        (int)
                                Math.ceil(
                                        run.spec().instances()
                                                * run.spec()
                                                        .upgradeStrategy()
                                                        .minimumHealthCapacity()))
                .orElse(0);
    }

    private static boolean isOld(ApplicationState state, Instance instance) {
        return !instance.config().equals(state.config().orElseThrow());
    }

    private static int count(ApplicationState state, Predicate<Instance> which) {
        return (int)
                state.instances().all().values().stream()
                        .filter(instance -> instance.task().isPresent())
                        .filter(which)
                        .count();
    }

    private void assertAllNew(int instances) {
        var config = world.state.config().orElseThrow();
        assertThat(world.state.instances().count(Kind.RUNNING, config::equals))
                .isEqualTo(instances);
        assertThat(world.state.rollout().release().orElseThrow().done()).isTrue();
        assertThat(world.state.instances().size()).isEqualTo(instances);
    }
}
