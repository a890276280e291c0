package io.dromos.domain.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.Hearing;
import io.dromos.domain.Policy;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.state.Instance;
import io.dromos.events.state.Instance.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is wished is found by indexes; here it is held against a look at every instance.
class WishesTest {

    private final ApplicationWorld world = new ApplicationWorld();

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_wish_is_what_a_look_at_every_instance_finds(long seed) {
        var chance = new Random(seed);
        for (int i = 0; i < 40; i++) {
            move(chance);
            var wish = Wishes.wish(world.state, world.now);
            assertThat(ids(wish.kills())).isEqualTo(ids(tasks(Kind.LEAVING, Kind.RESTARTING)));
            var late = world.now.minus(Wishes.UNDECIDED_AFTER);
            var planned = tasks(Kind.PLANNED);
            assertThat(ids(wish.undecided()))
                    .isEqualTo(
                            ids(
                                    planned.stream()
                                            .filter(t -> !t.plannedAt().isAfter(late))
                                            .toList()));
            var due =
                    planned.stream()
                            .map(Instance.Task::plannedAt)
                            .filter(at -> at.isAfter(late))
                            .map(at -> at.plus(Wishes.UNDECIDED_AFTER))
                            .min(Instant::compareTo);
            due.ifPresent(at -> assertThat(wish.wakeAt().orElseThrow()).isBeforeOrEqualTo(at));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoever_hears_only_of_new_kills_hears_of_all(long seed) {
        hearsOfAllKills(new Random(seed));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void so_he_does_if_they_are_drained_first(long seed) {
        world.labels = Map.of(ApplicationSpec.DRAIN, "7");
        hearsOfAllKills(new Random(seed));
    }

    @Test
    void one_that_is_told_to_end_is_killed_when_it_has_drained() {
        world.labels = Map.of(ApplicationSpec.DRAIN, "30");
        world.change(1, false);
        world.launch(1);
        world.alive().forEach(task -> world.tell(task, TaskState.RUNNING));
        world.ask(new ApplicationCommand.Kill(List.of(world.alive().getFirst().instance()), false));
        assertThat(Wishes.wish(world.state, world.now).kills()).isEmpty();
        assertThat(Wishes.wish(world.state, world.now).wakeAt())
                .contains(world.now.plusSeconds(30));
        world.pass(Duration.ofSeconds(30));
        assertThat(Wishes.wish(world.state, world.now).kills()).hasSize(1);
    }

    @Test
    void one_that_does_not_serve_is_killed_at_once() {
        world.labels = Map.of(ApplicationSpec.DRAIN, "30");
        world.change(2, false);
        world.launch(2);
        var tasks = world.alive();
        world.tell(tasks.getFirst(), TaskState.RUNNING);
        var instances = tasks.stream().map(TaskId::instance).toList();
        world.ask(new ApplicationCommand.Kill(instances, false));
        assertThat(ids(Wishes.wish(world.state, world.now).kills()))
                .containsExactly(tasks.getLast());
    }

    @Test
    void one_that_is_told_to_go_while_it_drains_drains_no_longer() {
        world.labels = Map.of(ApplicationSpec.DRAIN, "30");
        world.change(1, false);
        world.launch(1);
        var task = world.alive().getFirst();
        world.tell(task, TaskState.RUNNING);
        world.ask(new ApplicationCommand.Kill(List.of(task.instance()), false));
        world.pass(Duration.ofSeconds(20));
        world.ask(new ApplicationCommand.Kill(List.of(task.instance()), true));
        world.pass(Duration.ofSeconds(10));
        assertThat(ids(Wishes.wish(world.state, world.now).kills())).containsExactly(task);
    }

    @Test
    void an_application_that_is_removed_drains_nobody() {
        world.labels = Map.of(ApplicationSpec.DRAIN, "30");
        world.change(1, false);
        world.launch(1);
        world.remove();
        assertThat(Wishes.wish(world.state, world.now).kills()).hasSize(1);
    }

    private void hearsOfAllKills(Random chance) {
        Set<TaskId> heard = new HashSet<>();
        var from = Instant.MIN;
        for (int i = 0; i < 40; i++) {
            move(chance);
            heard.addAll(ids(wish(from, Instant.MIN).kills()));
            from = Wishes.newestKill(world.state, world.now).orElse(from);
            assertThat(heard).containsAll(ids(Wishes.wish(world.state, world.now).kills()));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoever_hears_only_of_new_undecided_plans_hears_of_all(long seed) {
        var chance = new Random(seed);
        Set<TaskId> heard = new HashSet<>();
        var to = Instant.MIN;
        for (int i = 0; i < 40; i++) {
            move(chance);
            var fresh = ids(wish(Instant.MIN, to).undecided());
            assertThat(fresh).noneMatch(heard::contains);
            heard.addAll(fresh);
            to = world.now.minus(Wishes.UNDECIDED_AFTER);
            assertThat(heard).containsAll(ids(Wishes.wish(world.state, world.now).undecided()));
        }
    }

    private Wishes.Wish wish(Instant kills, Instant undecided) {
        var known = new Wishes.Known(kills, undecided);
        return Wishes.wish(world.state, world.now, known, Hearing.ALWAYS, Policy.DEFAULT);
    }

    private void move(Random chance) {
        switch (chance.nextInt(6)) {
            case 0 -> world.change(chance.nextInt(8), chance.nextBoolean());
            case 1 -> world.pass(Duration.ofSeconds(chance.nextInt(12)));
            case 2 -> kill(chance);
            case 3 ->
                    world.alive().stream()
                            .findFirst()
                            .ifPresent(task -> world.tell(task, TaskState.UNREACHABLE));
            default -> world.step(chance);
        }
    }

    private void kill(Random chance) {
        var alive = world.alive();
        if (alive.isEmpty()) return;
        var victim = alive.get(chance.nextInt(alive.size())).instance();
        world.ask(new ApplicationCommand.Kill(List.of(victim), chance.nextBoolean()));
    }

    private List<Instance.Task> tasks(Kind... kinds) {
        var wanted = Set.of(kinds);
        return world.state.instances().all().values().stream()
                .filter(instance -> wanted.contains(instance.kind()))
                .flatMap(instance -> instance.task().stream())
                .toList();
    }

    private static Set<TaskId> ids(List<Instance.Task> tasks) {
        return new HashSet<>(tasks.stream().map(Instance.Task::id).toList());
    }
}
