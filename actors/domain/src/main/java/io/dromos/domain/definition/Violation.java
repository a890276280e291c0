package io.dromos.domain.definition;

/// A rule that a definition breaks.
///
/// @param path where, as Marathon writes it: `/container/volumes(0)/mode`, `/` for the whole
/// @param message which rule, in Marathon's words where it has some
public record Violation(String path, String message) {}
