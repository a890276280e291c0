package io.dromos.journal.audit;

/// The first place at which a log is not what was written.
///
/// @param offset of the first record that cannot be trusted
/// @param why a sentence about what stands there instead
public record Broken(long offset, String why) {}
