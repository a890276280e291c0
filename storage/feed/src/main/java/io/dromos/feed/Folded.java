package io.dromos.feed;

/// The state of an aggregate and how far it is folded.
///
/// @param state the fold of its facts up to `sequenceNr`
/// @param sequenceNr of the last fact folded, 0 before the first
public record Folded<S>(S state, long sequenceNr) {}
