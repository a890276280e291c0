package io.dromos.feed;

import io.dromos.journal.Position;

/// A reader's position is not in this log: the log went back or is another one. Reading on from the
/// same offset would skip or repeat facts in silence.
public final class PositionLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Position position;

    PositionLost(Position position, String found) {
        super("a reader had read up to %s, but %s".formatted(position, found));
        this.position = position;
    }

    /// What the reader remembered.
    public Position position() {
        return position;
    }
}
