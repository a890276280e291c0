package io.dromos.events;

/// Names an agent as Mesos does.
///
/// @param value the id as it stands on the wire, not empty
public record AgentId(String value) implements Comparable<AgentId> {

    /// @throws IllegalArgumentException if it is empty
    public AgentId {
        if (value.isEmpty()) throw new IllegalArgumentException("An empty agent id");
    }

    @Override
    public int compareTo(AgentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
