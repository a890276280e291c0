package io.dromos.api;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// How many clients read the events of the past at a time. Each holds a view of the past while it
/// does.
final class Turns {

    /// How many.
    static final int READERS_MAX = 16;

    /// How long one more waits for a turn before it is refused.
    static final Duration WAIT = Duration.ofSeconds(3);

    private final Semaphore free;
    private final Duration wait;

    Turns() {
        this(READERS_MAX, WAIT);
    }

    /// Lets tests meet the bound soon.
    Turns(int readersMax, Duration wait) {
        this.free = new Semaphore(readersMax, true);
        this.wait = wait;
    }

    /// Waits for a turn; empty if there is none in time.
    Optional<Turn> take() {
        try {
            return free.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)
                    ? Optional.of(new Turn())
                    : Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// What those are answered that get none.
    static Reply refusal() {
        return Reply.message(
                        503,
                        "The past is read by %d clients already, as many as may (READERS_MAX): ask again later"
                                .formatted(READERS_MAX))
                .with("Retry-After", "1");
    }

    /// A turn, which is free again once its client is gone and nothing is being read for it.
    final class Turn {
        private boolean reading;
        private boolean over;

        /// Begins to read.
        ///
        /// @return whether it is still wanted; if so, [#end] has to follow
        synchronized boolean begin() {
            reading = !over;
            return reading;
        }

        /// Ends to read for now.
        synchronized void end() {
            reading = false;
            if (over) free.release();
        }

        /// Whether its client is there.
        synchronized boolean isWanted() {
            return !over;
        }

        /// The client needs it no more. May be called again.
        synchronized void leave() {
            if (over) return;
            over = true;
            if (!reading) free.release();
        }
    }
}
