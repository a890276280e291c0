package io.dromos.domain.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Paths of applications and groups as requests write them: relative or absolute, with `..` and
/// empty segments.
public final class PathIds {

    /// Longest path that is accepted, in characters.
    public static final int LENGTH_MAX = 1_024;

    /// The rule of a segment, as Marathon's messages quote it.
    public static final String SEGMENT_RULE =
            "^(([a-z0-9]|[a-z0-9][a-z0-9\\-]*[a-z0-9])\\.)*([a-z0-9]|[a-z0-9][a-z0-9\\-]*[a-z0-9])|(\\.|\\.\\.)$";

    /// Last segments that no path may have: they name resources of the API.
    public static final List<String> RESERVED = List.of("restart", "tasks", "versions", ".", "..");

    /// The rule of a last segment, as Marathon's messages have it.
    public static final String RESERVED_RULE =
            "must not end with any of the following reserved keywords: "
                    + String.join(", ", RESERVED);

    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9\\-]*[a-z0-9])?");

    private PathIds() {}

    /// Whether every segment is empty, `..`, or a dotted list of lower-case labels.
    public static boolean isValid(String path) {
        for (var segment : path.split("/", -1))
            if (!segment.isEmpty() && !segment.equals("..") && !isName(segment)) return false;
        return true;
    }

    /// Whether the segment is a dotted list of lower-case labels.
    static boolean isName(String segment) {
        for (var label : segment.split("\\.", -1))
            if (!LABEL.matcher(label).matches()) return false;
        return true;
    }

    /// The absolute path without empty segments and `..`; `/` for the root and whatever is above
    /// it.
    ///
    /// @param path as written
    /// @param base the absolute group that relative paths start from
    public static String absolute(String path, String base) {
        var segments = new ArrayList<String>();
        if (!path.startsWith("/")) push(segments, base);
        push(segments, path);
        return "/" + String.join("/", segments);
    }

    private static void push(List<String> segments, String path) {
        for (var segment : path.split("/", -1)) {
            if (segment.isEmpty()) continue;
            if (!segment.equals("..")) segments.add(segment);
            else if (!segments.isEmpty()) segments.removeLast();
        }
    }
}
