package io.dromos.domain.scheduling.model;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.events.FrameworkId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The link as its contract says, over a network that loses and delays.
final class ToyLink {

    private final Sim sim;
    private final ToyMesos mesos;
    private final Consumer<SchedulerEvent> listener;
    private final Map<Long, SchedulerCall> pending = new TreeMap<>();
    private boolean wanted;
    private boolean alive = true;
    private long stream;
    private long attempt;
    private long lastDelivery;
    private long lastArrival;

    ToyLink(Sim sim, ToyMesos mesos, Consumer<SchedulerEvent> listener) {
        this.sim = sim;
        this.mesos = mesos;
        this.listener = listener;
    }

    void start() {
        giveUp("started anew");
        wanted = true;
        subscribeSoon();
    }

    void resubscribe() {
        start();
    }

    void die() {
        alive = false;
        wanted = false;
        if (stream != 0) mesos.closed(stream);
        stream = 0;
        pending.clear();
    }

    void call(long number, SchedulerCall call) {
        if (stream == 0) {
            sim.after(0, () -> hear(new SchedulerEvent.Unanswered(number, "not subscribed")));
            return;
        }
        pending.put(number, call);
        long sentOn = stream;
        boolean lost = sim.fault(0.02);
        // A call may arrive long after its sender has given up on it, but never before one sent
        // earlier.
        long travels = sim.fault(0.02) ? sim.between(1_000, 40_000) : sim.between(1, 20);
        lastArrival = Math.max(lastArrival, sim.now() + travels);
        boolean answerLost = sim.fault(0.02);
        sim.after(
                20_000,
                () -> settle(number, sentOn, new SchedulerEvent.Unanswered(number, "silence")));
        if (lost) return;
        sim.after(
                lastArrival - sim.now(),
                () -> {
                    int status = mesos.call(sentOn, call);
                    if (!answerLost)
                        sim.after(
                                sim.between(1, 20),
                                () ->
                                        settle(
                                                number,
                                                sentOn,
                                                new SchedulerEvent.Answered(number, status, "")));
                });
    }

    /// From the master, in order, for as long as the stream stands.
    void event(long of, SchedulerEvent event) {
        lastDelivery = Math.max(lastDelivery, sim.now() + sim.between(1, 50));
        sim.after(
                lastDelivery - sim.now(),
                () -> {
                    if (of == stream) hear(event);
                });
    }

    /// The stream ended, from the master's side or on the way.
    void broken(long of, boolean pushedOut) {
        lastDelivery = Math.max(lastDelivery, sim.now() + sim.between(1, 50));
        sim.after(
                lastDelivery - sim.now(),
                () -> {
                    if (of != stream) return;
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

    long stream() {
        return stream;
    }

    private void giveUp(String why) {
        if (stream == 0) return;
        mesos.closed(stream);
        stream = 0;
        settlePending();
        hear(new SchedulerEvent.Disconnected(why));
    }

    private void settlePending() {
        List<Long> numbers = new ArrayList<>(pending.keySet());
        pending.clear();
        for (var number : numbers) hear(new SchedulerEvent.Unanswered(number, "stream lost"));
    }

    private void subscribeSoon() {
        long mine = ++attempt;
        sim.after(
                sim.between(10, sim.fault(0.2) ? 10_000 : 200),
                () -> {
                    if (!alive || !wanted || stream != 0 || mine != attempt) return;
                    stream = mesos.subscribe(this);
                    if (stream == 0) {
                        hear(new SchedulerEvent.Disconnected("no master"));
                        subscribeSoon();
                        return;
                    }
                    event(
                            stream,
                            new SchedulerEvent.Subscribed(
                                    new FrameworkId("toy"), Duration.ofSeconds(15), "toy"));
                });
    }

    private void settle(long number, long of, SchedulerEvent answer) {
        if (of != stream || pending.remove(number) == null) return;
        hear(answer);
    }

    private void hear(SchedulerEvent event) {
        if (alive) listener.accept(event);
    }
}
