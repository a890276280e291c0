package io.dromos.server.crash;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.japi.function.Function;
import io.dromos.actors.SchedulerSetting.Links;
import io.dromos.journal.Log;
import io.dromos.journal.checkpoint.Shelf;
import io.dromos.server.crash.CrashPoint.Effect;
import io.dromos.server.crash.CrashPoint.Moment;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The seam between a process and its effects, for tests that kill it there.
///
/// Unarmed, it gives back what it is given, so that nothing of it is left in a running server. Only
/// a system property of the process arms it ([CrashPoint#PROPERTY]): no flag, file or variable
/// does. Armed, it wraps the log, its checkpoints, the link to Mesos or the answers, and at its
/// point ends the process as `kill -9` would: no shutdown hook runs, nothing is flushed.
public final class Crash {

    /// Exit code of a process that reached its point, as of one that was killed.
    public static final int EXIT_CODE = 137;

    private static final Logger LOG = LoggerFactory.getLogger(Crash.class);

    private final Optional<CrashPoint> point;
    private final Runnable end;
    private final AtomicInteger reached = new AtomicInteger();

    Crash(Optional<CrashPoint> point, Runnable end) {
        this.point = point;
        this.end = end;
        point.ifPresent(it -> LOG.warn("Armed: this process will crash at {}", it));
    }

    /// As the system properties of this process say; unarmed without one.
    ///
    /// @throws IllegalArgumentException with a sentence for people if the property names no point
    public static Crash asArmed() {
        return new Crash(
                CrashPoint.parse(System.getProperty(CrashPoint.PROPERTY, "")),
                () -> Runtime.getRuntime().halt(EXIT_CODE));
    }

    /// The log, with a seam around writes if one is armed there.
    public Log aroundWrites(Log log) {
        return isArmedAt(Effect.PERSIST) ? new CrashingLog(log, this) : log;
    }

    /// Where checkpoints are kept, with a seam around each that is if one is armed there.
    public Shelf aroundCheckpoints(Shelf shelf) {
        return isArmedAt(Effect.CHECKPOINT) ? new CrashingShelf(shelf, this) : shelf;
    }

    /// Links to Mesos, with a seam around calls if one is armed there.
    public Links aroundCalls(Links links) {
        boolean calls =
                isArmedAt(Effect.ACCEPT)
                        || isArmedAt(Effect.DECLINE)
                        || isArmedAt(Effect.KILL)
                        || isArmedAt(Effect.ACKNOWLEDGE);
        return calls ? new CrashingLinks(links, this) : links;
    }

    /// Answers to clients, with a seam around those to writes if one is armed there.
    public Function<HttpRequest, CompletionStage<HttpResponse>> aroundAnswers(
            Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
        return isArmedAt(Effect.ANSWER) ? new CrashingAnswers(handler, this) : handler;
    }

    private boolean isArmedAt(Effect effect) {
        return point.filter(it -> it.effect() == effect).isPresent();
    }

    /// The effect is about to come about, or has; ends the process if that is its point.
    void at(Effect effect, Moment moment) {
        if (point.isEmpty() || point.get().effect() != effect || point.get().moment() != moment)
            return;
        if (reached.incrementAndGet() == point.get().count()) end.run();
    }
}
