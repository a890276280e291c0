package io.dromos.checks.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/// Time and chance of one run. The same seed gives the same run.
final class Course {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private record Event(long at, long order, Runnable action) {}

    private final PriorityQueue<Event> queue =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final Random random;
    private long now;
    private long order;
    private boolean rough = true;

    Course(long seed) {
        random = new Random(seed);
    }

    Duration time() {
        return Duration.ofMillis(now);
    }

    Instant wall() {
        return BEGIN.plusMillis(now);
    }

    /// Does something later; what is due at one moment is done in the order it was asked for.
    void after(long millis, Runnable action) {
        queue.add(new Event(now + millis, order++, action));
    }

    void every(long millis, Runnable action) {
        after(
                millis,
                () -> {
                    action.run();
                    every(millis, action);
                });
    }

    void run(Duration time) {
        long end = now + time.toMillis();
        while (!queue.isEmpty() && queue.peek().at() <= end) {
            var event = queue.remove();
            now = event.at();
            event.action().run();
        }
        now = end;
    }

    /// Nothing goes wrong any more.
    void calm() {
        rough = false;
    }

    /// True so often, as long as things go wrong.
    boolean mishap(double probability) {
        return rough && random.nextDouble() < probability;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /// A message on its way: sometimes lost, sometimes doubled, sometimes late.
    void carry(Runnable message) {
        if (mishap(0.03)) return;
        int copies = mishap(0.03) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++)
            after(mishap(0.03) ? 500 + below(5_000) : 1 + below(5), message);
    }
}
