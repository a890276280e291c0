package io.dromos.probe;

import java.util.Optional;

/// What one probe of a task found.
public sealed interface Outcome {
    /// An HTTP answer came.
    ///
    /// @param status its code, of the last answer if redirects were followed
    /// @param content what it said, if that was asked for
    record Answered(int status, Optional<Content> content) implements Outcome {

        /// An answer of which only the status is known.
        public Answered(int status) {
            this(status, Optional.empty());
        }
    }

    /// What an answer said.
    ///
    /// @param type its `Content-Type`, if told
    /// @param body as much of it as was asked for
    record Content(Optional<String> type, String body) {}

    /// The port was tried.
    ///
    /// @param succeeded whether it took the connection
    record Connected(boolean succeeded) implements Outcome {}

    /// A command ended by itself.
    ///
    /// @param status its exit status, 128 + n for signal n
    record Exited(int status) implements Outcome {}

    /// The task was asked, and gave no answer that is one.
    ///
    /// @param why a sentence
    record NoAnswer(String why) implements Outcome {}

    /// The task was not asked, or whoever asked was too slow to hear the answer: this says nothing
    /// about the task.
    ///
    /// @param why a sentence
    record NotAsked(String why) implements Outcome {}

    /// Whether it speaks for the task's health, as Mesos counts; [NotAsked] speaks neither for nor
    /// against.
    default boolean isGood() {
        return switch (this) {
            case Answered answered -> answered.status() >= 200 && answered.status() <= 399;
            case Connected(boolean succeeded) -> succeeded;
            case Exited(int status) -> status == 0;
            case NoAnswer _, NotAsked _ -> false;
        };
    }
}
