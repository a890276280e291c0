package io.dromos.feed.kafka;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The topics of one publisher.
///
/// @param tasks for the facts of applications and their tasks, keyed by application
/// @param deployments for those of deployments, keyed by deployment
/// @param places where the publisher keeps how far each of the others is, keyed by topic; compacted
public record Topics(String tasks, String deployments, String places) {

    // Before the names that it judges.
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

    /// `dromos.tasks`, `dromos.deployments` and `dromos.places`.
    public static final Topics STANDARD =
            new Topics("dromos.tasks", "dromos.deployments", "dromos.places");

    /// @throws IllegalArgumentException if one is no name of a topic, or two are the same
    public Topics {
        for (var name : List.of(tasks, deployments, places))
            if (!NAME.matcher(name).matches())
                throw new IllegalArgumentException("'%s' is no name of a topic".formatted(name));
        if (places.equals(tasks) || places.equals(deployments) || tasks.equals(deployments))
            throw new IllegalArgumentException(
                    "The topics must differ: %s, %s, %s".formatted(tasks, deployments, places));
    }

    /// Those with messages for others.
    Set<String> published() {
        return Set.of(tasks, deployments);
    }
}
