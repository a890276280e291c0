package io.dromos.cli.command;

import io.dromos.cli.http.Api;
import java.util.Arrays;
import java.util.stream.Collectors;

/// An application's id as people write it, with or without slashes around it.
///
/// @param id with one slash in front and none behind
public record AppPath(String id) {

    /// Reads an id.
    public static AppPath of(String text) {
        return new AppPath("/" + text.replaceAll("^/+|/+$", ""));
    }

    /// Its path in the API.
    public String resource() {
        return "/v2/apps"
                + Arrays.stream(id.split("/", -1))
                        .map(Api::encoded)
                        .collect(Collectors.joining("/"));
    }
}
