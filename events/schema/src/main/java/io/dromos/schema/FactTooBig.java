package io.dromos.schema;

/// A fact is larger than the log takes. Found while encoding, so before anything is written: the
/// command that brought it about is refused and others go on.
public final class FactTooBig extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final int bytes;
    private final int bytesMax;

    FactTooBig(String name, int bytes, int bytesMax) {
        super(
                "%s has %,d bytes with its origin, at most %,d are allowed: make the definition or its texts smaller"
                        .formatted(name, bytes, bytesMax));
        this.name = name;
        this.bytes = bytes;
        this.bytesMax = bytesMax;
    }

    /// The stored name of the fact.
    public String name() {
        return name;
    }

    /// How many bytes the fact and its origin have.
    public int bytes() {
        return bytes;
    }

    /// How many they may have.
    public int bytesMax() {
        return bytesMax;
    }
}
