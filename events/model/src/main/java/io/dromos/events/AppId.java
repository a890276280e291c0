package io.dromos.events;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// The absolute path that names an application, such as `/prod/web`.
///
/// Segments hold `a-z`, `0-9`, `-` and `.` only, so that `/` can become `_` in task ids and back.
///
/// @param path starts with `/`, has at least one segment and no empty one
public record AppId(String path) implements Comparable<AppId> {

    /// @throws IllegalArgumentException if the path is not absolute, is the root, or has an empty
    ///   segment
    public AppId {
        if (path.length() < 2 || path.charAt(0) != '/' || path.endsWith("/") || path.contains("//"))
            throw new IllegalArgumentException("Not an absolute application path: '" + path + "'");
        if (path.indexOf('_') >= 0)
            throw new IllegalArgumentException("An application path holds no '_': '" + path + "'");
    }

    /// The segments from the root down.
    public List<String> segments() {
        return Arrays.asList(path.substring(1).split("/"));
    }

    /// The path as task and instance ids carry it: `prod_web`.
    public String underscored() {
        return path.substring(1).replace('/', '_');
    }

    /// The reverse of [#underscored()].
    ///
    /// @throws IllegalArgumentException if the text names no path
    public static AppId fromUnderscored(String text) {
        return new AppId("/" + text.replace('_', '/'));
    }

    /// The name of its tasks in Mesos, from the leaf up: `web.prod`.
    public String taskName() {
        var names = new ArrayList<>(segments());
        Collections.reverse(names);
        return String.join(".", names);
    }

    /// The path of the group that holds it; `/` for the root.
    public String group() {
        int slash = path.lastIndexOf('/');
        return slash == 0 ? "/" : path.substring(0, slash);
    }

    @Override
    public int compareTo(AppId other) {
        return path.compareTo(other.path);
    }

    @Override
    public String toString() {
        return path;
    }
}
