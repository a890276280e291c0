package io.dromos.checks.cuts;

import io.dromos.server.crash.CrashPoint;
import io.dromos.server.crash.CrashPoint.Effect;
import io.dromos.server.crash.CrashPoint.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// Who dies, and when.
sealed interface Cut {

    /// The server, at a point of its own.
    record AtPoint(CrashPoint point) implements Cut {
        @Override
        public String kind() {
            return "%s %s".formatted(point.moment(), point.effect()).toLowerCase(Locale.ROOT);
        }
    }

    /// The server, so long after it began to serve.
    record Server(long millis) implements Cut {
        @Override
        public String kind() {
            return "server under load";
        }
    }

    /// The server, so long after its process was started: it may be at its recovery.
    record Starting(long millis) implements Cut {
        @Override
        public String kind() {
            return "server at its start";
        }
    }

    /// An agent, so long after the last cut; the first one has the master in its process.
    record Agent(int number, long millis) implements Cut {
        @Override
        public String kind() {
            return number == 0 ? "master with its agent" : "agent";
        }
    }

    /// Server and first agent at once, so long after the server began to serve.
    record Both(long millis) implements Cut {
        @Override
        public String kind() {
            return "server, master and agent at once";
        }
    }

    /// What is counted together.
    String kind();

    /// So many cuts: every second one at one of the points in turn, the others at random.
    static List<Cut> plan(int count, int agents, SplittableRandom random) {
        var points = new ArrayList<CrashPoint>();
        while (points.size() < count)
            for (var effect : Effect.values())
                for (var moment : Moment.values())
                    points.add(new CrashPoint(effect, moment, 1 + random.nextInt(most(effect))));
        // Short plans begin anywhere, so that runs of many seeds reach all.
        int first = random.nextInt(Effect.values().length * Moment.values().length);
        var cuts = new ArrayList<Cut>();
        for (int at = 0; at < count; at++)
            cuts.add(
                    at % 2 == 0
                            ? new AtPoint(points.get((first + at / 2) % points.size()))
                            : atRandom(agents, random));
        return cuts;
    }

    /// What comes about rarely must not be waited for often.
    private static int most(Effect effect) {
        return switch (effect) {
            case PERSIST -> 40;
            case ACKNOWLEDGE, ANSWER -> 15;
            case ACCEPT -> 5;
            case KILL -> 4;
            case DECLINE, CHECKPOINT -> 1;
        };
    }

    private static Cut atRandom(int agents, SplittableRandom random) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> new Server(random.nextLong(800));
            case 3, 4, 5 -> new Starting(random.nextLong(2_000));
            case 6, 7 -> new Agent(random.nextInt(agents), random.nextLong(500));
            case 8 -> new Agent(0, random.nextLong(500));
            default -> new Both(random.nextLong(500));
        };
    }
}
