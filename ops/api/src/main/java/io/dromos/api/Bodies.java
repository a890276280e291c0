package io.dromos.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.json.Documents;
import io.dromos.json.ErrorWriter;
import io.dromos.json.Read;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Reads bodies and answers what is wrong with them.
final class Bodies {

    private Bodies() {}

    /// Goes on with the body's document, or answers why it cannot be read.
    static <T> CompletionStage<Reply> read(
            Call call,
            Function<JsonNode, Read<T>> reader,
            Function<T, CompletionStage<Reply>> next) {
        if (call.header("content-type").isPresent() && !Gate.isJson(call))
            return Routes.done(Reply.message(415, "Unsupported Media Type"));
        return readUntyped(call, reader, next);
    }

    /// The same, whatever kind of document the request says it has: Marathon does not ask groups.
    static <T> CompletionStage<Reply> readUntyped(
            Call call,
            Function<JsonNode, Read<T>> reader,
            Function<T, CompletionStage<Reply>> next) {
        return switch (Documents.parse(call.body().bytes()).then(reader)) {
            case Read.Good<T> good -> next.apply(good.value());
            case Read.Unreadable<T> bad ->
                    Routes.done(
                            Reply.json(400, ErrorWriter.unreadable(bad.message(), bad.details())));
            case Read.Misshapen<T> bad ->
                    Routes.done(Reply.json(422, ErrorWriter.misshapen(bad.violations())));
            case Read.Invalid<T> bad ->
                    Routes.done(Reply.json(422, ErrorWriter.invalid(bad.violations())));
        };
    }
}
