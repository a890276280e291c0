package io.dromos.domain.scheduling;

import io.dromos.events.AgentId;
import io.dromos.events.TaskId;
import java.time.Duration;
import java.util.Optional;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/// Tasks whose state Mesos is to tell.
///
/// @param open not answered yet
/// @param round how often they were asked in a row
/// @param lastAt when they were last asked
/// @param nextAt when they are asked again
/// @param implicitAt when Mesos is asked for all tasks it knows
/// @param gathers when the log was last asked for the live tasks of an agent, or for all, without
///   an answer yet
record Questions(
        HashPMap<TaskId, Question> open,
        int round,
        Duration lastAt,
        Duration nextAt,
        Duration implicitAt,
        HashPMap<Optional<AgentId>, Duration> gathers) {

    static final Questions NONE =
            new Questions(
                    HashTreePMap.empty(),
                    0,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    HashTreePMap.empty());

    /// One of them.
    ///
    /// @param agent where it should be
    /// @param plan whether it is a plan of an earlier subscription without news, so that a GONE
    ///   means it was never launched
    /// @param askedAt time of listening at which it was first asked in this subscription
    /// @param told whether its application heard since the last round that it is unreachable
    record Question(AgentId agent, boolean plan, Optional<Duration> askedAt, boolean told) {

        Question asked(Duration listened) {
            return new Question(agent, plan, askedAt.or(() -> Optional.of(listened)), false);
        }

        Question toldUnreachable() {
            return new Question(agent, plan, askedAt, true);
        }
    }

    /// Adds a question, unless it is there, to be asked by then.
    Questions plus(TaskId task, AgentId agent, boolean plan, Duration by) {
        if (open.containsKey(task)) return this;
        var added = open.plus(task, new Question(agent, plan, Optional.empty(), false));
        return new Questions(
                added, round, lastAt, nextAt.compareTo(by) < 0 ? nextAt : by, implicitAt, gathers);
    }

    Questions with(TaskId task, Question question) {
        return new Questions(open.plus(task, question), round, lastAt, nextAt, implicitAt, gathers);
    }

    Questions minus(TaskId task) {
        return open.containsKey(task)
                ? new Questions(open.minus(task), round, lastAt, nextAt, implicitAt, gathers)
                : this;
    }

    /// Everything is to be asked anew, now.
    Questions restart(Duration now) {
        var anew = NONE.open();
        for (var entry : open.entrySet()) {
            var question = entry.getValue();
            anew =
                    anew.plus(
                            entry.getKey(),
                            new Question(
                                    question.agent(), question.plan(), Optional.empty(), false));
        }
        return new Questions(anew, 0, now, now, now, HashTreePMap.empty());
    }

    Questions askedAll(Duration now, Duration next) {
        return new Questions(open, round + 1, now, next, implicitAt, gathers);
    }

    Questions askedImplicitly(Duration next) {
        return new Questions(open, round, lastAt, nextAt, next, gathers);
    }

    /// The log is asked for live tasks.
    Questions gathering(Optional<AgentId> agent, Duration now) {
        return new Questions(open, round, lastAt, nextAt, implicitAt, gathers.plus(agent, now));
    }

    /// The log has told them.
    Questions gathered(Optional<AgentId> agent) {
        return new Questions(open, round, lastAt, nextAt, implicitAt, gathers.minus(agent));
    }
}
