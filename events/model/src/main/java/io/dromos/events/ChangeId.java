package io.dromos.events;

/// Names a change for good, so that asking for it twice does it once.
///
/// @param value the id as it stands on the wire, not empty
public record ChangeId(String value) implements Comparable<ChangeId> {

    /// @throws IllegalArgumentException if it is empty
    public ChangeId {
        if (value.isEmpty()) throw new IllegalArgumentException("An empty change id");
    }

    @Override
    public int compareTo(ChangeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
