package io.dromos.journal.audit;

/// A part of a store: a file, or a table.
///
/// @param name of it
/// @param firstOffset the offset of its first record
/// @param bytes that it takes, the room made ahead left out
public record Extent(String name, long firstOffset, long bytes) {}
