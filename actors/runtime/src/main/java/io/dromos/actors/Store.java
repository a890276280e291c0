package io.dromos.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.SignalHandler;
import io.dromos.domain.Decider;
import io.dromos.events.Origin;
import io.dromos.events.Recorded;
import io.dromos.events.WriteFailed;
import io.dromos.events.facts.Fact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Remembers an aggregate: it is sent one message, a batch, and gets the next only after it has
/// answered the last. So nothing is stashed, and nothing dropped, while it writes.
///
/// All replies of a batch, refusals included, leave after its facts are durable, for each may rest
/// on facts of the same batch. A batch without facts meets no check of its sequence number when it
/// is written: where other nodes write too, its replies leave after the log has said that nobody
/// overtook this store. It stops on any failure; its front starts a new one.
final class Store<S, C, F extends Fact, R>
        extends EventSourcedBehavior<Store.Message<C>, Recorded, S> {

    /// What the store is told.
    sealed interface Message<C> {}

    /// Commands to decide together.
    record Batch<C>(List<Request<C>> requests) implements Message<C> {}

    /// The log has said which is the last fact of the aggregate, or has not.
    ///
    /// @param answer tells the front what was decided
    private record Confirmed<C>(long sequenceNr, Optional<Throwable> failure, Runnable answer)
            implements Message<C> {}

    /// A command and who gave it.
    record Request<C>(C command, Origin origin) {}

    /// What the store tells its front.
    sealed interface News<S, R> {}

    /// It recovered, and takes batches from now on.
    record Recovered<S, R>(S state, long sequenceNr) implements News<S, R> {}

    /// A batch is durable.
    ///
    /// @param state after it
    /// @param sequenceNr of the last fact of the aggregate
    /// @param outcomes one for each request taken, in order; the rest was not looked at
    record Stored<S, R>(S state, long sequenceNr, List<Outcome<R>> outcomes)
            implements News<S, R> {}

    /// What became of a request.
    sealed interface Outcome<R> {}

    /// It was decided.
    record Decided<R>(R reply) implements Outcome<R> {}

    /// Its facts cannot be written; nothing happened.
    record Unwritable<R>(String why) implements Outcome<R> {}

    private final ActorContext<Message<C>> actor;
    private final S empty;
    private final Decider<S, C, F, R> decider;
    private final Class<F> factType;
    private final Setting setting;
    private final ActorRef<News<S, R>> front;

    private Store(
            ActorContext<Message<C>> actor,
            String persistenceId,
            S empty,
            Decider<S, C, F, R> decider,
            Class<F> factType,
            Setting setting,
            ActorRef<News<S, R>> front) {
        super(PersistenceId.ofUniqueId(persistenceId));
        this.actor = actor;
        this.empty = empty;
        this.decider = decider;
        this.factType = factType;
        this.setting = setting;
        this.front = front;
    }

    /// A store for the aggregate of this name.
    static <S, C, F extends Fact, R> Behavior<Batch<C>> create(
            String persistenceId,
            S empty,
            Decider<S, C, F, R> decider,
            Class<F> factType,
            Setting setting,
            ActorRef<News<S, R>> front) {
        return Behaviors.<Message<C>>setup(actor ->
                        new Store<>(actor, persistenceId, empty, decider, factType, setting, front))
                .narrow();
    }

    @Override
    public S emptyState() {
        return empty;
    }

    @Override
    public EventHandler<S, Recorded> eventHandler() {
        return (state, recorded) -> decider.evolve(state, factType.cast(recorded.fact()));
    }

    @Override
    public SignalHandler<S> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(
                        RecoveryCompleted.instance(),
                        state -> front.tell(new Recovered<>(state, lastSequenceNumber(actor))))
                .build();
    }

    @Override
    public CommandHandler<Message<C>, Recorded, S> commandHandler() {
        return this::on;
    }

    private Effect<Recorded, S> on(S state, Message<C> message) {
        return switch (message) {
            case Batch<C> batch -> write(state, batch);
            case Confirmed<C> confirmed -> confirmed(confirmed);
        };
    }

    private Effect<Recorded, S> write(S state, Batch<C> batch) {
        var commands = batch.requests().stream().map(Request::command).toList();
        var longest = longest(batch);
        var gathered =
                decider.gather(
                        state,
                        commands,
                        setting.context().get(),
                        fact -> setting.measure().of(new Recorded(fact, longest)),
                        setting.bounds().batchBytesMax(),
                        setting.bounds().requestBytesMax());
        var facts = new ArrayList<Recorded>();
        var outcomes = new ArrayList<Outcome<R>>();
        for (int i = 0; i < gathered.outcomes().size(); i++)
            switch (gathered.outcomes().get(i)) {
                case Decider.Unwritable<F, R> failed ->
                        outcomes.add(new Unwritable<>(failed.why()));
                case Decider.Decided<F, R> decided -> {
                    var origin = batch.requests().get(i).origin();
                    for (var fact : decided.decision().facts())
                        facts.add(new Recorded(fact, origin));
                    outcomes.add(new Decided<>(decided.decision().reply()));
                }
            }
        if (facts.isEmpty()) return Effect().none().thenRun((S same) -> confirm(same, outcomes));
        return Effect().persist(facts).thenRun((S next) -> answer(next, outcomes));
    }

    /// A fact that can be written with the longest origin of the batch can be written with any.
    private static <C> Origin longest(Batch<C> batch) {
        return batch.requests().stream()
                .map(Request::origin)
                .max(Comparator.comparingInt(origin -> origin.toString().length()))
                .orElseThrow();
    }

    /// Answers what rests on no fact of its own, as soon as it is certain that it rests on the last
    /// one.
    private void confirm(S state, List<Outcome<R>> outcomes) {
        if (setting.shared().isEmpty()) {
            answer(state, outcomes);
            return;
        }
        actor.pipeToSelf(
                setting.shared().get().sequenceNr(persistenceId().id()),
                (newest, failure) ->
                        failure == null
                                ? new Confirmed<>(
                                        newest, Optional.empty(), () -> answer(state, outcomes))
                                : new Confirmed<>(0, Optional.of(failure), () -> {}));
    }

    private Effect<Recorded, S> confirmed(Confirmed<C> confirmed) {
        if (confirmed.failure().isPresent())
            throw new IllegalStateException(
                    "The log does not say what it has of " + persistenceId().id(),
                    confirmed.failure().get());
        long known = lastSequenceNumber(actor);
        if (confirmed.sequenceNr() == known) {
            confirmed.answer().run();
            return Effect().none();
        }
        throw new Overtaken(
                "Another node has written to %s: #%d is its last fact, #%d the last one known here; ask again"
                        .formatted(persistenceId().id(), confirmed.sequenceNr(), known));
    }

    /// What is known here is not the last word; nothing was written.
    private static final class Overtaken extends WriteFailed {
        private static final long serialVersionUID = 1L;

        Overtaken(String sentence) {
            super(sentence);
        }

        @Override
        public boolean nothingWritten() {
            return true;
        }
    }

    private void answer(S state, List<Outcome<R>> outcomes) {
        front.tell(new Stored<>(state, lastSequenceNumber(actor), outcomes));
    }
}
