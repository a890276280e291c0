package io.dromos.journal;

/// Stored bytes are not what was written. Names the offset of the first record that cannot be
/// trusted.
public final class LogDamaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /// Says where and what.
    public LogDamaged(long offset, String what) {
        super("the log is damaged at offset " + offset + ": " + what);
        this.offset = offset;
    }

    /// The offset of the first record that cannot be trusted.
    public long offset() {
        return offset;
    }
}
