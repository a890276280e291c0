package io.dromos.cli.group;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.AppPath;
import io.dromos.cli.document.Document;
import io.dromos.cli.outcome.Failure;
import java.util.ArrayList;
import java.util.List;

/// A group of a document, and the applications that stand in it at any depth.
///
/// @param group the group
/// @param apps its applications, in the order of the document
record Tree(AppPath group, List<AppPath> apps) {

    /// What a document says.
    ///
    /// @throws Failure if it is no object
    static Tree of(Document document) throws Failure {
        if (!document.json().isObject())
            throw Failure.failed(document.name() + " holds a list: a group is {\"id\": …}");
        var group = AppPath.of(document.json().path("id").asText(""));
        var apps = new ArrayList<AppPath>();
        collect(document.json(), group, apps);
        return new Tree(group, List.copyOf(apps));
    }

    private static void collect(JsonNode json, AppPath group, List<AppPath> apps) {
        for (var app : json.path("apps")) apps.add(AppPath.within(group, app.path("id").asText()));
        for (var inner : json.path("groups"))
            collect(inner, AppPath.within(group, inner.path("id").asText()), apps);
    }
}
