package io.dromos.domain.mesos;

/// Names an offer for as long as it is open.
///
/// @param value as Mesos wrote it
public record OfferId(String value) implements Comparable<OfferId> {
    @Override
    public int compareTo(OfferId other) {
        return value.compareTo(other.value);
    }
}
