package io.dromos.api;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.MediaTypes;

/// The content types of answers.
final class Content {

    private static final ContentType.NonBinary LINES =
            ContentTypes.create(
                    MediaTypes.applicationWithFixedCharset("x-ndjson", HttpCharsets.UTF_8));

    private Content() {}

    /// The one that an answer names; JSON if it is none of the others.
    static ContentType.NonBinary type(String name) {
        return switch (name) {
            case "text/plain" -> ContentTypes.TEXT_PLAIN_UTF8;
            case "text/html" -> ContentTypes.TEXT_HTML_UTF8;
            case LedgerRoutes.LINES -> LINES;
            default -> ContentTypes.APPLICATION_JSON;
        };
    }
}
