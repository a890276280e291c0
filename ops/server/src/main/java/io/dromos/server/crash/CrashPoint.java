package io.dromos.server.crash;

import java.util.Locale;
import java.util.Optional;

/// Where a process is to end: before or after which effect, and at which time it comes about.
///
/// @param effect of the process on the world
/// @param moment before the effect, or after it and before anybody in the process knows
/// @param count the how-manieth time, from 1
public record CrashPoint(Effect effect, Moment moment, int count) {

    /// The system property that arms one: `EFFECT:MOMENT:COUNT`, such as `accept:after:3`.
    public static final String PROPERTY = "dromos.crash";

    /// What a process does to the world outside.
    public enum Effect {
        /// Writes facts.
        PERSIST,
        /// Launches tasks from an offer.
        ACCEPT,
        /// Gives offers back.
        DECLINE,
        /// Ends a task.
        KILL,
        /// Lets Mesos forget an update.
        ACKNOWLEDGE,
        /// Tells a client what became of a write.
        ANSWER,
        /// Keeps a checkpoint.
        CHECKPOINT
    }

    /// On which side of the effect.
    public enum Moment {
        /// All is decided, nothing is done.
        BEFORE,
        /// It is done: the facts are durable, Mesos has answered, the client can read the answer.
        AFTER
    }

    /// Reads a point as the property has it; none from an empty text.
    ///
    /// @throws IllegalArgumentException with a sentence for people if it names none
    public static Optional<CrashPoint> parse(String text) {
        if (text.isEmpty()) return Optional.empty();
        try {
            var parts = text.split(":", -1);
            int count = Integer.parseInt(parts[2]);
            if (parts.length == 3 && count > 0)
                return Optional.of(
                        new CrashPoint(
                                Effect.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                                Moment.valueOf(parts[1].toUpperCase(Locale.ROOT)),
                                count));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "-D%s=%s names no point to crash at: EFFECT:MOMENT:COUNT is meant, such as accept:after:3"
                        .formatted(PROPERTY, text));
    }

    @Override
    public String toString() {
        return "%s:%s:%d".formatted(effect, moment, count).toLowerCase(Locale.ROOT);
    }
}
