package io.dromos.agent.node.work;

import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;

/// How a piece of work ended, seen by itself: whether it was ordered to end is another question.
///
/// @param success whether it did what it was started for
/// @param message what to tell the scheduler
/// @param reason why it ended, where that is more than its own doing
public record Conclusion(boolean success, String message, Optional<Reason> reason) {
    /// It ended by itself.
    public static Conclusion of(boolean success, String message) {
        return new Conclusion(success, message, Optional.empty());
    }

    /// It was ended for using too much memory.
    public static Conclusion outOfMemory(String message) {
        return new Conclusion(
                false, message, Optional.of(Reason.REASON_CONTAINER_LIMITATION_MEMORY));
    }

    /// Nobody saw how it ended.
    public static Conclusion unknown(String message) {
        return new Conclusion(false, message, Optional.of(Reason.REASON_EXECUTOR_TERMINATED));
    }
}
