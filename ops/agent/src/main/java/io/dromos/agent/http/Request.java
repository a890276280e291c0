package io.dromos.agent.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One request, read whole before anyone sees it.
///
/// @param method as sent, upper case by convention
/// @param path percent-decoded, without the query
/// @param query the first value of each query parameter, decoded
/// @param headers values by lower-case name, in the order of arrival
/// @param body decoded (chunks and gzip are undone), at most [Limits#bodyBytes()]
/// @param remote the client's address, for the log
@SuppressWarnings("ArrayRecordComponent") // a body is compared nowhere, and copied nowhere
public record Request(
        String method,
        String path,
        Map<String, String> query,
        Map<String, List<String>> headers,
        byte[] body,
        String remote) {

    /// The first value of a header; names are compared without case.
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.stream().findFirst();
    }

    /// Whether this request may change something.
    public boolean writes() {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS" -> false;
            default -> true;
        };
    }
}
