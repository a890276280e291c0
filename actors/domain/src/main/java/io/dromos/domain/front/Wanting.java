package io.dromos.domain.front;

import io.dromos.domain.application.Neighbours;
import io.dromos.domain.application.Wishes;
import io.dromos.domain.scheduling.SchedulerInput;
import io.dromos.domain.scheduling.Want;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance;
import java.util.List;

/// An application's wish in the scheduler's terms.
public final class Wanting {

    private Wanting() {}

    /// What it wants launched; empty for nothing.
    ///
    /// @param blocked how many launches have to wait, though wished
    public static List<Want> of(ApplicationState state, Wishes.Wish wish, int blocked) {
        if (wish.launches() <= blocked || wish.definition().isEmpty()) return List.of();
        var run = wish.definition().get();
        return List.of(
                new Want(
                        state.app(),
                        run.version(),
                        run.spec(),
                        run.info().lastConfigChangeAt(),
                        wish.launches() - blocked,
                        Neighbours.tally(state, run)));
    }

    /// Tasks as the scheduler asks about them.
    public static List<SchedulerInput.Live> live(List<Instance.Task> tasks) {
        return tasks.stream()
                .map(task ->
                        new SchedulerInput.Live(
                                task.id(), task.placement().agent(), task.epoch(), !task.planned()))
                .toList();
    }
}
