package io.dromos.api;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.MediaTypes;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/// `/v2/events`: Marathon's server-sent events, to each subscriber through a bounded buffer.
///
/// A subscriber is cut off when too many events or bytes wait for it, or when it takes nothing for
/// too long. It may come back with `Last-Event-ID`.
final class EventStream {

    /// The content type of the stream.
    static final ContentType TYPE = ContentTypes.create(MediaTypes.TEXT_EVENT_STREAM);

    private static final int PIECE_BYTES = 16 << 10;
    private static final ByteString SIGN_OF_LIFE = ByteString.fromString("\r\n");

    private final ActorSystem<?> system;
    private final EventHub hub;
    private final ApiSettings.Limits limits;

    EventStream(ActorSystem<?> system, EventHub hub, ApiSettings.Limits limits) {
        this.system = system;
        this.hub = hub;
        this.limits = limits;
    }

    /// What a subscriber gets.
    sealed interface Answer {

        /// Events until one side ends it.
        record Stream(Source<ByteString, NotUsed> frames) implements Answer {}

        /// No stream.
        record Refused(Reply reply) implements Answer {}
    }

    /// Whether the request is for the stream.
    static boolean isFor(Call call) {
        var path = call.path();
        return path.equals("/v2/events") || path.equals("/v2/events/");
    }

    /// Subscribes the client, if it asks in the right way.
    Answer answer(Call call) {
        boolean asks =
                call.headers("accept").stream().anyMatch(it -> it.contains("text/event-stream"));
        if (!call.method().equals("GET") || !asks) return new Answer.Refused(Reply.empty(405));
        var address = call.origin().address().orElse("");
        var made = Source.<ByteString>queue(limits.eventsUnsent()).preMaterialize(system);
        var subscriber = new Queued(made.first(), limits.eventBytesUnsent());
        var types = new HashSet<>(call.query("event_type"));
        if (!hub.subscribe(subscriber, types, lastSeen(call), address)) {
            subscriber.end();
            return new Answer.Refused(
                    Reply.message(
                            503,
                            "The event stream has all %,d subscribers it may have (subscribers): ask again later"
                                    .formatted(limits.subscribers())));
        }
        var frames =
                made.second()
                        .mapConcat(subscriber::taken)
                        .keepAlive(limits.keepAlive(), () -> SIGN_OF_LIFE)
                        .backpressureTimeout(limits.stalled())
                        .watchTermination((mat, done) -> {
                            done.whenCompleteAsync(
                                    (_, _) -> hub.unsubscribe(subscriber, address),
                                    system.executionContext());
                            return mat;
                        });
        return new Answer.Stream(frames);
    }

    private static OptionalLong lastSeen(Call call) {
        var header = call.header("last-event-id");
        if (header.isEmpty()) return OptionalLong.empty();
        try {
            return OptionalLong.of(Long.parseLong(header.get().strip()));
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    /// A subscriber that does not read fast enough is cut off.
    private static final class Queued implements EventHub.Subscriber {
        private final BoundedSourceQueue<ByteString> queue;
        private final int bytesMax;
        private final AtomicLong bytes = new AtomicLong();

        Queued(BoundedSourceQueue<ByteString> queue, int bytesMax) {
            this.queue = queue;
            this.bytesMax = bytesMax;
        }

        @Override
        public boolean offer(ByteString frames) {
            long before = bytes.getAndAdd(frames.size());
            boolean fits = before == 0 || before + frames.size() <= bytesMax;
            if (fits && queue.offer(frames).equals(QueueOfferResult.enqueued())) return true;
            over(() -> queue.fail(new TooSlow()));
            return false;
        }

        /// Goes on in pieces, so that even a slow line takes one in a short time.
        List<ByteString> taken(ByteString frames) {
            bytes.addAndGet(-frames.size());
            var pieces = new ArrayList<ByteString>();
            for (int i = 0; i < frames.size(); i += PIECE_BYTES)
                pieces.add(frames.slice(i, Math.min(frames.size(), i + PIECE_BYTES)));
            return pieces;
        }

        @Override
        public void end() {
            over(queue::complete);
        }

        private static void over(Runnable end) {
            try {
                end.run();
            } catch (IllegalStateException _) {
                // It is over already: cut off, or the client has gone.
            }
        }
    }

    private static final class TooSlow extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooSlow() {
            super("A subscriber of the event stream does not read fast enough", null, false, false);
        }
    }
}
