package io.dromos.schema;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// What bytes stand for, of those that were met lately: whoever reads a fact soon after it was
/// written need not parse it, and an origin that many facts have is parsed once.
///
/// It holds a fixed number, and forgets one whenever another takes its place. Any thread may ask.
final class Lately<T> {

    /// Longer ones are not remembered, so that what is held is bounded in bytes as well.
    static final int BYTES_MAX = 4 << 10;

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Met<T>(String name, byte[] bytes, T value) {}

    private final AtomicReferenceArray<Met<T>> places;

    /// @param size how many are held: none, or a power of two
    Lately(int size) {
        if (Integer.bitCount(size) > 1)
            throw new IllegalArgumentException(size + " is no power of two");
        places = new AtomicReferenceArray<>(size);
    }

    /// Notes what these bytes stand for under this name; they may not be changed any more.
    void put(String name, byte[] bytes, T value) {
        if (isHeld(bytes)) places.set(place(name, bytes), new Met<>(name, bytes, value));
    }

    /// What they stand for, if it is remembered.
    Optional<T> find(String name, byte[] bytes) {
        if (!isHeld(bytes)) return Optional.empty();
        return Optional.ofNullable(places.get(place(name, bytes)))
                .filter(met -> met.name().equals(name) && Arrays.equals(met.bytes(), bytes))
                .map(Met::value);
    }

    private boolean isHeld(byte[] bytes) {
        return bytes.length <= BYTES_MAX && places.length() > 0;
    }

    private int place(String name, byte[] bytes) {
        int hash = 31 * Arrays.hashCode(bytes) + name.hashCode();
        return (hash ^ hash >>> 16) & places.length() - 1;
    }
}
