package io.dromos.journal;

/// A right that a list needs: the holder of `name` must still be the one that claimed `epoch`.
///
/// @param name `scheduler`, `checkpoint` or `kafka`
/// @param epoch what [Log#claim] answered
public record Fence(String name, long epoch) {
    /// The fence of the one scheduler that may plan launches.
    public static final String SCHEDULER = "scheduler";

    /// The fence of the one node that writes checkpoints.
    public static final String CHECKPOINT = "checkpoint";

    /// The fence of the one publisher to Kafka.
    public static final String KAFKA = "kafka";

    @Override
    public String toString() {
        return name + "=" + epoch;
    }
}
