package io.dromos.domain.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.front.Wanting;
import io.dromos.domain.scheduling.Want;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.spec.Constraint;
import io.dromos.events.spec.Constraint.Operator;
import io.dromos.events.spec.UnreachableStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Places were chosen before something else was decided, and come to be decided on after it.
class NeighboursTest {

    private static final Constraint UNIQUE =
            new Constraint("hostname", Operator.UNIQUE, Optional.empty());
    private static final Constraint GROUPED =
            new Constraint("hostname", Operator.GROUP_BY, Optional.of("2"));

    private final ApplicationWorld world = new ApplicationWorld();

    @Test
    void a_place_beside_one_that_has_come_back_meanwhile_is_not_taken() {
        var task = inactive();
        var chosen = want();
        world.comeBack(task);
        assertThat(plans(chosen)).isZero();
        assertThat(plans(want())).as("chosen since").isEqualTo(1);
    }

    @Test
    void a_place_that_was_chosen_for_another_number_of_instances_is_not_taken() {
        world.constraints = List.of(GROUPED);
        world.change(4, false);
        start();
        var chosen = want();
        world.change(2, false);
        assertThat(plans(chosen)).isZero();
        assertThat(plans(want())).as("chosen since").isEqualTo(1);
    }

    @Test
    void places_without_constraints_suit_whoever_comes_or_goes() {
        world.change(4, false);
        start();
        var chosen = want();
        start();
        world.change(3, false);
        assertThat(plans(chosen)).isEqualTo(1);
    }

    /// Of two that are wanted the first, in whose place another one is wanted.
    private TaskId inactive() {
        world.constraints = List.of(UNIQUE);
        world.strategy = new UnreachableStrategy.After(Duration.ofSeconds(10), Duration.ofHours(1));
        world.change(2, false);
        var task = start();
        world.silence(task);
        world.pass(Duration.ofMinutes(1));
        world.ask(new ApplicationCommand.Tick());
        return task;
    }

    private TaskId start() {
        world.launch(1);
        world.alive().forEach(task -> world.tell(task, TaskState.RUNNING));
        return world.running().getFirst();
    }

    private Want want() {
        return Wanting.of(world.state, Wishes.wish(world.state, world.now), 0).getFirst();
    }

    private int plans(Want chosen) {
        var plan =
                new ApplicationCommand.Plan(
                        1,
                        1,
                        chosen.config(),
                        List.of(ApplicationWorld.place()),
                        Optional.of(chosen),
                        Set.of());
        return ((ApplicationReply.Planned) world.ask(plan)).plans().size();
    }
}
