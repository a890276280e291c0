package io.dromos.api;

import io.dromos.events.Version;
import io.dromos.events.facts.CatalogFact;
import io.dromos.feed.Event;
import io.dromos.feed.History;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/// Finds the record that a moment ends with, of one named by an offset, a time or a version.
final class Moments {

    /// A change is written within so many records, and so soon, after the time of its version.
    private static final int NEAR = 10_000;

    private static final Duration SOON = Duration.ofMinutes(1);

    private final History history;

    Moments(History history) {
        this.history = history;
    }

    /// The moment that a parameter of a request names, if it is there.
    ///
    /// @throws LogQuery.Malformed in one sentence
    /// @throws History.NoSuchMoment if the log does not reach so far
    OptionalLong asked(Call call, String parameter) {
        var text = call.query(parameter).stream().filter(it -> !it.isEmpty()).findFirst();
        if (text.isEmpty()) return OptionalLong.empty();
        long offset = find(text.get());
        if (offset > history.head()) throw new History.NoSuchMoment(offset, history.head());
        return OptionalLong.of(offset);
    }

    /// The answer to who asks for one that is not there.
    static Reply notReached(History.NoSuchMoment moment) {
        return Reply.message(404, "The moment is not reached: " + moment.getMessage());
    }

    /// @throws LogQuery.Malformed in one sentence
    long find(String text) {
        if (text.matches("[0-9]{1,18}")) return Long.parseLong(text);
        try {
            var time = Instant.parse(text);
            long last = history.lastAt(time);
            return admitted(new Version(time), last).orElse(last);
        } catch (DateTimeException _) {
            throw new LogQuery.Malformed(
                    "A moment is an offset of the log, a version, or a time such as 2026-01-31T12:00:00Z, not '%s'"
                            .formatted(text));
        }
    }

    /// The last record of the change that made this version, if there is such a one.
    private OptionalLong admitted(Version version, long last) {
        for (var event : history.read(last + 1, NEAR)) {
            if (event.committedAt().isAfter(version.at().plus(SOON))) break;
            if (change(event) instanceof CatalogFact.ChangeAdmitted it
                    && it.version().equals(version))
                return OptionalLong.of(event.offset() + it.count());
        }
        return OptionalLong.empty();
    }

    private static Object change(Event event) {
        return event.recorded().<Object>map(it -> it.fact()).orElse("");
    }
}
