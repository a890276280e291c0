package io.dromos.api;

import java.time.Duration;
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

    /// Whether there is a turn, or one comes in time. It is not taken: who asks may be gone
    /// already.
    boolean isAny() {
        if (!acquire()) return false;
        free.release();
        return true;
    }

    /// A turn that is taken when reading begins.
    Turn next() {
        return new Turn();
    }

    private boolean acquire() {
        try {
            return free.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
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

    /// Others took all turns meanwhile.
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused() {
            super("as many clients read the past as may", null, false, false);
        }
    }

    /// A turn, which is free again once its client is gone and nothing is being read for it.
    final class Turn {
        private boolean taken;
        private boolean reading;
        private boolean over;

        /// Begins to read. Waits for the turn the first time. One thread at a time may read.
        ///
        /// @return whether it is still wanted; if so, [#end] has to follow
        /// @throws Refused if there is no turn in time
        boolean begin() {
            synchronized (this) {
                if (over) return false;
                reading = true;
            }
            if (!taken) taken = acquire();
            if (taken) return true;
            end();
            throw new Refused();
        }

        /// Ends to read for now.
        synchronized void end() {
            reading = false;
            if (over) release();
        }

        /// Whether its client is there.
        synchronized boolean isWanted() {
            return !over;
        }

        /// The client needs it no more. May be called again.
        synchronized void leave() {
            over = true;
            if (!reading) release();
        }

        private void release() {
            if (taken) free.release();
            taken = false;
        }
    }
}
