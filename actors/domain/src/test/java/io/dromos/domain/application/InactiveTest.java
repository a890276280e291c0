package io.dromos.domain.application;

import static io.dromos.events.spec.Constraint.Operator.UNIQUE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.front.Wanting;
import io.dromos.domain.scheduling.Tally;
import io.dromos.events.TaskState;
import io.dromos.events.facts.ApplicationFact.InstanceBecameInactive;
import io.dromos.events.spec.Constraint;
import io.dromos.events.spec.UnreachableStrategy;
import io.dromos.events.state.Instance;
import io.dromos.events.state.Instance.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How long a silent agent's instances are waited for before others take their places, and how much
/// longer before they are forgotten.
class InactiveTest {

    private static final UnreachableStrategy LATE =
            new UnreachableStrategy.After(Duration.ofSeconds(300), Duration.ofSeconds(600));

    private final ApplicationWorld world = new ApplicationWorld();
    private final Random random = new Random(7);

    /// Seconds of silence, and what has become of one of two instances by then: it counts, another
    /// is to take its place, or it is forgotten.
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, forgotten",
        "0, 60, 0, replaced",
        "0, 60, 59, replaced",
        "0, 60, 60, forgotten",
        "30, 60, 29, counts",
        "30, 60, 30, replaced",
        "30, 60, 59, replaced",
        "30, 60, 60, forgotten",
        "30, 30, 29, counts",
        "30, 30, 30, forgotten",
        "-1, -1, 1000000, counts",
    })
    void silence_is_borne_as_long_as_the_strategy_says(
            int inactive, int expunge, int seconds, String outcome) {
        world.strategy = strategy(inactive, expunge);
        world.change(2, false);
        world.settle(random);
        world.silence(world.running().getFirst());
        for (int passed = 0; passed < seconds; passed += Math.max(1, seconds / 60)) {
            world.pass(Duration.ofSeconds(Math.max(1, seconds / 60)));
            world.ask(new ApplicationCommand.Tick());
        }
        var kinds = world.state.instances().all().values().stream().map(Instance::kind).toList();
        switch (outcome) {
            case "counts" ->
                    assertThat(kinds).containsExactlyInAnyOrder(Kind.RUNNING, Kind.UNREACHABLE);
            case "replaced" ->
                    assertThat(kinds).containsExactlyInAnyOrder(Kind.RUNNING, Kind.INACTIVE);
            default -> assertThat(kinds).containsExactly(Kind.RUNNING);
        }
        assertThat(Wishes.wish(world.state, world.now).launches())
                .isEqualTo(outcome.equals("counts") ? 0 : 1);
        if (inactive == expunge)
            assertThat(world.log)
                    .as("nothing is between them")
                    .noneMatch(InstanceBecameInactive.class::isInstance);
    }

    private static UnreachableStrategy strategy(int inactive, int expunge) {
        return inactive < 0
                ? new UnreachableStrategy.Disabled()
                : new UnreachableStrategy.After(
                        Duration.ofSeconds(inactive), Duration.ofSeconds(expunge));
    }

    @Test
    void what_is_due_next_of_a_silent_agent_wakes_the_application() {
        world.strategy = LATE;
        world.change(2, false);
        world.settle(random);
        world.silence(world.running().getFirst());
        var replaced = world.now.plusSeconds(300);
        assertThat(Wishes.wish(world.state, world.now).wakeAt()).contains(replaced);
        replace();
        assertThat(world.now).isEqualTo(replaced);
        assertThat(Wishes.wish(world.state, world.now).wakeAt())
                .contains(replaced.plusSeconds(300));
        world.settle(random);
        assertThat(world.now).isEqualTo(replaced.plusSeconds(300));
        assertThat(world.running()).hasSize(2);
    }

    @Test
    void one_that_comes_back_once_its_replacement_runs_counts_again_and_the_youngest_goes() {
        world.strategy = LATE;
        world.change(2, false);
        world.settle(random);
        var lost = world.running().getFirst();
        world.silence(lost);
        replace();
        assertThat(world.running()).hasSize(2);
        world.pass(Duration.ofSeconds(1));
        world.comeBack(lost);
        assertThat(Wishes.wish(world.state, world.now).kills())
                .singleElement()
                .satisfies(task -> assertThat(task.id()).isEqualTo(lost));
        world.settle(random);
        assertThat(world.running()).hasSize(2).doesNotContain(lost);
        assertThat(world.state.instances().size()).isEqualTo(2);
    }

    @Test
    void one_that_comes_back_before_its_replacement_is_planned_needs_none() {
        world.strategy = LATE;
        world.change(2, false);
        world.settle(random);
        var lost = world.running().getFirst();
        world.silence(lost);
        world.pass(Duration.ofSeconds(300));
        world.ask(new ApplicationCommand.Tick());
        world.comeBack(lost);
        assertThat(Wishes.wish(world.state, world.now).launches()).isZero();
        world.settle(random);
        assertThat(world.running()).hasSize(2).contains(lost);
    }

    @Test
    void one_that_falls_silent_again_is_borne_for_as_long_as_before() {
        world.strategy = LATE;
        world.change(1, false);
        world.settle(random);
        var lost = world.running().getFirst();
        world.silence(lost);
        world.pass(Duration.ofSeconds(300));
        world.ask(new ApplicationCommand.Tick());
        world.comeBack(lost);
        world.silence(lost);
        assertThat(world.state.instances().count(Kind.UNREACHABLE)).isEqualTo(1);
        assertThat(Wishes.wish(world.state, world.now).launches()).isZero();
    }

    @Test
    void one_that_comes_back_after_it_was_forgotten_is_killed() {
        world.strategy = LATE;
        world.change(2, false);
        world.settle(random);
        var lost = world.running().getFirst();
        world.silence(lost);
        world.settle(random);
        world.comeBack(lost);
        assertThat(world.running()).hasSize(2).doesNotContain(lost);
    }

    @Test
    void a_change_of_the_number_is_done_though_one_is_not_forgotten_yet() {
        world.strategy = LATE;
        world.change(2, false);
        world.settle(random);
        world.silence(world.running().getFirst());
        replace();
        world.change(1, false);
        while (world.state.rollout().rolling()) world.step(random);
        assertThat(world.state.instances().count(Kind.INACTIVE)).isEqualTo(1);
        assertThat(world.state.instances().count(Kind.RUNNING)).isEqualTo(1);
    }

    @Test
    void an_inactive_one_of_an_old_version_is_not_waited_for() {
        world.strategy = LATE;
        world.change(2, false);
        world.settle(random);
        world.silence(world.running().getFirst());
        replace();
        var before = world.now;
        world.change(2, true);
        while (world.state.rollout().rolling()) world.step(random);
        assertThat(world.state.instances().count(Kind.INACTIVE)).isZero();
        assertThat(Duration.between(before, world.now)).isLessThan(Duration.ofSeconds(300));
    }

    @Test
    void an_inactive_one_holds_no_place_against_its_replacement() {
        world.strategy = LATE;
        world.constraints = List.of(new Constraint("hostname", UNIQUE, Optional.empty()));
        world.change(1, false);
        world.settle(random);
        var nobody = Tally.of(world.constraints, List.of());
        world.silence(world.running().getFirst());
        world.pass(Duration.ofSeconds(300));
        world.ask(new ApplicationCommand.Tick());
        var wish = Wishes.wish(world.state, world.now);
        assertThat(Wanting.of(world.state, wish, 0))
                .singleElement()
                .satisfies(want -> assertThat(want.counted()).isEqualTo(nobody));
    }

    /// Lets the time pass after which another takes the place of a silent one, and lets it run.
    private void replace() {
        world.pass(Duration.ofSeconds(300));
        world.ask(new ApplicationCommand.Tick());
        world.launch(1);
        world.alive().forEach(task -> world.tell(task, TaskState.RUNNING));
    }
}
