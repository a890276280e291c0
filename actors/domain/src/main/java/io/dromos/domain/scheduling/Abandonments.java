package io.dromos.domain.scheduling;

import io.dromos.events.AppId;
import io.dromos.events.TaskId;
import java.time.Duration;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/// Plans that were never launched and never will be, until their applications have stored that.
///
/// @param open by task
/// @param inARow how often applications lost a launch to an offer or agent that went away, since a
///   task of theirs last came up
record Abandonments(HashPMap<TaskId, Abandonment> open, HashPMap<AppId, Integer> inARow) {

    static final Abandonments NONE = new Abandonments(HashTreePMap.empty(), HashTreePMap.empty());

    /// One of them.
    ///
    /// @param toldAt when the application was last told
    record Abandonment(Effect.TellAbandoned tell, Duration toldAt) {}

    Abandonments plus(Effect.TellAbandoned tell, Duration now) {
        return new Abandonments(open.plus(tell.task(), new Abandonment(tell, now)), inARow);
    }

    Abandonments minus(TaskId task) {
        return new Abandonments(open.minus(task), inARow);
    }

    Abandonments lostAgain(AppId app) {
        return new Abandonments(open, inARow.plus(app, inARow.getOrDefault(app, 0) + 1));
    }

    Abandonments cameUp(AppId app) {
        return inARow.containsKey(app) ? new Abandonments(open, inARow.minus(app)) : this;
    }
}
