package io.dromos.api;

import akka.event.LoggingAdapter;
import akka.http.ParsingErrorHandler;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.ErrorInfo;
import akka.http.scaladsl.model.StatusCode;
import akka.http.scaladsl.settings.ParserSettings;
import akka.http.scaladsl.settings.ServerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers to requests that are no HTTP, or whose head is beyond a limit: one sentence in JSON, as
/// all answers are. The HTTP server closes the connection behind them.
///
/// It is named in the HTTP server's settings, which make one.
public final class UnreadableRequests extends ParsingErrorHandler {

    /// Where the HTTP server looks for it: as Scala keeps its objects.
    public static final UnreadableRequests MODULE$ = new UnreadableRequests();

    private static final Logger LOG = LoggerFactory.getLogger(UnreadableRequests.class);
    private static final int URI_TOO_LONG = 414;
    private static final int HEADERS_TOO_LARGE = 431;

    /// For the HTTP server.
    public UnreadableRequests() {}

    @Override
    public HttpResponse handle(
            StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        LOG.debug("A request was refused with {}: {}", status.intValue(), error.summary());
        return Exchange.bare(reply(status.intValue(), error.summary(), settings.parserSettings()));
    }

    private static Reply reply(int status, String reason, ParserSettings limits) {
        if (status == URI_TOO_LONG)
            return Reply.message(
                    status,
                    "A request target may have at most %,d characters (headerBytes)"
                            .formatted(limits.maxUriLength()));
        if (status == HEADERS_TOO_LARGE)
            return Reply.message(
                    status,
                    "The name of a header may have at most %,d characters, its value %,d (headerBytes)"
                            .formatted(
                                    limits.maxHeaderNameLength(), limits.maxHeaderValueLength()));
        if (reason.contains(" headers"))
            return Reply.message(
                    HEADERS_TOO_LARGE,
                    "A request may have at most %,d headers (headers)"
                            .formatted(limits.maxHeaderCount()));
        return Reply.message(status, "The request cannot be read: " + reason);
    }
}
