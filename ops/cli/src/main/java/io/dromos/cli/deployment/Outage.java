package io.dromos.cli.deployment;

import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.text.Progress;
import java.time.Duration;
import java.util.Optional;

/// Bears with a server that does not answer for a while, as one that is being started again: what
/// it has admitted goes on.
final class Outage {

    /// So long nobody may answer.
    static final Duration BORNE_MAX = Duration.ofSeconds(60);

    private final Progress progress;
    private final String whatGoesOn;
    private Optional<Duration> since = Optional.empty();

    /// @param whatGoesOn what to tell, as a sentence, if it lasts too long
    Outage(Progress progress, String whatGoesOn) {
        this.progress = progress;
        this.whatGoesOn = whatGoesOn;
    }

    /// Asks the server something.
    @FunctionalInterface
    interface Question<T> {

        /// Its answer.
        T ask() throws Failure;
    }

    /// The answer; empty while nobody answers.
    ///
    /// @throws Failure if nobody has answered for too long, or the server refuses
    <T> Optional<T> bear(Question<T> question) throws Failure {
        try {
            var answer = question.ask();
            since = Optional.empty();
            return Optional.of(answer);
        } catch (Failure away) {
            if (away.exitCode() != ExitCode.UNREACHABLE) throw away;
            var now = progress.elapsed();
            since = Optional.of(since.orElse(now));
            if (now.minus(since.get()).compareTo(BORNE_MAX) > 0)
                throw Failure.unreachable(
                        "%s. Nobody answers any more: %s".formatted(whatGoesOn, away.sentence()));
            progress.show("the server does not answer; waiting for it");
            return Optional.empty();
        }
    }
}
