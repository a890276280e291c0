package io.dromos.events;

/// Names a deployment: a UUID chosen before the change is decided.
///
/// @param value the id as it stands on the wire, not empty
public record DeploymentId(String value) implements Comparable<DeploymentId> {

    /// @throws IllegalArgumentException if it is empty
    public DeploymentId {
        if (value.isEmpty()) throw new IllegalArgumentException("An empty deployment id");
    }

    @Override
    public int compareTo(DeploymentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
