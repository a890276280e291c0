package io.dromos.domain.scheduling.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/// Simulated time and chance. The same seed gives the same run.
final class Sim {

    private final PriorityQueue<Event> queue =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final Random random;
    private final List<String> violations = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private long now;
    private long order;
    private boolean faults = true;

    private record Event(long at, long order, Runnable action) {}

    Sim(long seed) {
        random = new Random(seed);
    }

    long now() {
        return now;
    }

    Duration time() {
        return Duration.ofMillis(now);
    }

    Instant wall() {
        return Instant.EPOCH.plusMillis(now);
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

    void runUntil(long millis) {
        while (!queue.isEmpty() && queue.peek().at() <= millis) {
            var event = queue.remove();
            now = event.at();
            event.action().run();
        }
        now = millis;
    }

    /// True so often, as long as things go wrong at all.
    boolean fault(double probability) {
        return faults && random.nextDouble() < probability;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    long between(long min, long max) {
        return random.nextLong(min, max + 1);
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    void stopFaults() {
        faults = false;
    }

    /// Something happened that must never happen.
    void violation(String what) {
        violations.add(now + " ms: " + what);
    }

    void tell(String what) {
        if (story.size() > 4000) story.subList(0, 2000).clear();
        story.add(now + " ms: " + what);
    }

    List<String> violations() {
        return violations;
    }

    /// The last things that happened, to find out why.
    String story() {
        return String.join("\n", story);
    }
}
