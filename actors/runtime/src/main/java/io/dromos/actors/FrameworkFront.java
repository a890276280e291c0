package io.dromos.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.dromos.actors.Orchestrator.Answer;
import io.dromos.domain.framework.Framework;
import io.dromos.domain.framework.FrameworkCommand;
import io.dromos.events.Origin;
import io.dromos.events.PersistenceIds;
import io.dromos.events.facts.FrameworkFact;
import io.dromos.events.state.FrameworkState;

/// The framework's front: only a queue before its store.
final class FrameworkFront extends AbstractBehavior<FrameworkFront.Message> {

    /// What the framework is told.
    sealed interface Message {}

    /// A request.
    record Ask(FrameworkCommand command, Origin origin, ActorRef<Answer<FrameworkState>> replyTo)
            implements Message {}

    private record StoreTold(Store.News<FrameworkState, FrameworkState> news) implements Message {}

    private record RestartStore() implements Message {}

    private final Intake<Message, FrameworkState, FrameworkCommand, FrameworkState> intake;

    private FrameworkFront(ActorContext<Message> actor, Setting setting) {
        super(actor);
        this.intake =
                new Intake<>(
                        PersistenceIds.FRAMEWORK,
                        actor,
                        setting.bounds(),
                        front ->
                                Store.create(
                                        PersistenceIds.FRAMEWORK,
                                        FrameworkState.EMPTY,
                                        new Framework(),
                                        FrameworkFact.class,
                                        setting,
                                        front),
                        StoreTold::new,
                        new RestartStore());
    }

    static Behavior<Message> create(Setting setting) {
        return Behaviors.setup(actor -> new FrameworkFront(actor, setting));
    }

    @Override
    public Receive<Message> createReceive() {
        return intake.watching(newReceiveBuilder().onMessage(Message.class, this::on), this);
    }

    private Behavior<Message> on(Message message) {
        switch (message) {
            case Ask ask ->
                    intake.add(
                            new Intake.Asked<>(
                                    new Store.Request<>(ask.command(), ask.origin()),
                                    true,
                                    ask.replyTo()));
            case StoreTold told -> intake.heard(told.news());
            case RestartStore _ -> intake.start();
        }
        return this;
    }
}
