package io.dromos.domain.health;

import io.dromos.domain.Hearing;
import io.dromos.domain.application.ApplicationCommand.Finding;
import io.dromos.domain.health.Subject.Asked;
import io.dromos.domain.health.WatchEffect.Ask;
import io.dromos.domain.health.WatchEffect.Tell;
import io.dromos.events.AppId;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.spec.HealthCheck;
import io.dromos.events.spec.HealthCheck.IpVersion;
import io.dromos.events.spec.HealthCheck.Protocol;
import io.dromos.events.spec.ReadinessCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A watch beside a state that a test writes, and tasks whose answers it gives.
final class WatchWorld {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Attempt GOOD = new Attempt.Connected();
    static final Attempt BAD = new Attempt.Unanswered("refused");

    /// As the state shows them.
    final Map<TaskId, Subject> subjects = new TreeMap<>();

    /// What is asked and not answered.
    final List<Ask> asks = new ArrayList<>();

    /// What was told since a test looked last.
    final List<Finding> told = new ArrayList<>();

    Watch watch = Watch.NONE;
    Hearing hearing = Hearing.ALWAYS;
    Duration wall = Duration.ZERO;
    Optional<Duration> wakeAt = Optional.empty();

    static TaskId task(int number) {
        return TaskId.of(InstanceId.of(new AppId("/web"), "%08d".formatted(number)), 1);
    }

    static HealthCheck check(int interval, int borne, int grace) {
        return new HealthCheck(
                Protocol.TCP,
                Optional.empty(),
                Optional.empty(),
                Optional.of(0),
                Optional.empty(),
                IpVersion.IPV4,
                Duration.ofSeconds(grace),
                Duration.ofSeconds(interval),
                Duration.ofSeconds(1),
                Duration.ofSeconds(15),
                borne);
    }

    static <C> Asked<C> asked(C check) {
        return new Asked<>(
                check, Optional.of(new Question.Connect("10.0.0.1", 80, Duration.ofSeconds(1))));
    }

    static Subject subject(TaskId task, HealthCheck... checks) {
        return new Subject(
                task,
                START,
                true,
                Optional.empty(),
                Optional.empty(),
                List.of(checks).stream().map(WatchWorld::asked).toList(),
                Optional.empty());
    }

    static Subject unready(TaskId task, ReadinessCheck check) {
        return new Subject(
                task,
                START,
                true,
                Optional.empty(),
                Optional.of(false),
                List.of(),
                Optional.of(asked(check)));
    }

    static Subject shown(Subject old, boolean reachable, Optional<Boolean> healthy) {
        return new Subject(
                old.task(),
                old.startedAt(),
                reachable,
                healthy,
                old.ready(),
                old.checks(),
                old.readiness());
    }

    /// The state shows this, and the watch looks.
    WatchWorld see(Subject... some) {
        for (var subject : some) subjects.put(subject.task(), subject);
        return hear(new WatchInput.Compared(List.copyOf(subjects.values())));
    }

    WatchWorld lose(TaskId task) {
        subjects.remove(task);
        return see();
    }

    WatchWorld hear(WatchInput input) {
        var stepped = watch.step(input, new WatchContext(wall, START.plus(wall), hearing));
        watch = stepped.next();
        wakeAt = stepped.wakeAt();
        for (var effect : stepped.effects())
            switch (effect) {
                case Ask ask -> asks.add(ask);
                case Tell tell -> {
                    told.addAll(tell.findings());
                    if (tell.findings().size() > Watch.TELLING_MAX * 2)
                        throw new AssertionError("Too much is told at a time");
                }
            }
        return this;
    }

    /// Time passes, and the watch wakes whenever it wanted.
    WatchWorld pass(Duration time) {
        var end = wall.plus(time);
        while (wakeAt.isPresent() && wakeAt.get().compareTo(end) <= 0) {
            if (wakeAt.get().compareTo(wall) > 0) wall = wakeAt.get();
            hear(new WatchInput.Passed());
        }
        wall = end;
        return this;
    }

    WatchWorld pass(int seconds) {
        return pass(Duration.ofSeconds(seconds));
    }

    /// Whoever is asked answers so.
    WatchWorld answer(Attempt attempt) {
        var some = List.copyOf(asks);
        asks.clear();
        for (var ask : some) hear(new WatchInput.Tried(ask.ticket(), attempt));
        return this;
    }

    /// The next attempt of the only check, answered so.
    WatchWorld next(Attempt attempt) {
        while (asks.isEmpty()) pass(wakeAt.orElseThrow().minus(wall));
        return answer(attempt);
    }

    /// The application has taken in what it was told.
    WatchWorld heard() {
        return hear(new WatchInput.Heard(true));
    }

    List<Finding> told() {
        var some = List.copyOf(told);
        told.clear();
        return some;
    }
}
