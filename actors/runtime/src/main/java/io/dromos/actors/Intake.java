package io.dromos.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.ReceiveBuilder;
import io.dromos.actors.Orchestrator.Answer;
import io.dromos.events.WriteFailed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The inbox of an aggregate's front: bounded, in two lanes, with one batch at a time on its way to
/// the store.
///
/// Requests of the inside go first: their senders keep one unanswered each, so that they cannot
/// crowd out clients, and a busy aggregate is always asked again by someone. When the store fails,
/// the batch on its way is answered with the log's reason or "outcome unknown", the queue is kept,
/// and a new store is started with backoff.
///
/// @param <M> the front's own messages
final class Intake<M, S, C, R> {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final Duration RESTART_MIN = Duration.ofMillis(200);
    private static final Duration RESTART_MAX = Duration.ofSeconds(10);

    /// How a front is asked.
    ///
    /// @param inside whether another actor asks, not a client
    record Asked<C, R>(Store.Request<C> request, boolean inside, ActorRef<Answer<R>> replyTo) {}

    private final String persistenceId;
    private final ActorContext<M> actor;
    private final Setting.Bounds bounds;
    private final Function<ActorRef<Store.News<S, R>>, Behavior<Store.Batch<C>>> stores;
    private final ActorRef<Store.News<S, R>> news;
    private final M restart;
    private final ArrayDeque<Asked<C, R>> inside = new ArrayDeque<>();
    private final ArrayDeque<Asked<C, R>> clients = new ArrayDeque<>();
    private List<Asked<C, R>> onTheWay = List.of();
    private Optional<ActorRef<Store.Batch<C>>> store = Optional.empty();
    private Optional<S> state = Optional.empty();
    private long sequenceNr;
    private Duration backoff = RESTART_MIN;

    /// @param stores makes a store that tells its news to the given ref
    /// @param wrap makes the front's message of the store's news
    /// @param restart the front's message when a new store is due
    Intake(
            String persistenceId,
            ActorContext<M> actor,
            Setting.Bounds bounds,
            Function<ActorRef<Store.News<S, R>>, Behavior<Store.Batch<C>>> stores,
            Function<Store.News<S, R>, M> wrap,
            M restart) {
        this.persistenceId = persistenceId;
        this.actor = actor;
        this.bounds = bounds;
        this.stores = stores;
        this.restart = restart;
        this.news = actor.messageAdapter(newsType(), wrap::apply);
        start();
    }

    @SuppressWarnings("unchecked") // a class literal knows no type arguments
    private static <S, R> Class<Store.News<S, R>> newsType() {
        return (Class<Store.News<S, R>>) (Class<?>) Store.News.class;
    }

    /// Of the last fact that is durable, as far as it was heard of.
    long sequenceNr() {
        return sequenceNr;
    }

    /// The state after the last durable fact; absent until the first recovery.
    Optional<S> state() {
        return state;
    }

    /// Whether nothing waits and nothing is on its way.
    boolean isIdle() {
        return inside.isEmpty() && clients.isEmpty() && onTheWay.isEmpty();
    }

    /// Takes a request in, or answers that it is busy.
    void add(Asked<C, R> asked) {
        var lane = asked.inside() ? inside : clients;
        int max = asked.inside() ? bounds.insideMax() : bounds.clientsMax();
        if (lane.size() >= max) {
            asked.replyTo()
                    .tell(
                            new Answer.Busy<>(
                                    max + " requests wait for " + persistenceId + "; ask again"));
            return;
        }
        lane.add(asked);
        pump();
    }

    /// Takes in what the store tells; answers are given before it returns.
    void heard(Store.News<S, R> told) {
        switch (told) {
            case Store.Recovered<S, R> recovered -> {
                state = Optional.of(recovered.state());
                sequenceNr = recovered.sequenceNr();
                backoff = RESTART_MIN;
            }
            case Store.Stored<S, R> stored -> {
                state = Optional.of(stored.state());
                sequenceNr = stored.sequenceNr();
                answer(stored.outcomes());
            }
        }
        pump();
    }

    private void answer(List<Store.Outcome<R>> outcomes) {
        var answered = onTheWay;
        onTheWay = List.of();
        for (int i = 0; i < outcomes.size(); i++) {
            var replyTo = answered.get(i).replyTo();
            switch (outcomes.get(i)) {
                case Store.Decided<R> decided ->
                        replyTo.tell(
                                new Answer.Decided<>(decided.reply(), persistenceId, sequenceNr));
                case Store.Unwritable<R> failed -> replyTo.tell(new Answer.TooBig<>(failed.why()));
            }
        }
        // Those the store did not look at go back to the head of their lanes, in order.
        for (int i = answered.size() - 1; i >= outcomes.size(); i--) {
            var left = answered.get(i);
            (left.inside() ? inside : clients).addFirst(left);
        }
    }

    /// The front's receive, that also hears of the end of its store.
    Receive<M> watching(ReceiveBuilder<M> front, Behavior<M> same) {
        return front.onSignal(
                        Terminated.class,
                        ended -> {
                            storeEnded(ended);
                            return same;
                        })
                .build();
    }

    /// The store stopped: what was on its way may or may not be durable, unless the log said.
    private void storeEnded(Terminated ended) {
        var why = nothingIsWritten(ended);
        LOG.warn(
                "The store of {} stopped; starting a new one in {}: {}",
                persistenceId,
                backoff,
                why.map(Answer.NotWritten::why).orElse("what it wrote last may be durable or not"));
        store = Optional.empty();
        state = Optional.empty();
        var failed = onTheWay;
        onTheWay = List.of();
        for (var asked : failed)
            asked.replyTo()
                    .tell(
                            why.<Answer<R>>map(it -> it)
                                    .orElse(
                                            new Answer.OutcomeUnknown<>(
                                                    "the journal failed while it was written; ask again")));
        actor.scheduleOnce(backoff, actor.getSelf(), restart);
        backoff =
                backoff.multipliedBy(2).compareTo(RESTART_MAX) < 0
                        ? backoff.multipliedBy(2)
                        : RESTART_MAX;
    }

    private Optional<Answer.NotWritten<R>> nothingIsWritten(Terminated ended) {
        if (!(ended instanceof ChildFailed failed)) return Optional.empty();
        for (var cause = failed.cause(); cause != null; cause = cause.getCause())
            if (cause instanceof WriteFailed write && write.nothingWritten())
                return Optional.of(
                        new Answer.NotWritten<>(
                                String.valueOf(write.getMessage()), write.isFenced()));
        return Optional.empty();
    }

    /// Starts a store if there is none.
    void start() {
        if (store.isPresent()) return;
        var child = actor.spawnAnonymous(stores.apply(news));
        actor.watch(child);
        store = Optional.of(child);
    }

    private void pump() {
        if (state.isEmpty() || store.isEmpty() || !onTheWay.isEmpty()) return;
        var batch = new ArrayList<Asked<C, R>>();
        while (batch.size() < bounds.batchMax()) {
            var next = inside.isEmpty() ? clients.poll() : inside.poll();
            if (next == null) break;
            batch.add(next);
        }
        if (batch.isEmpty()) return;
        onTheWay = batch;
        store.get().tell(new Store.Batch<>(batch.stream().map(Asked::request).toList()));
    }
}
