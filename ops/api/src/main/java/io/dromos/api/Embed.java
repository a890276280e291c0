package io.dromos.api;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What a client may ask to have shown with an application, beside what always is.
enum Embed {
    TASKS,
    LAST_FAILURE,
    READINESS,
    STATS,
    COUNTS,
    DEPLOYMENTS;

    private static final List<String> PREFIXES = List.of("group.apps.", "apps.", "app.", "");

    /// Reads the values of `embed`; unknown ones are passed over, as Marathon does.
    static Set<Embed> parse(Collection<String> values) {
        var found = EnumSet.noneOf(Embed.class);
        for (var value : values) {
            var prefix = PREFIXES.stream().filter(value::startsWith).findFirst().orElse("");
            switch (value.substring(prefix.length())) {
                case "tasks" -> found.add(TASKS);
                // an old name, which brings the tasks, too
                case "failures" -> found.addAll(EnumSet.of(TASKS, LAST_FAILURE));
                case "lastTaskFailure" -> found.add(LAST_FAILURE);
                case "readiness" -> found.add(READINESS);
                case "taskStats" -> found.add(STATS);
                case "counts" -> found.add(COUNTS);
                case "deployments" -> found.add(DEPLOYMENTS);
                default -> {}
            }
        }
        return found;
    }
}
