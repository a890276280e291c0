package io.dromos.events;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/// The absolute path that names a group of applications, such as `/prod`; `/` is the root, which
/// holds everything.
///
/// @param path starts with `/` and has no empty segment
public record GroupId(String path) implements Comparable<GroupId> {

    /// The group that holds everything.
    public static final GroupId ROOT = new GroupId("/");

    /// @throws IllegalArgumentException if the path is not absolute or has an empty segment
    public GroupId {
        boolean root = path.equals("/");
        if (!root && (!path.startsWith("/") || path.endsWith("/") || path.contains("//")))
            throw new IllegalArgumentException("Not an absolute group path: '" + path + "'");
    }

    /// The group that holds this application directly.
    public static GroupId of(AppId app) {
        return new GroupId(app.group());
    }

    /// Whether it is the root.
    public boolean isRoot() {
        return path.equals("/");
    }

    /// Whether it lies directly in the root.
    public boolean isTopLevel() {
        return !isRoot() && path.indexOf('/', 1) < 0;
    }

    /// The group that holds it; absent for the root.
    public Optional<GroupId> parent() {
        if (isRoot()) return Optional.empty();
        int slash = path.lastIndexOf('/');
        return Optional.of(slash == 0 ? ROOT : new GroupId(path.substring(0, slash)));
    }

    /// The group and all that hold it, without the root, from the inside out.
    public List<GroupId> line() {
        var line = new ArrayList<GroupId>();
        for (var at = this; !at.isRoot(); at = at.parent().orElseThrow()) line.add(at);
        return line;
    }

    /// The applications of these that lie in it, however deep.
    public NavigableSet<AppId> in(NavigableSet<AppId> apps) {
        if (isRoot()) return apps;
        // Below it lies all between "/-" and "0": "-" is the least character of an id, and "0"
        // follows "/".
        return apps.subSet(new AppId(path + "/-"), true, new AppId(path + "0"), false);
    }

    /// Whether the application lies in it, however deep.
    public boolean holds(AppId app) {
        return holds(app.path());
    }

    /// Whether the group lies in it, however deep; no group holds itself.
    public boolean holds(GroupId other) {
        return !other.isRoot() && holds(other.path);
    }

    private boolean holds(String other) {
        return isRoot()
                || (other.length() > path.length()
                        && other.startsWith(path)
                        && other.charAt(path.length()) == '/');
    }

    @Override
    public int compareTo(GroupId other) {
        return path.compareTo(other.path);
    }

    @Override
    public String toString() {
        return path;
    }
}
