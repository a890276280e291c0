package io.dromos.api;

import akka.NotUsed;
import akka.japi.Pair;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.dromos.api.Turns.Turn;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives a client the events of the past piece by piece, and reads each piece only when the client
/// has taken the one before, on a thread of its own.
final class PastPieces {

    private static final Logger LOG = LoggerFactory.getLogger(PastPieces.class);

    private final PastEvents past;
    private final Set<String> types;
    private final Turn turn;
    private final Goal goal;
    private long marked;
    private boolean done;

    /// How far it goes.
    interface Goal {

        /// Whether it ends where so much has been told.
        boolean isReached(Seen seen);

        /// The last fact there is to tell of, for now.
        long last();

        /// What the client is given when it is reached; may be empty.
        ByteString end();
    }

    /// @param types of events that the client wants; none means all
    PastPieces(PastEvents past, Set<String> types, Turn turn, Goal goal) {
        this.past = past;
        this.types = Set.copyOf(types);
        this.turn = turn;
        this.goal = goal;
        this.marked = past.seen().facts();
    }

    /// All pieces up to the goal; the turn is given back at their end.
    Source<ByteString, NotUsed> source() {
        return Source.unfoldAsync(this, PastPieces::step);
    }

    private static CompletionStage<Optional<Pair<PastPieces, ByteString>>> step(PastPieces pieces) {
        var next = new CompletableFuture<Optional<Pair<PastPieces, ByteString>>>();
        Thread.ofVirtual()
                .name("past events")
                .start(() -> {
                    try {
                        next.complete(pieces.next().map(it -> Pair.create(pieces, it)));
                    } catch (Turns.Refused e) {
                        // The client comes back, and is told.
                        next.completeExceptionally(e);
                    } catch (RuntimeException e) {
                        LOG.error("The past cannot be told behind {}", pieces.past.seen().id(), e);
                        next.completeExceptionally(e);
                    }
                });
        return next;
    }

    private Optional<ByteString> next() {
        if (!turn.begin()) return Optional.empty();
        try {
            while (turn.isWanted() && !done) {
                done = goal.isReached(past.seen());
                var piece = done ? goal.end() : piece();
                if (!piece.isEmpty()) return Optional.of(piece);
            }
            turn.leave();
            return Optional.empty();
        } finally {
            turn.end();
        }
    }

    private ByteString piece() {
        var frames = Frames.wanted(past.next(goal.last()), types);
        long told = past.seen().facts();
        if (frames.isEmpty() && told - marked >= EventHub.MARK_EVERY && !types.isEmpty())
            frames = List.of(Frames.mark(past.seen()));
        var piece = ByteString.emptyByteString();
        for (var frame : frames) piece = piece.concat(frame);
        if (!piece.isEmpty()) marked = told;
        return piece;
    }
}
