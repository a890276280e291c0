package io.dromos.api;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.headers.RawRequestURI;
import akka.http.scaladsl.model.EntityStreamException;
import akka.http.scaladsl.model.EntityStreamSizeException;
import akka.util.ByteString;
import io.dromos.events.Origin;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes requests from the HTTP server, past the gate, to the routes, and gives the answers back.
///
/// Whatever goes wrong inside is logged under the request's id; the client only learns that id.
final class Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /// Longest reason for a change, in characters.
    static final int REASON_MAX = 1_000;

    private static final String UTF_8 = "UTF-8''";

    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final int BUDGET_UNIT = 1_024;

    private final ActorSystem<?> system;
    private final ApiSettings.Limits limits;
    private final Gate gate;
    private final Routes routes;
    private final Streams streams;
    private final List<HttpHeader> everywhere;
    private final Semaphore budget;

    Exchange(
            ActorSystem<?> system,
            ApiSettings.Limits limits,
            Gate gate,
            Routes routes,
            Streams streams,
            String leader) {
        this.system = system;
        this.limits = limits;
        this.gate = gate;
        this.routes = routes;
        this.streams = streams;
        this.everywhere =
                List.of(
                        RawHeader.create("Cache-Control", "no-cache, no-store, must-revalidate"),
                        RawHeader.create("Pragma", "no-cache"),
                        RawHeader.create("Expires", "0"),
                        RawHeader.create("X-Marathon-Leader", leader),
                        RawHeader.create("X-Frame-Options", "DENY"),
                        RawHeader.create("X-XSS-Protection", "1; mode=block"),
                        RawHeader.create("X-Content-Type-Options", "nosniff"));
        this.budget = new Semaphore(limits.bodiesBytes() / BUDGET_UNIT);
    }

    /// Answers a request; never fails.
    CompletionStage<HttpResponse> answer(HttpRequest request) {
        var call = call(request);
        try {
            return switch (gate.judge(call)) {
                case Gate.Verdict.Refuse refused -> {
                    discard(request);
                    yield CompletableFuture.completedFuture(response(refused.reply()));
                }
                case Gate.Verdict.Pass pass ->
                        serve(request, by(call, pass.principal()))
                                .exceptionally(failure -> failed(call, failure));
            };
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(failed(call, e));
        }
    }

    private CompletionStage<HttpResponse> serve(HttpRequest request, Call call) {
        var stream = streams.answer(call);
        if (stream.isPresent()) {
            discard(request);
            return stream.get().thenApply(it -> response(it).addHeaders(everywhere));
        }
        if (!call.isWrite()) {
            discard(request);
            return routes.answer(call).thenApply(this::response);
        }
        return read(request, call);
    }

    private HttpResponse response(Streams.Answer answer) {
        return switch (answer) {
            case Streams.Answer.Stream stream ->
                    HttpResponse.create()
                            .withEntity(HttpEntities.create(Streams.TYPE, stream.frames()));
            case Streams.Answer.Refused refused -> bare(refused.reply());
        };
    }

    /// Bodies that are being read have a bound each and one together.
    private CompletionStage<HttpResponse> read(HttpRequest request, Call call) {
        var entity = request.entity();
        long length = entity.getContentLengthOption().orElse(limits.bodyBytes());
        if (length > limits.bodyBytes()) {
            discard(request);
            return CompletableFuture.completedFuture(response(tooLarge()));
        }
        int units = (int) (length / BUDGET_UNIT) + 1;
        if (!budget.tryAcquire(units)) {
            discard(request);
            return CompletableFuture.completedFuture(
                    response(
                            Reply.message(
                                            503,
                                            "All bodies being read have %,d bytes together (bodiesBytes): ask again later"
                                                    .formatted(limits.bodiesBytes()))
                                    .with("Retry-After", "1")));
        }
        return entity.withSizeLimit(limits.bodyBytes())
                .toStrict(limits.body().toMillis(), system)
                // Akka would go on in the JVM's common pool, which anybody may block.
                .handleAsync(
                        (strict, failure) -> strict == null ? unread(call, failure) : strict,
                        system.executionContext())
                .thenCompose(outcome ->
                        outcome instanceof HttpEntity.Strict strict
                                ? routes.answer(with(call, strict))
                                : CompletableFuture.completedFuture((Reply) outcome))
                .thenApply(this::response)
                .whenComplete((_, _) -> budget.release(units));
    }

    private Object unread(Call call, Throwable failure) {
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof EntityStreamSizeException) return tooLarge();
        if (cause instanceof TimeoutException)
            return Reply.message(
                    408,
                    "The body did not arrive within %,d ms (body)"
                            .formatted(limits.body().toMillis()));
        if (cause instanceof EntityStreamException broken)
            return Reply.message(400, "The body cannot be read: " + broken.info().summary());
        LOG.debug("The body of request {} broke off", call.origin().requestId(), cause);
        return Reply.message(400, "The body broke off");
    }

    private Reply tooLarge() {
        return Reply.message(
                413, "A body may have at most %,d bytes (bodyBytes)".formatted(limits.bodyBytes()));
    }

    private void discard(HttpRequest request) {
        request.discardEntityBytes(system);
    }

    private static Call with(Call call, HttpEntity.Strict strict) {
        var body = new Call.Body(strict.getData().toArrayUnsafe());
        return new Call(call.method(), call.target(), call.headers(), body, call.origin());
    }

    private static Call by(Call call, String principal) {
        var known = call.origin();
        var origin =
                new Origin(
                        principal,
                        known.address(),
                        known.requestId(),
                        known.cause(),
                        known.reason());
        return new Call(call.method(), call.target(), call.headers(), call.body(), origin);
    }

    private static Call call(HttpRequest request) {
        var headers = new HashMap<String, List<String>>();
        for (var header : request.getHeaders())
            add(headers, header.lowercaseName(), header.value());
        var type = request.entity().getContentType();
        // The server fills in the second where a request says nothing.
        boolean said =
                !type.equals(ContentTypes.NO_CONTENT_TYPE)
                        && !type.equals(ContentTypes.APPLICATION_OCTET_STREAM);
        if (said) add(headers, "content-type", type.toString());
        var method = request.method().value().toUpperCase(Locale.ROOT);
        if (method.equals("HEAD")) method = "GET";
        var target = target(request);
        var path = target.split("\\?", 2)[0];
        var id =
                headers.getOrDefault("x-request-id", List.of()).stream()
                        .filter(it -> REQUEST_ID.matcher(it).matches())
                        .findFirst()
                        .orElseGet(() -> UUID.randomUUID().toString());
        var origin =
                new Origin(
                        "anonymous",
                        address(request),
                        Optional.of(id),
                        Optional.of(method + " " + path),
                        reason(headers));
        return new Call(method, target, headers, Call.Body.NONE, origin);
    }

    /// What the user says of it, [#REASON_MAX] characters at most; the rest is cut. Other signs
    /// than those of ASCII are written as in RFC 8187.
    private static Optional<String> reason(Map<String, List<String>> headers) {
        return headers.getOrDefault("x-dromos-reason", List.of()).stream()
                .map(it -> decoded(it.strip()))
                .filter(it -> !it.isEmpty())
                .map(it -> it.substring(0, Math.min(it.length(), REASON_MAX)))
                .findFirst();
    }

    private static String decoded(String text) {
        if (!text.startsWith(UTF_8)) return text;
        try {
            var signs = text.substring(UTF_8.length()).replace("+", "%2B");
            return URLDecoder.decode(signs, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    private static void add(Map<String, List<String>> headers, String name, String value) {
        headers.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    /// Path and query as they came, in origin form.
    private static String target(HttpRequest request) {
        var raw = request.getHeader(RawRequestURI.class).map(HttpHeader::value).orElse("/");
        if (raw.startsWith("/")) return raw;
        int authority = raw.indexOf("://");
        int path = authority < 0 ? -1 : raw.indexOf('/', authority + 3);
        return path < 0 ? "/" : raw.substring(path);
    }

    private static Optional<String> address(HttpRequest request) {
        return request.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(remote -> remote.getAddress())
                .map(InetAddress::getHostAddress);
    }

    private HttpResponse failed(Call call, Throwable failure) {
        var id = call.origin().requestId().orElse("");
        LOG.error("Request {} ({}) failed", id, call.origin().cause().orElse(""), failure);
        return response(
                Reply.message(
                        500, "The server failed at this request; its log tells of it under " + id));
    }

    private HttpResponse response(Reply reply) {
        return bare(reply).addHeaders(everywhere);
    }

    /// The answer without the headers that all have.
    static HttpResponse bare(Reply reply) {
        var headers = new ArrayList<HttpHeader>();
        reply.headers().forEach((name, value) -> headers.add(RawHeader.create(name, value)));
        var body = ByteString.fromArrayUnsafe(reply.body());
        var entity =
                body.isEmpty()
                        ? HttpEntities.EMPTY
                        : HttpEntities.create(Content.type(reply.type()), body);
        return HttpResponse.create()
                .withStatus(StatusCodes.get(reply.status()))
                .addHeaders(headers)
                .withEntity(entity);
    }
}
