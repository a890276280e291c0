package io.dromos.api;

import io.dromos.events.AppId;
import io.dromos.events.Recorded;
import io.dromos.feed.Event;
import io.dromos.feed.History;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Which records of the log are asked for.
///
/// @param after only those behind this offset, the oldest first
/// @param before only those before this offset: the newest of them
/// @param to only those up to this offset
/// @param limit how many at most
/// @param wanted whether a record is one
record LogQuery(
        OptionalLong after,
        OptionalLong before,
        OptionalLong to,
        int limit,
        Predicate<Event> wanted) {

    /// How many records an answer has at most.
    static final int LIMIT_MAX = 1_000;

    private static final int LIMIT = 50;

    /// What was asked for makes no sense.
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    /// @throws Malformed in one sentence
    /// @throws History.NoSuchMoment if a moment is named that the log does not reach
    static LogQuery of(Call call, Moments moments) {
        var after = number(call, "after");
        var before = number(call, "before");
        var from = moments.asked(call, "from");
        if (Stream.of(after, before, from).filter(OptionalLong::isPresent).count() > 1)
            throw new Malformed("Of 'after', 'before' and 'from' only one can be given");
        long limit = number(call, "limit").orElse(LIMIT);
        if (limit < 1 || limit > LIMIT_MAX)
            throw new Malformed("'limit' must be from 1 to " + LIMIT_MAX);
        return new LogQuery(
                from.isPresent() ? from : after,
                before,
                moments.asked(call, "to"),
                (int) limit,
                wanted(call));
    }

    private static Predicate<Event> wanted(Call call) {
        Predicate<Event> wanted = _ -> true;
        for (var app : value(call, "app").stream().toList())
            wanted = wanted.and(event -> concerns(event, it -> isOf(app, it)));
        for (var id : value(call, "deployment").stream().toList())
            wanted = wanted.and(event -> concerns(event, it -> it.deployments().contains(id)));
        for (var name : value(call, "principal").stream().toList())
            wanted = wanted.and(event -> origin(event, it -> it.origin().principal().equals(name)));
        for (var id : value(call, "request").stream().toList())
            wanted =
                    wanted.and(event ->
                            origin(event, it -> it.origin().requestId().equals(Optional.of(id))));
        for (var kind : value(call, "kind").stream().toList())
            wanted = wanted.and(event -> event.kind().startsWith(kind));
        for (var since : time(call, "since").stream().toList())
            wanted = wanted.and(event -> !event.committedAt().isBefore(since));
        for (var until : time(call, "until").stream().toList())
            wanted = wanted.and(event -> event.committedAt().isBefore(until));
        return wanted;
    }

    /// The application itself, or a group that it is in.
    private static boolean isOf(String path, Concerns concerns) {
        return concerns.apps().stream()
                        .anyMatch(it -> it.equals(path) || AppReads.isBelow(new AppId(it), path))
                || concerns.groups().stream()
                        .anyMatch(it -> it.equals(path) || it.startsWith(path + "/"));
    }

    private static boolean concerns(Event event, Predicate<Concerns> test) {
        return origin(event, recorded -> test.test(Concerns.of(recorded.fact())));
    }

    private static boolean origin(Event event, Predicate<Recorded> test) {
        return event.recorded().filter(test).isPresent();
    }

    private static Optional<String> value(Call call, String name) {
        return call.query(name).stream().filter(it -> !it.isEmpty()).findFirst();
    }

    /// A parameter that is a number from 0 on, if it is there.
    ///
    /// @throws Malformed in one sentence
    static OptionalLong number(Call call, String name) {
        var text = value(call, name);
        if (text.isEmpty()) return OptionalLong.empty();
        try {
            long number = Long.parseLong(text.get());
            if (number >= 0) return OptionalLong.of(number);
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new Malformed(
                "'%s' must be a number from 0 on, not '%s'".formatted(name, text.get()));
    }

    private static Optional<Instant> time(Call call, String name) {
        try {
            return value(call, name).map(Instant::parse);
        } catch (DateTimeException _) {
            throw new Malformed(
                    "'%s' must be a time such as 2026-01-31T12:00:00Z, not '%s'"
                            .formatted(name, call.query(name).getFirst()));
        }
    }
}
