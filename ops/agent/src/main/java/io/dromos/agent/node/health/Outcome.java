package io.dromos.agent.node.health;

/// What one probe of a task found.
public sealed interface Outcome {
    /// An HTTP answer came.
    ///
    /// @param status its code, of the last answer if redirects were followed
    record Answered(int status) implements Outcome {}

    /// The port was tried.
    ///
    /// @param succeeded whether it took the connection
    record Connected(boolean succeeded) implements Outcome {}

    /// The command ended by itself.
    ///
    /// @param status its exit status, 128 + n for signal n
    record Exited(int status) implements Outcome {}

    /// The task was asked, and gave no answer that is one.
    ///
    /// @param why a sentence
    record NoAnswer(String why) implements Outcome {}

    /// The task was not asked, or the agent itself was too slow to hear the answer: this says
    /// nothing about the task.
    ///
    /// @param why a sentence
    record NotAsked(String why) implements Outcome {}

    /// Whether it speaks for the task's health, as Mesos counts; [NotAsked] speaks neither for nor
    /// against.
    default boolean isGood() {
        return switch (this) {
            case Answered(int status) -> status >= 200 && status <= 399;
            case Connected(boolean succeeded) -> succeeded;
            case Exited(int status) -> status == 0;
            case NoAnswer _, NotAsked _ -> false;
        };
    }
}
