package io.dromos.actors;

import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.MessageAdaptionFailure;
import akka.actor.typed.Signal;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Tells when an actor dies of a defect that nobody starts again: without it the node would look
/// alive and do a part of its work no more.
final class Indispensable<M> extends BehaviorInterceptor<M, M> {

    private final Consumer<Throwable> died;

    /// @param died is told once, on the actor's thread, before the actor stops; must not block
    private Indispensable(Class<M> messages, Consumer<Throwable> died) {
        super(messages);
        this.died = died;
    }

    /// The same behavior, whose defects are told.
    static <M> Behavior<M> of(Class<M> messages, Consumer<Throwable> died, Behavior<M> behavior) {
        return Behaviors.intercept(() -> new Indispensable<>(messages, died), behavior);
    }

    @Override
    public Behavior<M> aroundStart(TypedActorContext<M> actor, PreStartTarget<M> target) {
        return telling(() -> target.start(actor));
    }

    @Override
    public Behavior<M> aroundReceive(
            TypedActorContext<M> actor, M message, ReceiveTarget<M> target) {
        return telling(() -> target.apply(actor, message));
    }

    @Override
    public Behavior<M> aroundSignal(
            TypedActorContext<M> actor, Signal signal, SignalTarget<M> target) {
        // What cannot be turned into a message ends an actor as what a message does.
        if (signal instanceof MessageAdaptionFailure failure) died.accept(failure.exception());
        return telling(() -> target.apply(actor, signal));
    }

    private Behavior<M> telling(Supplier<Behavior<M>> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            died.accept(e);
            throw e;
        }
    }
}
