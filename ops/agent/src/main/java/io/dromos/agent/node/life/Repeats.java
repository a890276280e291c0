package io.dromos.agent.node.life;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/// Tells what is worth a line in the log from what was just said: an engine that is away fails all
/// its containers, again and again, in the same words.
final class Repeats {
    /// How long something said is not said again.
    static final Duration QUIET = Duration.ofMinutes(10);

    private static final int REMEMBERED_MAX = 100;

    private final Map<String, Long> saidAt = new Recent();
    private final LongSupplier nanoTime;

    /// @param nanoTime a clock as [System#nanoTime]
    Repeats(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// Whether this was not said lately; from now on it was.
    synchronized boolean isNews(String sentence) {
        long now = nanoTime.getAsLong();
        Long before = saidAt.get(sentence);
        if (before != null && now - before < QUIET.toNanos()) {
            return false;
        }
        saidAt.put(sentence, now);
        return true;
    }

    /// Warns of a task's failure: the first of many that fail alike speaks for all.
    void warn(Logger log, String container, String what, Exception failure) {
        if (!isNews(what + String.valueOf(failure.getMessage()).replace(container, ""))) {
            log.debug("Task {} {}", container, what, failure);
        } else if (failure instanceof IOException) {
            log.warn("Task {} {}: {}", container, what, failure.getMessage());
        } else {
            log.warn("Task {} {}", container, what, failure);
        }
    }

    private static final class Recent extends LinkedHashMap<String, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED_MAX;
        }
    }
}
