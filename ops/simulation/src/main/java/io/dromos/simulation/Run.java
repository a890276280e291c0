package io.dromos.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// One run: things go wrong for some minutes, then no more, and all that is wanted comes true
/// within an hour.
final class Run {

    private static final long SECOND = 1_000;
    private static final long CALM_MAX = 3_600_000;
    private static final long LOOK = 5_000;
    private static final int ENDED_IN_PAUSE = 5;

    /// What a run came to.
    ///
    /// @param broken what must never happen and did, if anything did
    /// @param steps how many things happened
    /// @param virtual how long it took in its own time
    /// @param facts how many records the log got
    /// @param gaps how often what was under way when something crashed
    /// @param digest names everything that happened
    /// @param last what happened last
    record Result(
            long seed,
            Optional<String> broken,
            long steps,
            Duration virtual,
            long facts,
            Map<Gap, Integer> gaps,
            String digest,
            List<String> last) {

        /// Seed, step and the last events, for people.
        String story(int lines) {
            var from = Math.max(0, last.size() - lines);
            return "seed %d, step %d, after %s of its time: %s%n%s"
                    .formatted(
                            seed,
                            steps,
                            virtual,
                            broken.orElse("nothing is broken"),
                            String.join("\n", last.subList(from, last.size())));
        }
    }

    private final Course course;
    private final Truth truth;
    private final Ledger ledger;
    private final Mesos mesos;
    private final Cluster cluster;
    private final Users users;
    private final Trouble trouble;

    private Run(long seed, Fault fault) {
        course = new Course(seed, fault);
        truth = Truth.judging(course);
        ledger = new Ledger(course, truth);
        mesos = new Mesos(course, truth, 4 + course.below(2));
        cluster = new Cluster(course, ledger, truth, mesos, 1 + course.below(3));
        users = new Users(course, cluster, truth);
        trouble = new Trouble(course, cluster, ledger, mesos, users);
    }

    /// Runs one seed to its end, or until something is broken.
    static Result of(long seed, Fault fault) {
        var run = new Run(seed, fault);
        Optional<String> broken = Optional.empty();
        try {
            run.rough();
            run.calm();
            run.ledger.end(true);
            run.users.check();
        } catch (Broken e) {
            broken = Optional.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            broken = Optional.of("%s at %s".formatted(e, place(e)));
        } catch (StackOverflowError e) {
            // What is asked for and changes nothing is asked for again at once.
            broken = Optional.of("Decides without end: " + e);
        }
        return new Result(
                seed,
                broken,
                run.course.steps(),
                run.course.time(),
                run.truth.offset(),
                run.course.gaps(),
                run.course.trace().digest(),
                broken.isPresent() ? run.course.trace().last() : List.of());
    }

    private static String place(RuntimeException e) {
        var trace = e.getStackTrace();
        return trace.length == 0 ? "an unknown place" : trace[0].toString();
    }

    private void rough() {
        long end = course.between(60 * SECOND, 300 * SECOND);
        course.every(SECOND, () -> course.millis() < end, trouble::second);
        course.runUntil(end);
        users.steersmen().pauseSome();
        course.calm();
        course.tell("nothing goes wrong any more");
        if (Silences.are(course)) mesos.fleet().silenceSome();
        else mesos.fleet().heal();
        new Owner(course, mesos.fleet(), truth).begin();
    }

    /// Where agents are silent, what definitions say of that comes true; then they come back.
    /// Deployments that are paused keep to that; then they go on, and all comes to its end.
    private void calm() {
        var ending = new Ending(truth, cluster, mesos);
        if (Silences.are(course)) {
            settle(new Silences(truth)::missing);
            mesos.fleet().heal();
        }
        if (Steersmen.are(course)) {
            for (int some = 0; some < ENDED_IN_PAUSE; some++) mesos.fleet().endOne();
            settle(ending::missingWhilePaused);
            users.steersmen().resumeAll();
        }
        settle(ending::missing);
    }

    private void settle(Supplier<Optional<String>> ending) {
        long end = course.millis() + CALM_MAX;
        var missing = Optional.of("");
        int quiet = 0;
        while (quiet < 3 && course.millis() < end) {
            course.runUntil(course.millis() + LOOK);
            missing = ending.get();
            quiet = missing.isEmpty() ? quiet + 1 : 0;
        }
        missing.ifPresent(what -> {
            throw new Broken("Not settled an hour after the last fault: " + what);
        });
    }
}
