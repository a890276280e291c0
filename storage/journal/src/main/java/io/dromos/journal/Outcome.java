package io.dromos.journal;

/// What became of one list.
public sealed interface Outcome {
    /// The whole list is durable.
    ///
    /// @param firstOffset the offset of its first record; the others follow without gaps
    /// @param last the place of its last record
    record Stored(long firstOffset, Position last) implements Outcome {}

    /// Nothing of the list is in the log, except as [Refusal.Unknown] says.
    record Refused(Refusal refusal) implements Outcome {}
}
