package io.dromos.api;

import akka.util.ByteString;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/// A subscriber that keeps what it is told.
final class Heard implements EventHub.Subscriber {

    private final int room;
    private final List<ByteString> frames = new CopyOnWriteArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    Heard() {
        this(Integer.MAX_VALUE);
    }

    /// @param room for so many frames
    Heard(int room) {
        this.room = room;
    }

    List<ByteString> frames() {
        return frames;
    }

    AtomicBoolean ended() {
        return ended;
    }

    /// All of it.
    String text() {
        return joined(frames);
    }

    static String joined(List<ByteString> frames) {
        var text = new StringBuilder();
        frames.forEach(it -> text.append(it.utf8String()));
        return text.toString();
    }

    @Override
    public boolean offer(ByteString some) {
        if (frames.size() >= room) return false;
        frames.add(some);
        return true;
    }

    @Override
    public void end() {
        ended.set(true);
    }
}
