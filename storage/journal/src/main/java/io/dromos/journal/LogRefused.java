package io.dromos.journal;

import io.dromos.events.WriteFailed;

/// Carries a [Refusal] where only an exception can.
public final class LogRefused extends WriteFailed {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /// Wraps `refusal`; its sentence is the message.
    public LogRefused(Refusal refusal) {
        super(refusal.sentence());
        this.refusal = refusal;
    }

    /// What was refused.
    public Refusal refusal() {
        return refusal;
    }

    @Override
    public boolean nothingWritten() {
        return !(refusal instanceof Refusal.Unknown);
    }

    @Override
    public boolean isFenced() {
        return refusal instanceof Refusal.StaleFence;
    }
}
