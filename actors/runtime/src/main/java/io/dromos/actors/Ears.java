package io.dromos.actors;

import io.dromos.domain.scheduling.Listening;
import io.dromos.domain.scheduling.SchedulerState;
import io.dromos.domain.scheduling.SchedulingContext;
import java.time.Duration;

/// A scheduler's sense of time, and what is told of when it listened.
final class Ears {

    private final Setting setting;
    private final SchedulerSetting mesos;
    private final long startedAt = System.nanoTime();
    private Listening listening;

    Ears(Setting setting, SchedulerSetting mesos) {
        this.setting = setting;
        this.mesos = mesos;
        var now = now();
        this.listening = Listening.begin(now.wall(), now.now());
        mesos.hearing().accept(listening.hearing());
    }

    /// What a step may know.
    SchedulingContext now() {
        return new SchedulingContext(
                Duration.ofNanos(System.nanoTime() - startedAt),
                setting.context().get().now(),
                mesos.limits(),
                mesos.rules());
    }

    /// A step was taken.
    void stepped(SchedulerState state, SchedulingContext at) {
        listening = listening.step(state, at.wall(), at.now(), at.limits());
        mesos.hearing().accept(listening.hearing());
    }

    /// The scheduler ends.
    void close() {
        mesos.hearing().accept(listening.end(setting.context().get().now()));
    }
}
