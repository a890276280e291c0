package io.dromos.simulation;

import io.dromos.domain.mesos.OfferId;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.events.FrameworkId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A scheduler's way to Mesos, as [SchedulerLink] promises it, over a network that loses, delays
/// and cuts.
final class Wire {

    private static final long SILENCE = 20_000;

    private final Course course;
    private final Mesos mesos;
    private final Place scheduler;
    private final Consumer<SchedulerEvent> listener;
    private final Map<Long, SchedulerCall> pending = new TreeMap<>();
    private final Set<Long> taken = new HashSet<>();
    private final Set<OfferId> spent = new HashSet<>();
    private final Set<OfferId> rescinded = new HashSet<>();
    private Optional<FrameworkId> framework = Optional.empty();
    private Envelope envelope;
    private boolean wanted;
    private long stream;
    private long attempt;
    private long lastDelivery;
    private long lastArrival;

    Wire(SchedulerSite scheduler, Consumer<SchedulerEvent> listener) {
        this.course = scheduler.course();
        this.mesos = scheduler.cluster().mesos();
        this.scheduler = scheduler;
        this.listener = listener;
        this.envelope = Envelope.of(course, framework);
    }

    void start(Optional<FrameworkId> as) {
        framework = as;
        resubscribe();
    }

    void resubscribe() {
        wanted = true;
        giveUp("started anew");
        subscribeSoon();
    }

    void die() {
        wanted = false;
        long left = stream;
        // What was sent before may arrive before the master hears of the end.
        long heard = course.moments().between(0, 40);
        if (left != 0 && heard == 0) mesos.closed(left);
        else if (left != 0) course.after(heard, () -> mesos.closed(left));
        stream = 0;
        pending.clear();
    }

    /// Counts the calls that are on their way when this process dies.
    void countCalls() {
        pending.forEach((number, call) -> {
            boolean arrived = taken.contains(number);
            if (call instanceof SchedulerCall.Accept)
                course.crashed(arrived ? Gap.ACCEPT_UNANSWERED : Gap.ACCEPT_UNTAKEN);
            else course.crashed(arrived ? Gap.CALL_UNANSWERED : Gap.CALL_UNTAKEN);
        });
    }

    void call(long number, SchedulerCall call) {
        if (call instanceof SchedulerCall.Accept accept) check(accept);
        if (stream == 0) {
            course.after(0, () -> hear(new SchedulerEvent.Unanswered(number, "not subscribed")));
            return;
        }
        pending.put(number, call);
        scheduler.sends(call instanceof SchedulerCall.Accept ? 0.01 : 0.0005);
        var read = envelope.sent(call);
        long on = stream;
        // A call may arrive long after its sender has given up on it, but never before one sent
        // earlier that its sender still waits for.
        long travels = course.mishap(0.01) ? course.between(1_000, 40_000) : course.between(1, 10);
        long arrival = Math.max(lastArrival, course.millis() + travels);
        boolean strays = travels > SILENCE && course.moments().areAny();
        if (!strays) lastArrival = arrival;
        boolean lost = course.mishap(0.01);
        boolean answerLost = course.mishap(0.01);
        course.after(
                SILENCE,
                () -> settle(number, on, new SchedulerEvent.Unanswered(number, "silence")));
        if (lost) return;
        course.after(
                arrival - course.millis(),
                () -> {
                    if (call instanceof SchedulerCall.UpdateRoles)
                        course.after(judging(), () -> carryOut(number, on, read, answerLost));
                    else carryOut(number, on, read, answerLost);
                });
    }

    /// Whether roles are allowed is asked elsewhere, and later calls may overtake this one.
    private long judging() {
        return course.mishap(0.1) ? course.between(500, 5_000) : course.between(0, 40);
    }

    private void carryOut(long number, long on, SchedulerCall call, boolean answerLost) {
        taken.add(number);
        int status = mesos.call(on, call);
        course.seam().called();
        if (answerLost) return;
        course.after(
                course.between(1, 10),
                () -> settle(number, on, new SchedulerEvent.Answered(number, status, "")));
    }

    /// protocols 2.2: an offer is spent once, and not after it was taken back.
    private void check(SchedulerCall.Accept accept) {
        for (var offer : accept.offers()) {
            Broken.unless(spent.add(offer), "Offer %s is spent twice", offer);
            Broken.unless(!rescinded.contains(offer), "Offer %s was rescinded", offer);
        }
    }

    /// From the master, in order, for as long as the stream stands.
    void event(long of, SchedulerEvent said) {
        var event = envelope.told(said);
        deliver(
                of,
                () -> {
                    if (event instanceof SchedulerEvent.Rescinded(var offer)) rescinded.add(offer);
                    hear(event);
                });
    }

    /// The master ended the stream, or it broke on the way.
    void broken(long of, boolean pushedOut) {
        deliver(
                of,
                () -> {
                    if (!pushedOut) {
                        giveUp("broken");
                        subscribeSoon();
                        return;
                    }
                    stream = 0;
                    wanted = false;
                    settlePending();
                    hear(new SchedulerEvent.Errored("Framework failed over"));
                });
    }

    /// The way breaks; the master finds out later.
    void cut() {
        if (stream == 0) return;
        course.tell("a stream is cut");
        broken(stream, false);
    }

    private void deliver(long of, Runnable arrival) {
        long travels = course.mishap(0.003) ? course.between(500, 6_000) : course.between(1, 20);
        lastDelivery = Math.max(lastDelivery, course.millis() + travels);
        course.after(
                lastDelivery - course.millis(),
                () -> {
                    if (of == stream && scheduler.isAlive()) arrival.run();
                });
    }

    private void giveUp(String why) {
        if (stream == 0) return;
        mesos.closed(stream);
        stream = 0;
        settlePending();
        hear(new SchedulerEvent.Disconnected(why));
    }

    private void settlePending() {
        var numbers = List.copyOf(pending.keySet());
        pending.clear();
        for (var number : numbers) hear(new SchedulerEvent.Unanswered(number, "stream lost"));
    }

    private void subscribeSoon() {
        long mine = ++attempt;
        course.after(
                course.between(10, course.mishap(0.2) ? 10_000 : 200),
                () -> {
                    if (!scheduler.isAlive() || !wanted || stream != 0 || mine != attempt) return;
                    envelope = Envelope.of(course, framework);
                    var given = mesos.subscribe(this, envelope.subscribes());
                    if (given.isEmpty()) {
                        hear(new SchedulerEvent.Disconnected("no master"));
                        subscribeSoon();
                        return;
                    }
                    stream = given.get().stream();
                    framework = Optional.of(given.get().framework());
                    envelope = envelope.under(given.get().framework());
                    event(
                            stream,
                            new SchedulerEvent.Subscribed(
                                    given.get().framework(), Duration.ofSeconds(15), "master"));
                });
    }

    private void settle(long number, long of, SchedulerEvent answer) {
        taken.remove(number);
        if (of != stream || pending.remove(number) == null) return;
        hear(answer);
    }

    private void hear(SchedulerEvent event) {
        if (scheduler.isAlive()) listener.accept(event);
    }
}
