package io.dromos.domain.front;

import io.dromos.domain.application.ApplicationCommand;
import io.dromos.events.TaskId;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance.Kind;
import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;

/// Live tasks of an application that its log never planned, as one that was restored may lack them.
/// An instance whose next run would bear the name of one is not launched: it runs already, and
/// Mesos would take the two for one.
///
/// @param heard tasks that were told to be alive; those the log knows are among them until
///   [#unplanned]
record Strays(MapPSet<TaskId> heard) {

    private static final int MAX = 10_000;

    static final Strays NONE = new Strays(HashTreePSet.empty());

    /// Notes what updates tell of.
    Strays hear(ApplicationCommand command) {
        if (!(command instanceof ApplicationCommand.Observe observe)) return this;
        var next = heard;
        for (var update : observe.updates())
            if (update.state().isTerminal()) next = next.minus(update.task());
            else if (next.size() < MAX) next = next.plus(update.task());
        return new Strays(next);
    }

    /// Those that the log does not know.
    Strays unplanned(ApplicationState state) {
        var next = heard;
        for (var task : heard) if (state.knows(task)) next = next.minus(task);
        return new Strays(next);
    }

    /// How many instances wait for one to end.
    int blocked(ApplicationState state) {
        if (heard.isEmpty()) return 0;
        return (int)
                state.instances().pick(Kind.WAITING, _ -> true, Integer.MAX_VALUE, false).stream()
                        .filter(it -> heard.contains(it.nextTask()))
                        .count();
    }
}
