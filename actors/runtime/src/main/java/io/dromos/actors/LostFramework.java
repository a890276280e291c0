package io.dromos.actors;

import io.dromos.events.FrameworkId;
import io.dromos.events.state.FrameworkState;
import java.util.Optional;

/// What people are told when the scheduler cannot go on under the framework id that its tasks run
/// under. A new id is never taken while tasks are alive: they would go on running, and be started
/// once more.
final class LostFramework {

    private LostFramework() {}

    /// The log knows tasks, but not whose they are.
    static String forgotten(int tasks) {
        return ("The log knows %d live tasks, but not under which framework id they run, and a new"
                        + " one would start them once more: restore a log that knows the id, or"
                        + " end the tasks at Mesos and start with an empty data directory")
                .formatted(tasks);
    }

    /// Mesos answers to another name than ours, if one is known and it does: nothing of what runs
    /// is under the other.
    static Optional<String> replaced(Optional<FrameworkState> known, FrameworkId given) {
        return known.flatMap(FrameworkState::framework)
                .filter(ours -> !ours.equals(given))
                .map(ours -> replaced(ours, given));
    }

    /// Mesos answers to another name than ours.
    static String replaced(FrameworkId ours, FrameworkId given) {
        return ("Mesos gives the framework id %s in place of %s, under which the tasks run: see that"
                        + " --master names the masters they run under")
                .formatted(given, ours);
    }
}
