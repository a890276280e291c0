package io.dromos.api;

import io.dromos.domain.definition.PathIds;
import java.util.TreeSet;

/// Finds the group that a change is told to be of.
final class TouchedGroups {

    private static final String ROUTE = "/v2/groups";

    private final TreeSet<String> paths = new TreeSet<>();

    /// Notes a group that the change touches.
    void add(String path) {
        paths.add(path);
    }

    /// The group that a request names in its path, else the one of those touched that holds all
    /// others, else the root.
    ///
    /// @param method of the request; what is posted names the group above
    String name(String method, String path) {
        if (!method.equals("POST") && path.startsWith(ROUTE)) {
            var id = path.substring(ROUTE.length());
            if (PathIds.isValid(id)) return PathIds.absolute(id, "/");
        }
        if (paths.isEmpty()) return "/";
        var first = paths.first();
        boolean outermost =
                paths.stream().allMatch(it -> it.equals(first) || it.startsWith(first + "/"));
        return outermost ? first : "/";
    }

    /// Forgets all, before the next change.
    void clear() {
        paths.clear();
    }
}
