package io.dromos.domain.mesos;

import io.dromos.events.AgentId;
import io.dromos.events.TaskState;
import io.dromos.events.facts.CheckResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One update of a task's state.
///
/// @param taskId as Mesos wrote it; may be foreign to us
/// @param state what the task is said to be in
/// @param agent where it runs, if told
/// @param uuid base64 of the update's id; absent if the update needs no acknowledgement
/// @param reason Mesos' reason such as `REASON_RECONCILIATION`, if told
/// @param message for people, cut at 10,000 characters
/// @param healthy the result of a health check, if there is one
/// @param check what a `check` found, if it is told
/// @param ips addresses of the container
/// @param timestamp when the sender made it; the epoch if not told
public record TaskStatus(
        String taskId,
        TaskState state,
        Optional<AgentId> agent,
        Optional<String> uuid,
        Optional<String> reason,
        String message,
        Optional<Boolean> healthy,
        Optional<CheckResult> check,
        List<String> ips,
        Instant timestamp) {

    /// Copies what it is given.
    public TaskStatus {
        ips = List.copyOf(ips);
    }

    /// One that tells of no `check`.
    public TaskStatus(
            String taskId,
            TaskState state,
            Optional<AgentId> agent,
            Optional<String> uuid,
            Optional<String> reason,
            String message,
            Optional<Boolean> healthy,
            List<String> ips,
            Instant timestamp) {
        this(
                taskId,
                state,
                agent,
                uuid,
                reason,
                message,
                healthy,
                Optional.empty(),
                ips,
                timestamp);
    }

    /// Whether it answers a reconciliation rather than telling news.
    public boolean isReconciliation() {
        return reason.filter("REASON_RECONCILIATION"::equals).isPresent();
    }
}
