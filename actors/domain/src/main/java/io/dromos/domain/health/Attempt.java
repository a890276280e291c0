package io.dromos.domain.health;

/// What became of a question.
public sealed interface Attempt {
    /// An HTTP answer came.
    ///
    /// @param body as much of it as was wanted
    record Answered(int status, String contentType, String body) implements Attempt {}

    /// The port took the connection.
    record Connected() implements Attempt {}

    /// The task was asked, and gave no answer.
    ///
    /// @param cause for people
    record Unanswered(String cause) implements Attempt {}

    /// The task was not asked, or the server was too slow to hear it: this says nothing of the
    /// task.
    ///
    /// @param why for people
    record NotMade(String why) implements Attempt {}
}
