package io.dromos.journal;

/// Stored bytes are not what was written. Names the offset of the first record that cannot be
/// trusted.
public final class LogDamaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long offset;
    private final String what;

    /// Says where and what.
    public LogDamaged(long offset, String what) {
        super("the log is damaged at offset " + offset + ": " + what);
        this.offset = offset;
        this.what = what;
    }

    /// What to say of another record that stands where one should.
    public static String misplaced(long wanted, long found) {
        return found > wanted
                ? "record %d stands in its place: %s, or out of order"
                        .formatted(
                                found,
                                found - wanted == 1
                                        ? "one is missing"
                                        : "%d are missing".formatted(found - wanted))
                : "record %d stands in its place: it was put in, or is out of order"
                        .formatted(found);
    }

    /// The offset of the first record that cannot be trusted.
    public long offset() {
        return offset;
    }

    /// What is wrong there.
    public String what() {
        return what;
    }
}
