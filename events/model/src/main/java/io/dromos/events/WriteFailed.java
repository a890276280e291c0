package io.dromos.events;

/// Facts were handed to the log, and it did not say that they are durable. The message says why.
public abstract class WriteFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param sentence why, for people
    protected WriteFailed(String sentence) {
        super(sentence);
    }

    /// Whether it is certain that nothing was written and nothing will be. Otherwise the facts may
    /// be in the log.
    public abstract boolean nothingWritten();

    /// Whether the right to write it was claimed by another since, so that it will never be written
    /// in this form.
    public boolean isFenced() {
        return false;
    }
}
