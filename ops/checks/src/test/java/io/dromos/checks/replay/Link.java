package io.dromos.checks.replay;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.events.FrameworkId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A scheduler's subscription to the toy Mesos, as [io.dromos.domain.mesos.SchedulerLink] promises
/// it: events in order, each call answered once, all before the end of the stream they belong to.
final class Link {

    private static final int ACCEPTED = 202;

    private final Course course;
    private final Master master;
    private final Consumer<SchedulerEvent> listener;
    private final Map<Long, SchedulerCall> pending = new TreeMap<>();
    private boolean alive = true;
    private boolean open;
    private int stream;
    private long lastEvent;
    private long lastCall;

    Link(Course course, Master master, Consumer<SchedulerEvent> listener) {
        this.course = course;
        this.master = master;
        this.listener = listener;
    }

    /// Subscribes, after giving up what stands.
    void start() {
        drop();
        int mine = ++stream;
        course.after(
                10 + course.below(course.mishap(0.2) ? 5_000 : 200),
                () -> {
                    if (!alive || mine != stream) return;
                    open = true;
                    master.subscribe(event -> deliver(mine, event));
                    deliver(
                            mine,
                            new SchedulerEvent.Subscribed(
                                    new FrameworkId("toy"), Duration.ofSeconds(15), "toy:5050"));
                });
    }

    /// The stream breaks, and another is begun unless nobody listens any more.
    void lose() {
        if (open) start();
    }

    /// The process is gone.
    void die() {
        alive = false;
        open = false;
        stream++;
        master.close();
    }

    void call(long number, SchedulerCall call) {
        if (!open) {
            course.after(0, () -> hear(new SchedulerEvent.Unanswered(number, "no stream")));
            return;
        }
        pending.put(number, call);
        int mine = stream;
        lastCall = Math.max(lastCall, now() + 1 + course.below(20));
        course.after(
                lastCall - now(),
                () -> {
                    if (mine != stream) return;
                    master.call(call);
                    course.after(1 + course.below(20), () -> answered(mine, number));
                });
    }

    private void answered(int of, long number) {
        if (of == stream && pending.remove(number) != null)
            hear(new SchedulerEvent.Answered(number, ACCEPTED, ""));
    }

    private void drop() {
        if (!open) return;
        open = false;
        master.close();
        var numbers = List.copyOf(pending.keySet());
        pending.clear();
        for (var number : numbers) hear(new SchedulerEvent.Unanswered(number, "stream lost"));
        hear(new SchedulerEvent.Disconnected("stream lost"));
    }

    private void deliver(int of, SchedulerEvent event) {
        lastEvent = Math.max(lastEvent, now() + 1 + course.below(20));
        course.after(
                lastEvent - now(),
                () -> {
                    if (of == stream) hear(event);
                });
    }

    private void hear(SchedulerEvent event) {
        if (alive) listener.accept(event);
    }

    private long now() {
        return course.time().toMillis();
    }
}
