package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.SchedulerCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One step under way: the parts of the state as they change, and the effects so far. It lives for
/// the length of one call of [Scheduler#step].
final class Turn {

    private final SchedulingContext context;
    private final List<Effect> effects = new ArrayList<>();
    private final long steps;
    Link link;
    Demand demand;
    Book book;
    Abandonments abandoned;
    Mail mail;
    Questions questions;
    Calls calls;

    Turn(SchedulerState state, SchedulingContext context) {
        this.context = context;
        steps = state.steps();
        link = state.link().at(context.now(), context.limits().pauseMax());
        demand = state.demand();
        book = state.book();
        abandoned = state.abandoned();
        mail = state.mail();
        questions = state.questions();
        calls = state.calls();
    }

    Duration now() {
        return context.now();
    }

    SchedulingContext context() {
        return context;
    }

    SchedulingLimits limits() {
        return context.limits();
    }

    /// Those of the context, within the region of the master we are subscribed to.
    Rules rules() {
        var rules = context.rules().withSeed(steps).at(context.wall());
        return link.region().map(rules::within).orElse(rules);
    }

    /// Whether so much time has passed since then.
    boolean passed(Duration since, Duration time) {
        return now().compareTo(since.plus(time)) >= 0;
    }

    /// Whether the time has come.
    boolean reached(Duration moment) {
        return now().compareTo(moment) >= 0;
    }

    void emit(Effect effect) {
        effects.add(effect);
    }

    /// Sends a call whose answer does not matter.
    void call(SchedulerCall call) {
        emit(new Effect.Call(calls.next(), call));
        calls = calls.skip();
    }

    /// Sends a call whose answer matters.
    void call(SchedulerCall call, Calls.Pending pending) {
        emit(new Effect.Call(calls.next(), call));
        calls = calls.plus(pending);
    }

    /// What the answer to this call is for, once.
    Optional<Calls.Pending> take(long number) {
        var pending = Optional.ofNullable(calls.pending().get(number));
        calls = calls.minus(number);
        return pending;
    }

    Stepped stepped() {
        var state =
                new SchedulerState(
                        link, demand, book, abandoned, mail, questions, calls, steps + 1);
        return new Stepped(state, effects);
    }
}
