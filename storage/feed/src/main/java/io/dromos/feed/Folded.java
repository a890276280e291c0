package io.dromos.feed;

/// The state of an aggregate and how far it is folded.
///
/// @param state the fold of its facts up to `sequenceNr`
/// @param sequenceNr of the last fact folded, 0 before the first
/// @param whole whether all facts from the first are in it; otherwise it only serves to be read
public record Folded<S>(S state, long sequenceNr, boolean whole) {

    /// A state that all facts from the first are in.
    public Folded(S state, long sequenceNr) {
        this(state, sequenceNr, true);
    }

    /// The same for this state, known by a narrower type.
    <T extends S> Folded<T> of(T narrower) {
        return new Folded<>(narrower, sequenceNr, whole);
    }
}
