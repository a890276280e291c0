package io.dromos.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Time and chance of one run. The same seed gives the same run.
final class Course {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private record Event(long at, long order, Runnable action) {}

    private final PriorityQueue<Event> queue =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final long seed;
    private final SplittableRandom random;
    private final Fault fault;
    private final Trace trace = new Trace();
    private final Doings doings = new Doings();
    private final Moments moments;
    private final Map<Gap, Integer> gaps = new EnumMap<>(Gap.class);
    private Seam seam = Seam.NONE;
    private long now;
    private long order;
    private long steps;
    private boolean rough = true;

    /// @param fault what is broken on purpose
    Course(long seed, Fault fault) {
        this.seed = seed;
        random = new SplittableRandom(seed);
        this.fault = fault;
        moments = new Moments(seed);
    }

    long seed() {
        return seed;
    }

    long millis() {
        return now;
    }

    Duration time() {
        return Duration.ofMillis(now);
    }

    Instant wall() {
        return BEGIN.plusMillis(now);
    }

    long steps() {
        return steps;
    }

    Trace trace() {
        return trace;
    }

    /// What tasks really did.
    Doings doings() {
        return doings;
    }

    /// Who hears of lists of facts and of calls.
    Seam seam() {
        return seam;
    }

    /// Somebody hears of them from now on.
    void listen(Seam listener) {
        seam = listener;
    }

    /// Whether this is broken on purpose.
    boolean has(Fault what) {
        return fault == what;
    }

    void tell(String what) {
        trace.add(now + " " + what);
    }

    /// @param key tells it from whatever else might have happened now
    /// @param what for people, made only if it is looked at
    void tell(String key, Supplier<String> what) {
        long at = now;
        trace.add(at + " " + key, () -> at + " " + what.get());
    }

    /// Does something later; what is due at one moment is done in the order it was asked for.
    void after(long millis, Runnable action) {
        queue.add(new Event(now + millis, order++, action));
    }

    /// Again and again, for as long as someone lives.
    void every(long millis, BooleanSupplier alive, Runnable action) {
        after(
                millis,
                () -> {
                    if (!alive.getAsBoolean()) return;
                    action.run();
                    every(millis, alive, action);
                });
    }

    void runUntil(long end) {
        while (!queue.isEmpty() && queue.peek().at() <= end) {
            var event = queue.remove();
            now = event.at();
            steps++;
            event.action().run();
        }
        now = end;
    }

    /// At which millisecond things go wrong.
    Moments moments() {
        return moments;
    }

    /// True so often where things go wrong at any millisecond, as long as they do.
    boolean strikes(double probability) {
        return rough && moments.strike(probability);
    }

    /// Something has crashed between these two steps.
    void crashed(Gap gap) {
        gaps.merge(gap, 1, Integer::sum);
    }

    /// How often what was under way when something crashed.
    Map<Gap, Integer> gaps() {
        return Map.copyOf(gaps);
    }

    /// Whether things still go wrong.
    boolean isRough() {
        return rough;
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

    long between(long min, long max) {
        return random.nextLong(min, max + 1);
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    RandomGenerator random() {
        return random;
    }

    /// A message between processes on its way: sometimes lost, sometimes doubled, sometimes late.
    void carry(Runnable message) {
        if (mishap(0.02)) return;
        int copies = mishap(0.02) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++)
            after(mishap(0.02) ? between(500, 12_000) : between(1, 5), message);
    }
}
