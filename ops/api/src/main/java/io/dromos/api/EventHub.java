package io.dromos.api;

import akka.util.ByteString;
import io.dromos.api.EventTranslator.Told;
import io.dromos.feed.Event;
import io.dromos.feed.View;
import io.dromos.json.EventWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// Hands Marathon's events to all subscribers of the stream, in the order of the log and after the
/// views show them.
///
/// Each event is encoded once, and only when somebody listens or comes. It keeps the newest
/// [#KEPT_MAX] of at most [#KEPT_BYTES_MAX] bytes, so that a subscriber that comes back with
/// `Last-Event-ID` misses nothing.
final class EventHub implements AutoCloseable {

    /// How many of the newest events are kept for those who come back.
    static final int KEPT_MAX = 4_096;

    /// How many bytes they may have together.
    static final long KEPT_BYTES_MAX = 16 << 20;

    private final int subscribersMax;
    private final String master;
    private final InstantSource clock;
    private final ReadModel.Listening listening;
    private final Map<Subscriber, Wanted> subscribers = new HashMap<>();
    private final Deque<Framed> kept = new ArrayDeque<>();
    private long keptBytes;

    /// What happened since somebody listened last, not told in words yet.
    private final Deque<Step> untold = new ArrayDeque<>();

    private int untoldFacts;
    private long untoldBytes;
    private boolean closed;

    EventHub(ReadModel reads, int subscribersMax, String master, InstantSource clock) {
        this.subscribersMax = subscribersMax;
        this.master = master;
        this.clock = clock;
        this.listening = reads.listen(this::onAdvanced);
    }

    /// Takes events and must not block.
    interface Subscriber {
        /// The next events, as they go on the wire.
        ///
        /// @return whether there was room for them; if not, it is cut off
        boolean offer(ByteString frames);

        /// There will be no more. Never fails, also if it is over already, so that others miss
        /// nothing.
        void end();
    }

    /// Who wants which events; none means all.
    private record Wanted(Set<String> types, String address) {

        boolean has(Framed framed) {
            return types.isEmpty() || types.contains(framed.type());
        }
    }

    /// A step of the views.
    private record Step(View before, View after, List<Event> events) {

        long bytes() {
            return events.stream().mapToLong(Event::bytes).sum();
        }
    }

    private record Framed(long offset, String type, ByteString frame) {}

    /// Adds a subscriber, and tells all of it.
    ///
    /// @param types of events it wants; none means all
    /// @param lastSeen the last id it has seen, if it comes back
    /// @return false if there are too many, or the hub is closed
    synchronized boolean subscribe(
            Subscriber subscriber, Set<String> types, OptionalLong lastSeen, String address) {
        if (closed || subscribers.size() >= subscribersMax) return false;
        tellUntold();
        var wanted = new Wanted(Set.copyOf(types), address);
        subscribers.put(subscriber, wanted);
        tellOf("event_stream_attached", address);
        if (lastSeen.isPresent() && subscribers.containsKey(subscriber)) {
            var missed = missed(wanted, lastSeen.getAsLong());
            if (!missed.isEmpty() && !subscriber.offer(missed)) cutOff(subscriber);
        }
        return true;
    }

    /// Forgets a subscriber, and tells the others. Does nothing if it is forgotten already.
    synchronized void unsubscribe(Subscriber subscriber, String address) {
        if (subscribers.remove(subscriber) != null) tellOf("event_stream_detached", address);
    }

    /// How many there are.
    synchronized int size() {
        return subscribers.size();
    }

    private void tellOf(String type, String address) {
        var data = EventWriter.stream(type, address, clock.instant());
        publish(List.of(new Framed(0, type, frame(new Told(0, type, data), OptionalLong.empty()))));
    }

    private void cutOff(Subscriber subscriber) {
        var wanted = subscribers.remove(subscriber);
        subscriber.end();
        if (wanted != null) tellOf("event_stream_detached", wanted.address());
    }

    private ByteString missed(Wanted wanted, long lastSeen) {
        var frames = ByteString.emptyByteString();
        if (kept.isEmpty() || kept.getFirst().offset() > lastSeen + 1)
            frames =
                    ByteString.fromString(": events after " + lastSeen + " may be missing\r\n\r\n");
        for (var framed : kept)
            if (framed.offset() > lastSeen && wanted.has(framed))
                frames = frames.concat(framed.frame());
        return frames;
    }

    private synchronized void onAdvanced(View before, View after, List<Event> events) {
        var step = new Step(before, after, events);
        if (subscribers.isEmpty()) {
            leaveUntold(step);
            return;
        }
        var framed = framed(step);
        framed.forEach(this::keep);
        publish(framed);
    }

    /// What is dropped takes all before it along: there is no gap in what is kept.
    private void leaveUntold(Step step) {
        untold.addLast(step);
        untoldFacts += step.events().size();
        untoldBytes += step.bytes();
        while (untoldFacts > KEPT_MAX || untoldBytes > KEPT_BYTES_MAX) {
            var oldest = untold.removeFirst();
            untoldFacts -= oldest.events().size();
            untoldBytes -= oldest.bytes();
            keepNone();
        }
    }

    private void tellUntold() {
        var steps = List.copyOf(untold);
        untold.clear();
        untoldFacts = 0;
        untoldBytes = 0;
        try {
            for (var step : steps) framed(step).forEach(this::keep);
        } catch (RuntimeException e) {
            keepNone();
            throw e;
        }
    }

    private void keepNone() {
        kept.clear();
        keptBytes = 0;
    }

    private List<Framed> framed(Step step) {
        var told = EventTranslator.translate(step.before(), step.after(), step.events(), master);
        var framed = new ArrayList<Framed>(told.size());
        for (int i = 0; i < told.size(); i++) {
            var it = told.get(i);
            boolean last = i + 1 == told.size() || told.get(i + 1).offset() != it.offset();
            // Only the last event of a fact carries the id, so that coming back misses none of it.
            var id = last ? OptionalLong.of(it.offset()) : OptionalLong.empty();
            framed.add(new Framed(it.offset(), it.type(), frame(it, id)));
        }
        return framed;
    }

    private void keep(Framed framed) {
        kept.addLast(framed);
        keptBytes += framed.frame().size();
        while (kept.size() > KEPT_MAX || keptBytes > KEPT_BYTES_MAX)
            keptBytes -= kept.removeFirst().frame().size();
    }

    private void publish(List<Framed> events) {
        var full = new ArrayList<Subscriber>();
        subscribers.forEach((subscriber, wanted) -> {
            for (var framed : events)
                if (wanted.has(framed) && !subscriber.offer(framed.frame())) {
                    full.add(subscriber);
                    break;
                }
        });
        full.forEach(this::cutOff);
    }

    private static ByteString frame(Told told, OptionalLong id) {
        var out = new ByteArrayOutputStream(told.data().length + 80);
        out.writeBytes(("event: " + told.type() + "\r\n").getBytes(StandardCharsets.UTF_8));
        if (id.isPresent())
            out.writeBytes(("id: " + id.getAsLong() + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.writeBytes("data: ".getBytes(StandardCharsets.UTF_8));
        out.writeBytes(told.data());
        out.writeBytes("\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        return ByteString.fromArrayUnsafe(out.toByteArray());
    }

    /// Ends all streams.
    @Override
    public void close() {
        listening.close();
        synchronized (this) {
            closed = true;
            subscribers.keySet().forEach(Subscriber::end);
            subscribers.clear();
        }
    }
}
