package io.dromos.simulation;

import io.dromos.journal.LogRecord;
import java.time.Instant;

/// Log time of one process: it follows the wall clock, is never before a record that was read, and
/// never stands still between two decisions.
final class NodeClock {

    private final Course course;
    private Instant last = Instant.EPOCH;

    NodeClock(Course course) {
        this.course = course;
    }

    Instant now() {
        var wall = course.wall();
        last = wall.isAfter(last) ? wall : last.plusNanos(1_000);
        return last;
    }

    void raise(LogRecord record) {
        if (record.decidedAt().isAfter(last)) last = record.decidedAt();
        if (record.committedAt().isAfter(last)) last = record.committedAt();
    }
}
