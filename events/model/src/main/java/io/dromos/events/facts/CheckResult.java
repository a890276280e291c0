package io.dromos.events.facts;

/// What the `check` of a task last found. It is told to whoever asks, and nothing follows from it.
public sealed interface CheckResult {

    /// A command was run.
    ///
    /// @param exitCode what it ended with
    record Command(int exitCode) implements CheckResult {}

    /// An HTTP request was answered.
    ///
    /// @param statusCode of the answer
    record Http(int statusCode) implements CheckResult {}

    /// A connection was tried.
    ///
    /// @param succeeded whether it was made
    record Tcp(boolean succeeded) implements CheckResult {}
}
