package io.dromos.api;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.dromos.api.EventHub.Joined;
import io.dromos.api.Streams.Answer;
import io.dromos.feed.History;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/// `/v2/events`: Marathon's server-sent events, to each subscriber through a bounded buffer.
///
/// A subscriber is cut off when too many events or bytes wait for it, or when it takes nothing for
/// too long. It comes back with `Last-Event-ID` and misses nothing: what is not kept any more is
/// read from the log, as fast as it takes it.
final class EventStream {

    private final ActorSystem<?> system;
    private final EventHub hub;
    private final History history;
    private final Turns turns;
    private final String master;
    private final ApiSettings.Limits limits;

    EventStream(
            ActorSystem<?> system,
            EventHub hub,
            History history,
            Turns turns,
            String master,
            ApiSettings.Limits limits) {
        this.system = system;
        this.hub = hub;
        this.history = history;
        this.turns = turns;
        this.master = master;
        this.limits = limits;
    }

    /// Whether the request is for the stream.
    static boolean isFor(Call call) {
        var path = call.path();
        return path.equals("/v2/events") || path.equals("/v2/events/");
    }

    /// Subscribes the client, if it asks in the right way.
    CompletionStage<Answer> answer(Call call) {
        boolean asks =
                call.headers("accept").stream().anyMatch(it -> it.contains("text/event-stream"));
        if (!call.method().equals("GET") || !asks) return Streams.refused(Reply.empty(405));
        var seen = Streams.lastSeen(call);
        var client = new Client(call);
        return seen.isEmpty()
                ? CompletableFuture.completedFuture(client.subscribe(seen))
                : Streams.apart(() -> client.comeBack(seen.get()));
    }

    private Answer full() {
        return new Answer.Refused(
                Reply.message(
                        503,
                        "The event stream has all %,d subscribers it may have (subscribers): ask again later"
                                .formatted(limits.subscribers())));
    }

    /// A client that asks for the stream.
    private final class Client {
        private final String address;
        private final Set<String> types;
        private final Source<ByteString, NotUsed> queued;
        private final Queued subscriber;

        Client(Call call) {
            address = call.origin().address().orElse("");
            types = new HashSet<>(call.query("event_type"));
            var made = Source.<ByteString>queue(limits.eventsUnsent()).preMaterialize(system);
            subscriber = new Queued(made.first(), limits.eventBytesUnsent());
            queued = made.second().mapConcat(subscriber::taken);
        }

        /// An id that this log does not have is of another log, or of one that went back since:
        /// what the client missed of it nobody knows.
        Answer comeBack(Seen seen) {
            long head = history.head();
            if (seen.last() <= head) return subscribe(Optional.of(seen));
            subscriber.offer(
                    Frames.comment(
                            "event %s is not in this log, which ends at %d: what follows is new"
                                    .formatted(seen.id(), head)));
            return subscribe(Optional.empty());
        }

        Answer subscribe(Optional<Seen> seen) {
            return switch (hub.subscribe(subscriber, types, seen, address)) {
                case Joined.Refused _ -> {
                    subscriber.end();
                    yield full();
                }
                case Joined.Live _ -> stream(queued, () -> {});
                case Joined.Behind behind -> catchUp(behind.first(), seen.orElseThrow());
            };
        }

        private Answer catchUp(ByteString first, Seen seen) {
            if (!turns.isAny()) {
                leave();
                return new Answer.Refused(Turns.refusal());
            }
            var turn = turns.next();
            var past = new PastEvents(history, master, seen);
            var pieces = new PastPieces(past, types, turn, untilKept());
            var frames =
                    Source.single(first)
                            .concat(pieces.source().mapConcat(Streams::pieces))
                            .concatLazy(queued);
            return stream(frames, turn::leave);
        }

        private PastPieces.Goal untilKept() {
            return new PastPieces.Goal() {
                @Override
                public boolean isReached(Seen seen) {
                    return hub.goOver(subscriber, seen);
                }

                @Override
                public long last() {
                    return hub.reached();
                }

                @Override
                public ByteString end() {
                    return ByteString.emptyByteString();
                }
            };
        }

        private Answer stream(Source<ByteString, NotUsed> frames, Runnable alsoLeave) {
            return Streams.bounded(
                    system,
                    limits,
                    frames,
                    () -> {
                        alsoLeave.run();
                        leave();
                    });
        }

        private void leave() {
            hub.unsubscribe(subscriber, address);
            subscriber.end();
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

        List<ByteString> taken(ByteString frames) {
            bytes.addAndGet(-frames.size());
            return Streams.pieces(frames);
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
