package io.dromos.domain.health;

import io.dromos.domain.application.ApplicationCommand.Finding;
import io.dromos.domain.application.ApplicationCommand.Healthy;
import io.dromos.domain.application.ApplicationCommand.Ready;
import io.dromos.domain.application.ApplicationCommand.Unhealthy;
import io.dromos.events.spec.HealthCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// A task that is watched, and what its checks have found.
///
/// @param subject the task
/// @param found what each health check has found, in the order of the checks
/// @param readiness what its readiness check has found
/// @param attempts how many attempts of each thing asked were begun or ended; odd while one is
///   under way
/// @param told what the application was told last of its health, if it was
public record Watched(
        Subject subject,
        List<Progress> found,
        Readiness readiness,
        List<Long> attempts,
        Optional<Told> told) {

    private static final int GATEWAY_TIMEOUT = 504;

    /// Copies what it is given.
    public Watched {
        found = List.copyOf(found);
        attempts = List.copyOf(attempts);
    }

    /// What a readiness check has found.
    ///
    /// @param ready whether it passed
    /// @param last the last answer
    public record Readiness(boolean ready, Optional<Attempt.Answered> last) {}

    /// What was told of a task's health.
    ///
    /// @param at by the watch's clock
    public record Told(boolean healthy, Duration at) {}

    static Watched begin(Subject subject) {
        boolean known = subject.healthy().isPresent();
        var found = subject.checks().stream().map(_ -> Progress.begin(known)).toList();
        return new Watched(
                subject,
                found,
                new Readiness(!subject.isUnready(), Optional.empty()),
                Collections.nCopies(subject.size(), 0L),
                Optional.empty());
    }

    /// Whether what is under way goes on if the newer state shows it so.
    boolean isAskedAs(Subject newer) {
        return subject.reachable() == newer.reachable() && subject.size() == newer.size();
    }

    /// The same task as the newer state shows it.
    Watched as(Subject newer) {
        return new Watched(newer, found, readiness, attempts, told);
    }

    /// The same task, asked from the beginning: who was out of reach has not failed since.
    Watched anew(Subject newer) {
        long beyond = attempts.stream().mapToLong(Long::longValue).max().orElse(0);
        var fresh = begin(newer);
        boolean same = newer.size() == subject.size();
        return new Watched(
                newer,
                same ? found.stream().map(Progress::interrupted).toList() : fresh.found(),
                same ? readiness : fresh.readiness(),
                Collections.nCopies(newer.size(), (beyond | 1) + 1),
                told);
    }

    /// How many attempts are under way.
    int underWay() {
        return (int) attempts.stream().filter(count -> count % 2 == 1).count();
    }

    /// Whether this names an attempt that is under way.
    boolean isUnderWay(Ticket ticket) {
        return ticket.attempt() % 2 == 1 && isNext(ticket);
    }

    /// Whether there were just so many attempts of that.
    boolean isNext(Ticket ticket) {
        return ticket.number() < attempts.size()
                && attempts.get(ticket.number()) == ticket.attempt();
    }

    Ticket ticket(int number) {
        return new Ticket(subject.task(), number, attempts.get(number));
    }

    /// With an attempt begun that was none under way, or ended that was.
    Watched turned(int number) {
        var next = new ArrayList<>(attempts);
        next.set(number, attempts.get(number) + 1);
        return new Watched(subject, found, readiness, next, told);
    }

    /// Whether this is asked once more.
    boolean goesOn(int number) {
        return isHealth(number) || !readiness.ready();
    }

    boolean isHealth(int number) {
        return number < found.size();
    }

    /// How long after being first seen this is asked first. Those whose health is known, as of all
    /// after a restart, are spread over an interval, for they go on in the order they began.
    Duration first(int number) {
        if (!isHealth(number)) return Duration.ZERO;
        var interval = interval(number);
        if (subject.healthy().isEmpty()) return atMost(interval, Watch.FIRST_MAX);
        long within = atMost(interval, Watch.SPREAD_MAX).toNanos();
        return Duration.ofNanos(Math.floorMod(scattered(number), within));
    }

    /// The same for the same task in every process.
    private long scattered(int number) {
        long mixed = (subject.task().value().hashCode() + 31L * number) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 32;
    }

    private static Duration atMost(Duration time, Duration most) {
        return time.compareTo(most) < 0 ? time : most;
    }

    /// How long after an attempt the next one follows.
    Duration interval(int number) {
        var told =
                isHealth(number)
                        ? subject.checks().get(number).check().interval()
                        : subject.readiness().orElseThrow().check().interval();
        return told.compareTo(Watch.INTERVAL_MIN) < 0 ? Watch.INTERVAL_MIN : told;
    }

    /// With what an attempt has found.
    Watched tried(int number, Attempt attempt, WatchContext at) {
        return isHealth(number) ? examined(number, attempt, at) : answered(attempt);
    }

    private Watched examined(int number, Attempt attempt, WatchContext at) {
        var check = subject.checks().get(number).check();
        var before = found.get(number);
        var after =
                switch (attempt) {
                    case Attempt.Connected _ -> before.succeeded(at.now());
                    case Attempt.Answered(var status, _, _) ->
                            status >= 200 && status <= 399
                                    ? before.succeeded(at.now())
                                    : failed(before, check, "the answer is " + status, at);
                    case Attempt.Unanswered(var cause) -> failed(before, check, cause, at);
                    case Attempt.NotMade _ -> before;
                };
        var next = new ArrayList<>(found);
        next.set(number, after);
        return new Watched(subject, next, readiness, attempts, told);
    }

    private Progress failed(Progress before, HealthCheck check, String cause, WatchContext at) {
        boolean graceIsOver =
                at.hearing()
                        .due(subject.startedAt(), check.gracePeriod())
                        .filter(over -> !over.isAfter(at.now()))
                        .isPresent();
        return before.counts() || graceIsOver ? before.failed(at.now(), cause) : before;
    }

    /// No answer counts as that of a gateway that waited for one.
    private Watched answered(Attempt attempt) {
        var codes = subject.readiness().orElseThrow().check().readyCodes();
        var next =
                switch (attempt) {
                    case Attempt.Answered given ->
                            new Readiness(codes.contains(given.status()), Optional.of(given));
                    case Attempt.Unanswered(var cause) -> {
                        var given = new Attempt.Answered(GATEWAY_TIMEOUT, "text/plain", cause);
                        yield new Readiness(false, Optional.of(given));
                    }
                    case Attempt.Connected _, Attempt.NotMade _ -> readiness;
                };
        return new Watched(subject, found, next, attempts, told);
    }

    /// What the application is to hear: what was found, where its state shows it otherwise. Nobody
    /// is healthy before all checks said so, and nothing is found of one that is out of reach.
    List<Finding> news() {
        if (!subject.reachable()) return List.of();
        var news = new ArrayList<Finding>();
        health().ifPresent(news::add);
        if (subject.isUnready() && readiness.ready()) news.add(new Ready(subject.task()));
        return news;
    }

    /// What of that may be told at this moment. A health that changes again and again is told so
    /// often and no more, unless the task is to be replaced.
    List<Finding> newsAt(Duration wall) {
        var news = news();
        if (heldUntil().filter(until -> until.compareTo(wall) > 0).isEmpty()) return news;
        return news.stream().filter(finding -> !isHeld(finding)).toList();
    }

    /// When a change of its health may be told again.
    Optional<Duration> heldUntil() {
        return told.map(last -> last.at().plus(Watch.FLIP_MIN));
    }

    private boolean isHeld(Finding finding) {
        return switch (finding) {
            case Healthy _ -> !told.orElseThrow().healthy();
            case Unhealthy unhealthy -> told.orElseThrow().healthy() && !unhealthy.replace();
            case Ready _ -> false;
        };
    }

    /// The same task after that was told of it.
    Watched told(List<Finding> findings, Duration wall) {
        var next = told;
        for (var finding : findings)
            next =
                    switch (finding) {
                        case Healthy _ -> Optional.of(new Told(true, wall));
                        case Unhealthy _ -> Optional.of(new Told(false, wall));
                        case Ready _ -> next;
                    };
        return new Watched(subject, found, readiness, attempts, next);
    }

    /// Whether people are shown the same of it.
    boolean showsAs(Watched other) {
        return found.equals(other.found) && readiness.equals(other.readiness);
    }

    private Optional<Finding> health() {
        boolean replace = false;
        Optional<String> cause = Optional.empty();
        boolean all = !found.isEmpty();
        for (int number = 0; number < found.size(); number++) {
            var progress = found.get(number);
            all &= progress.healthy().orElse(false);
            if (progress.healthy().orElse(true)) continue;
            int borne = subject.checks().get(number).check().maxConsecutiveFailures();
            boolean ends = borne > 0 && progress.failures() > borne;
            if (cause.isEmpty() || (ends && !replace)) cause = progress.lastCause();
            replace |= ends;
        }
        if (cause.isPresent())
            return replace || !subject.healthy().equals(Optional.of(false))
                    ? Optional.of(new Unhealthy(subject.task(), cause.get(), replace))
                    : Optional.empty();
        return all && !subject.healthy().equals(Optional.of(true))
                ? Optional.of(new Healthy(subject.task()))
                : Optional.empty();
    }
}
