package io.dromos.api;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.MediaTypes;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// The routes that answer with a stream of server-sent events.
///
/// @param events what happens
/// @param windows what happened
record Streams(EventStream events, EventWindow windows) {

    /// The content type of the streams.
    static final ContentType TYPE = ContentTypes.create(MediaTypes.TEXT_EVENT_STREAM);

    /// How long until a stream is begun with; if it is not, the client has gone before the answer.
    private static final Duration BEGIN_MAX = Duration.ofSeconds(5);

    private static final int PIECE_BYTES = 16 << 10;
    private static final ByteString SIGN_OF_LIFE = ByteString.fromString("\r\n");

    /// What a client gets.
    sealed interface Answer {

        /// Events until one side ends it.
        record Stream(Source<ByteString, NotUsed> frames) implements Answer {}

        /// No stream.
        record Refused(Reply reply) implements Answer {}
    }

    /// Answers a request for a stream; empty if it is for something else.
    Optional<CompletionStage<Answer>> answer(Call call) {
        if (!EventStream.isFor(call) && !EventWindow.isFor(call)) return Optional.empty();
        try {
            call.query("");
        } catch (IllegalArgumentException e) {
            return Optional.of(
                    refused(Reply.message(400, "The URI is not well-formed: " + e.getMessage())));
        }
        if (EventStream.isFor(call)) return Optional.of(events.answer(call));
        return Optional.of(windows.answer(call));
    }

    static CompletionStage<Answer> refused(Reply reply) {
        return CompletableFuture.completedFuture(new Answer.Refused(reply));
    }

    /// Finds an answer on a thread of its own, which may block.
    static CompletionStage<Answer> apart(Supplier<Answer> answer) {
        var found = new CompletableFuture<Answer>();
        Thread.ofVirtual()
                .name("event stream")
                .start(() -> {
                    try {
                        found.complete(answer.get());
                    } catch (RuntimeException e) {
                        found.completeExceptionally(e);
                    }
                });
        return found;
    }

    /// What a client has seen, if it says so.
    static Optional<Seen> lastSeen(Call call) {
        return call.header("last-event-id").flatMap(Seen::parse);
    }

    /// In pieces, so that even a slow line takes one in a short time.
    static List<ByteString> pieces(ByteString frames) {
        var pieces = new ArrayList<ByteString>();
        for (int i = 0; i < frames.size(); i += PIECE_BYTES)
            pieces.add(frames.slice(i, Math.min(frames.size(), i + PIECE_BYTES)));
        return pieces;
    }

    /// The stream as clients get it: with signs of life, and ended for one that takes nothing, or
    /// has gone before it began.
    ///
    /// @param leave what to do at its end, or if nobody begins with it; may be called again
    static Answer.Stream bounded(
            ActorSystem<?> system,
            ApiSettings.Limits limits,
            Source<ByteString, NotUsed> frames,
            Runnable leave) {
        var begun = new AtomicBoolean();
        var executor = system.executionContext();
        system.scheduler()
                .scheduleOnce(
                        limits.stalled().compareTo(BEGIN_MAX) < 0 ? limits.stalled() : BEGIN_MAX,
                        () -> {
                            if (!begun.get()) leave.run();
                        },
                        executor);
        return new Answer.Stream(
                frames.keepAlive(limits.keepAlive(), () -> SIGN_OF_LIFE)
                        .backpressureTimeout(limits.stalled())
                        .watchTermination((mat, done) -> {
                            begun.set(true);
                            done.whenCompleteAsync((_, _) -> leave.run(), executor);
                            return mat;
                        }));
    }
}
