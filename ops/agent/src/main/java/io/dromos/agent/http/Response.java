package io.dromos.agent.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// An answer: whole, or in chunks while its body goes on.
public sealed interface Response {

    /// The status code.
    int status();

    /// Headers besides `Date`, `Content-Length` and `Transfer-Encoding`, which the server writes.
    List<Header> headers();

    /// An answer whose body is known.
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record Whole(int status, List<Header> headers, byte[] body) implements Response {}

    /// An answer whose body is written by `body` on the connection's own virtual thread; it ends
    /// when `body` returns. A body that throws ends the connection without a last chunk.
    record Chunked(int status, List<Header> headers, Body body) implements Response {}

    /// Writes the chunks of one answer.
    @FunctionalInterface
    interface Body {
        /// Called once. `IOException` says that the client is gone.
        void writeTo(Chunks chunks) throws IOException, InterruptedException;
    }

    /// Where a [Body] writes.
    interface Chunks {
        /// Sends one HTTP chunk for each of these, in order; returns when the socket has taken all.
        void send(List<byte[]> chunks) throws IOException;

        /// Sends one chunk.
        default void send(byte[] chunk) throws IOException {
            send(List.of(chunk));
        }

        /// Calls `gone` at most once, as soon as the client closes its side, even while nothing is
        /// sent. The connection is not used again after such a body.
        void onGone(Runnable gone);
    }

    /// An answer without a body.
    static Response empty(int status) {
        return new Whole(status, List.of(), new byte[0]);
    }

    /// A plain text answer, as Mesos writes its errors.
    static Response text(int status, String text) {
        return new Whole(
                status,
                List.of(new Header("Content-Type", "text/plain; charset=utf-8")),
                text.getBytes(StandardCharsets.UTF_8));
    }

    /// A JSON answer.
    static Response json(int status, byte[] json) {
        return new Whole(status, List.of(new Header("Content-Type", "application/json")), json);
    }

    /// The reason phrase of a status code.
    static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 202 -> "Accepted";
            case 307 -> "Temporary Redirect";
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 431 -> "Request Header Fields Too Large";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            case 505 -> "HTTP Version Not Supported";
            default -> status < 400 ? "OK" : "Internal Server Error";
        };
    }
}
