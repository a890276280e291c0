package io.dromos.domain.health;

import io.dromos.events.TaskId;
import java.time.Duration;
import java.util.Comparator;

/// When a task may be told of again, by the watch's clock.
record Held(Duration until, TaskId task) implements Comparable<Held> {

    private static final Comparator<Held> ORDER =
            Comparator.comparing(Held::until).thenComparing(Held::task);

    @Override
    public int compareTo(Held other) {
        return ORDER.compare(this, other);
    }
}
