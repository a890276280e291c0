package io.dromos.events;

/// Who we are to Mesos.
///
/// @param value the id as it stands on the wire, not empty
public record FrameworkId(String value) implements Comparable<FrameworkId> {

    /// @throws IllegalArgumentException if it is empty
    public FrameworkId {
        if (value.isEmpty()) throw new IllegalArgumentException("An empty framework id");
    }

    @Override
    public int compareTo(FrameworkId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
