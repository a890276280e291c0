package io.dromos.cli.command;

import io.dromos.cli.http.Api;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The id of an application or a group as people write it, with or without slashes around it.
///
/// @param id with one slash in front and none behind; `/` alone is the group of all
public record AppPath(String id) {

    /// Reads an id.
    public static AppPath of(String text) {
        return new AppPath("/" + text.replaceAll("^/+|/+$", ""));
    }

    /// What an id in a document means there: below the group that names it, or from the root if it
    /// begins with a slash; `..` is the group above.
    ///
    /// @param group the group in which it stands
    public static AppPath within(AppPath group, String text) {
        var segments = new ArrayDeque<String>();
        for (var segment : (text.startsWith("/") ? text : group.id + "/" + text).split("/", -1)) {
            if (segment.equals("..")) segments.pollLast();
            else if (!segment.isEmpty() && !segment.equals(".")) segments.addLast(segment);
        }
        return new AppPath("/" + String.join("/", segments));
    }

    /// Its path in the API, if it is an application.
    public String resource() {
        return "/v2/apps" + encoded();
    }

    /// Its path in the API, if it is a group.
    public String groupResource() {
        return "/v2/groups" + (id.equals("/") ? "" : encoded());
    }

    /// The id as it stands in a path of the API.
    public String encoded() {
        return Arrays.stream(id.split("/", -1)).map(Api::encoded).collect(Collectors.joining("/"));
    }
}
