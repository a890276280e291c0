package io.dromos.actors;

import io.dromos.domain.application.ApplicationCommand;
import io.dromos.events.TaskId;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance.Kind;
import java.util.HashSet;
import java.util.Set;

/// Live tasks of an application that its log never planned, as one that was restored may lack them.
/// An instance whose next run would bear the name of one is not launched: it runs already, and
/// Mesos would take the two for one.
final class Strays {

    private static final int MAX = 10_000;

    private final Set<TaskId> heard = new HashSet<>();

    /// Notes what updates tell of.
    void hear(ApplicationCommand command) {
        if (!(command instanceof ApplicationCommand.Observe observe)) return;
        for (var update : observe.updates())
            if (update.state().isTerminal()) heard.remove(update.task());
            else if (heard.size() < MAX) heard.add(update.task());
    }

    /// Those that the log does not know.
    Set<TaskId> unplanned(ApplicationState state) {
        heard.removeIf(task ->
                state.forgotten().contains(task.instance())
                        || state.instances()
                                .find(task.instance())
                                .filter(it -> it.incarnation() >= task.incarnation())
                                .isPresent());
        return heard;
    }

    /// How many instances wait for one to end.
    int blocked(ApplicationState state) {
        if (unplanned(state).isEmpty()) return 0;
        return (int)
                state.instances().pick(Kind.WAITING, _ -> true, Integer.MAX_VALUE, false).stream()
                        .filter(it -> heard.contains(TaskId.of(it.id(), it.incarnation() + 1)))
                        .count();
    }
}
