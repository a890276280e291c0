package io.dromos.agent.node.updates;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.mesos.v1.Protos.TaskStatus;

/// The updates of one task: in order, one outstanding, repeated until acknowledged. A value; each
/// step gives the next one.
///
/// @param statuses all updates, oldest first
/// @param acknowledged how many of them the scheduler has stored
/// @param attempts how often the outstanding one was sent
/// @param dueNanos when to send it (again), on a monotonic clock; empty when nothing is outstanding
public record UpdateStream(
        List<TaskStatus> statuses, int acknowledged, int attempts, OptionalLong dueNanos) {
    /// A task without updates.
    public static final UpdateStream EMPTY =
            new UpdateStream(List.of(), 0, 0, OptionalLong.empty());

    public UpdateStream {
        statuses = List.copyOf(statuses);
    }

    /// What an earlier life of the agent wrote down; the outstanding update is due at once.
    public static UpdateStream recovered(
            List<TaskStatus> statuses, int acknowledged, long nowNanos) {
        var known = Math.min(acknowledged, statuses.size());
        var due = known < statuses.size() ? OptionalLong.of(nowNanos) : OptionalLong.empty();
        return new UpdateStream(statuses, known, 0, due);
    }

    /// The update that waits for its acknowledgement.
    public Optional<TaskStatus> outstanding() {
        return acknowledged < statuses.size()
                ? Optional.of(statuses.get(acknowledged))
                : Optional.empty();
    }

    /// How many updates are not acknowledged yet.
    public int waiting() {
        return statuses.size() - acknowledged;
    }

    /// The task's state now, acknowledged or not.
    public Optional<TaskStatus> latest() {
        return statuses.isEmpty() ? Optional.empty() : Optional.of(statuses.getLast());
    }

    /// One more update; it is due at once unless others are before it.
    public UpdateStream append(TaskStatus status, long nowNanos) {
        var more = new ArrayList<>(statuses);
        more.add(status);
        var due = dueNanos.isPresent() ? dueNanos : OptionalLong.of(nowNanos);
        return new UpdateStream(more, acknowledged, attempts, due);
    }

    /// The outstanding update was just sent.
    public UpdateStream sent(long nowNanos) {
        var next = nowNanos + RetrySchedule.after(attempts + 1).toNanos();
        return new UpdateStream(statuses, acknowledged, attempts + 1, OptionalLong.of(next));
    }

    /// The link is new: the outstanding update has gone with its greeting, and the interval starts
    /// anew.
    public UpdateStream resubscribed(long nowNanos) {
        return outstanding().isEmpty()
                ? this
                : new UpdateStream(statuses, acknowledged, 0, OptionalLong.of(nowNanos))
                        .sent(nowNanos);
    }

    /// Whether this uuid is the outstanding update's; any other acknowledgement is ignored.
    public boolean accepts(com.google.protobuf.ByteString uuid) {
        return outstanding().filter(status -> status.getUuid().equals(uuid)).isPresent();
    }

    /// The outstanding update was acknowledged; the next one is due at once.
    public UpdateStream advanced(long nowNanos) {
        var due =
                acknowledged + 1 < statuses.size()
                        ? OptionalLong.of(nowNanos)
                        : OptionalLong.empty();
        return new UpdateStream(statuses, acknowledged + 1, 0, due);
    }

    /// Whether the outstanding update is to be sent now.
    public boolean isDue(long nowNanos) {
        return dueNanos.isPresent() && dueNanos.getAsLong() - nowNanos <= 0;
    }
}
