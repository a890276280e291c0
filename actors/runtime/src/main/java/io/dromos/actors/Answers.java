package io.dromos.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import io.dromos.actors.Orchestrator.Answer;
import java.util.function.Function;

/// Answers as messages of an actor. Akka tells messages apart by class, which knows no type
/// arguments: an actor has one adapter for all answers, whatever they are about.
final class Answers {

    private Answers() {}

    /// The class of answers about `R`.
    @SuppressWarnings("unchecked") // a class literal knows no type arguments
    static <R> Class<Answer<R>> type() {
        return (Class<Answer<R>>) (Class<?>) Answer.class;
    }

    /// The same answer with another reply.
    static <R, T> Answer<T> map(Answer<R> answer, Function<R, T> reply) {
        return switch (answer) {
            case Answer.Decided<R> decided ->
                    new Answer.Decided<>(
                            reply.apply(decided.reply()),
                            decided.persistenceId(),
                            decided.sequenceNr());
            case Answer.OutcomeUnknown<R> unknown -> new Answer.OutcomeUnknown<>(unknown.why());
            case Answer.NotWritten<R> not -> new Answer.NotWritten<>(not.why(), not.fenced());
            case Answer.TooBig<R> big -> new Answer.TooBig<>(big.why());
            case Answer.Busy<R> busy -> new Answer.Busy<>(busy.why());
        };
    }

    /// The actor's one adapter for answers.
    static <M> ActorRef<Answer<Object>> adapter(
            ActorContext<M> actor, Function<Answer<Object>, M> wrap) {
        return actor.messageAdapter(Answers.<Object>type(), wrap::apply);
    }

    /// The adapter as one for answers about `R`.
    @SuppressWarnings("unchecked") // it takes answers about anything
    static <R> ActorRef<Answer<R>> about(ActorRef<Answer<Object>> adapter) {
        return (ActorRef<Answer<R>>) (ActorRef<?>) adapter;
    }
}
