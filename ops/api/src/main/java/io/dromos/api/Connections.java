package io.dromos.api;

import akka.NotUsed;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RequestEntity;
import akka.japi.function.Function;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/// The open connections, so that clients that ask nothing, or say it too slowly, keep nobody else
/// out.
///
/// After each answer, and at the beginning, a client has so long to take the answer and to send the
/// whole head of the next request. When there are too many connections, the one that waits for its
/// client longest, be it for a head or a body, is ended for the newest; if all are at work, the
/// newest is told so.
final class Connections {

    private final int most;
    private final Duration idle;
    private final Executor executor;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    /// @param most how many may be open before others are ended for new ones
    /// @param idle how long a client may take until the next request's head has come
    Connections(int most, Duration idle, Executor executor) {
        this.most = most;
        this.idle = idle;
        this.executor = executor;
    }

    /// What serves a connection, made anew for each.
    Flow<HttpRequest, HttpResponse, NotUsed> serve(
            Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
        return Flow.<HttpRequest, HttpResponse, NotUsed>fromMaterializer(
                        (_, _) -> {
                            var connection = new Connection();
                            boolean room = open(connection);
                            return Flow.of(HttpRequest.class)
                                    .viaMat(KillSwitches.single(), Keep.right())
                                    .mapAsync(
                                            1,
                                            request ->
                                                    room
                                                            ? connection.answer(request, handler)
                                                            : CompletableFuture.completedFuture(
                                                                    full()))
                                    .takeWhile(_ -> room, true)
                                    .mapMaterializedValue(connection::canEnd)
                                    .watchTermination((mat, done) -> {
                                        done.whenCompleteAsync(
                                                (_, _) -> open.remove(connection), executor);
                                        return mat;
                                    });
                        })
                .mapMaterializedValue(_ -> NotUsed.getInstance());
    }

    /// How many are open.
    int size() {
        return open.size();
    }

    /// Ends those whose time is over.
    void endOverdue() {
        long now = System.nanoTime();
        for (var connection : open)
            if (!connection.works && now - connection.since >= idle.toNanos()) connection.end();
    }

    private boolean open(Connection connection) {
        open.add(connection);
        if (open.size() <= most) return true;
        var longest =
                open.stream()
                        .filter(it -> it != connection && it.waits())
                        .min(Comparator.comparingLong(it -> it.since - connection.since));
        longest.ifPresent(Connection::end);
        return longest.isPresent();
    }

    /// The answer to a connection for which there is no room.
    private HttpResponse full() {
        var reply =
                Reply.message(
                                503,
                                "All %,d connections are at work (connections): ask again later"
                                        .formatted(most))
                        .with("Retry-After", "1");
        return Exchange.bare(reply);
    }

    /// How far a request's body is. Whoever ends its connection and its last byte agree on which of
    /// them came first, so that a change that was answered "ask again later" is not carried out.
    private enum Body {
        NONE,
        COMES,
        CAME,
        CUT_OFF
    }

    private final class Connection {
        private final CompletableFuture<UniqueKillSwitch> end = new CompletableFuture<>();
        private final CompletableFuture<HttpResponse> ended = new CompletableFuture<>();
        private volatile boolean works;
        private final AtomicReference<Body> body = new AtomicReference<>(Body.NONE);
        private volatile long since = System.nanoTime();

        NotUsed canEnd(UniqueKillSwitch how) {
            end.complete(how);
            return NotUsed.getInstance();
        }

        /// Whether it is the client's turn.
        boolean waits() {
            return !works || body.get() == Body.COMES;
        }

        CompletionStage<HttpResponse> answer(
                HttpRequest request, Function<HttpRequest, CompletionStage<HttpResponse>> handler)
                throws Exception {
            works = true;
            boolean strict = request.entity().isStrict();
            body.set(strict ? Body.NONE : Body.COMES);
            since = System.nanoTime();
            var watched = strict ? request : request.withEntity(watched(request.entity()));
            return handler.apply(watched)
                    .applyToEither(ended, response -> response)
                    .whenComplete((response, _) -> {
                        since = System.nanoTime();
                        body.set(Body.NONE);
                        // A stream ends when its reader is too slow, or gone.
                        works = response != null && response.entity().isChunked();
                    });
        }

        private RequestEntity watched(RequestEntity entity) {
            var bytes =
                    entity.getDataBytes()
                            .concatLazy(Source.lazySource(this::lastByte))
                            .watchTermination((mat, done) -> {
                                done.whenCompleteAsync((_, _) -> came(), executor);
                                return mat;
                            });
            var length = entity.getContentLengthOption();
            return length.isPresent()
                    ? HttpEntities.create(entity.getContentType(), length.getAsLong(), bytes)
                    : HttpEntities.create(entity.getContentType(), bytes);
        }

        private Source<ByteString, NotUsed> lastByte() {
            return came() ? Source.empty() : Source.failed(new IOException("cut off"));
        }

        private boolean came() {
            return body.compareAndSet(Body.COMES, Body.CAME) || body.get() != Body.CUT_OFF;
        }

        /// What the client still sends is not read any more.
        void end() {
            since = System.nanoTime();
            if (body.compareAndSet(Body.COMES, Body.CUT_OFF)) ended.complete(full());
            var _ = end.thenAccept(UniqueKillSwitch::shutdown);
        }
    }
}
