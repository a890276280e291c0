package io.dromos.simulation;

import java.util.List;
import java.util.SplittableRandom;

/// At which millisecond things go wrong, in some runs. The master offers on whole seconds, and what
/// follows from an offer, a command or a loss is over within fifty milliseconds: there trouble
/// strikes at any millisecond, and often within those. In the other runs it strikes on whole
/// seconds, so that those which once found something stay as they were; what is drawn here comes
/// from a stream of its own.
final class Moments {

    private static final List<Long> SEEDS = List.of(0L, 3L, 5L, 9L, 12L);
    private static final int SECOND = 1_000;
    private static final int WAKE = 50;

    private final boolean any;
    private final SplittableRandom random;
    private int cause;

    Moments(long seed) {
        any = SEEDS.contains(seed % 13);
        random = new SplittableRandom(~seed);
    }

    /// Whether they are any in this run, and not whole seconds alone.
    boolean areAny() {
        return any;
    }

    /// Another second begins.
    void begin() {
        if (any) cause = random.nextInt(SECOND);
    }

    /// When in this second what people ask for and what tasks do comes about, in milliseconds.
    int cause() {
        return cause;
    }

    /// When in this second something goes wrong: at any time, while offers are taken up, or while
    /// what came about is under way.
    int trouble() {
        if (!any) return 0;
        return switch (random.nextInt(3)) {
            case 0 -> random.nextInt(SECOND);
            case 1 -> random.nextInt(WAKE);
            default -> cause + random.nextInt(WAKE);
        };
    }

    /// True so often where they are any, and never where they are whole seconds.
    boolean strike(double probability) {
        return any && random.nextDouble() < probability;
    }

    /// How long something takes of which the other runs say that it takes no time.
    long between(long min, long max) {
        return any ? random.nextLong(min, max + 1) : 0;
    }
}
