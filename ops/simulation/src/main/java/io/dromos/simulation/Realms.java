package io.dromos.simulation;

import io.dromos.events.AppId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The roles that applications run in, in some runs. In the others nothing is chosen, so that those
/// which once found something stay as they were.
final class Realms {

    /// Those that groups may have beside the server's.
    static final List<String> ROLES = List.of("team", "crew");

    private Realms() {}

    static boolean are(Course course) {
        return course.seed() % 8 == 3;
    }

    /// The applications there may be; where there are roles, of two groups.
    static List<AppId> apps(Course course) {
        return IntStream.range(0, 6)
                .mapToObj(number ->
                        new AppId((are(course) && number > 3 ? "/crew/app" : "/team/app") + number))
                .toList();
    }

    /// Part of an application's definition.
    static Optional<String> document(Course course, AppId app) {
        if (!are(course) || !course.chance(0.4)) return Optional.empty();
        var role = course.chance(0.3) ? "*" : app.segments().getFirst();
        return Optional.of("\"role\":\"%s\"".formatted(role));
    }
}
