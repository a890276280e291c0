package io.dromos.api;

import akka.util.ByteString;
import io.dromos.api.Frames.Framed;
import io.dromos.feed.Event;
import io.dromos.feed.View;
import io.dromos.json.EventWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Hands Marathon's events to all subscribers of the stream, in the order of the log and after the
/// views show them.
///
/// Each event is encoded once, and only when somebody listens or comes. A subscriber that comes
/// back with `Last-Event-ID` gets what is kept here; if that does not reach back far enough, it has
/// a seat here but is told nothing until it has read the log up to what is kept.
final class EventHub implements AutoCloseable {

    /// A subscriber that wants few types gets a mark at the first step after so many facts that
    /// told it nothing, so that it need not read them when it comes back.
    static final long MARK_EVERY = 1_024;

    private final int subscribersMax;
    private final InstantSource clock;
    private final ReadModel.Listening listening;
    private final NewestEvents newest;

    /// Those that are told what happens.
    private final Map<Subscriber, Seat> live = new HashMap<>();

    /// Those that read the log.
    private final Map<Subscriber, Seat> behind = new HashMap<>();

    private boolean closed;

    EventHub(ReadModel reads, int subscribersMax, String master, InstantSource clock) {
        this.subscribersMax = subscribersMax;
        this.clock = clock;
        // A step that comes at once waits for the lock.
        synchronized (this) {
            listening = reads.listen(this::onAdvanced);
            newest = new NewestEvents(master, listening.since().offset());
        }
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

    /// What becomes of who subscribes.
    sealed interface Joined {

        /// There are too many, or the hub is closed.
        record Refused() implements Joined {}

        /// It is told what it missed and what happens.
        record Live() implements Joined {}

        /// It has to read the log from the id that it came with, until [#goOver].
        ///
        /// @param first what it is to be told before that
        record Behind(ByteString first) implements Joined {}
    }

    /// A subscriber's place.
    private static final class Seat {
        private final Set<String> types;
        private final String address;
        private Seen seen;
        private long marked;

        /// @param types of events it wants; none means all
        /// @param seen what it needs not be told
        Seat(Set<String> types, String address, Seen seen) {
            this.types = Set.copyOf(types);
            this.address = address;
            this.seen = seen;
            this.marked = seen.facts();
        }

        boolean wants(String type) {
            return types.isEmpty() || types.contains(type);
        }

        /// What it gets of the events up to this fact.
        List<ByteString> frames(List<Framed> events, long to) {
            var fresh = events;
            if (!events.isEmpty() && !events.getFirst().isNewTo(seen))
                fresh = events.stream().filter(it -> it.isNewTo(seen)).toList();
            if (to > seen.facts()) seen = new Seen(to);
            var frames = Frames.wanted(fresh, types);
            if (types.isEmpty()) return frames;
            if (frames.isEmpty() && seen.facts() - marked >= MARK_EVERY)
                frames = List.of(Frames.mark(seen));
            if (!frames.isEmpty()) marked = seen.facts();
            return frames;
        }
    }

    /// Adds a subscriber, and tells all of it.
    ///
    /// @param types of events it wants; none means all
    /// @param lastSeen what it has seen, if it comes back
    synchronized Joined subscribe(
            Subscriber subscriber, Set<String> types, Optional<Seen> lastSeen, String address) {
        if (closed || size() >= subscribersMax) return new Joined.Refused();
        announce("event_stream_attached", address);
        var seat = new Seat(types, address, lastSeen.orElse(new Seen(newest.reached())));
        var first = welcome(seat);
        if (!covers(seat.seen)) {
            behind.put(subscriber, seat);
            return new Joined.Behind(first);
        }
        seat(subscriber, seat, first);
        return new Joined.Live();
    }

    /// Goes over from the log to what happens, if all that comes next is kept here.
    ///
    /// @param seen what the subscriber has been told
    /// @return whether it has; also if it has gone, or the hub is closed. Otherwise it reads on
    synchronized boolean goOver(Subscriber subscriber, Seen seen) {
        var seat = behind.get(subscriber);
        if (seat == null) return true;
        if (!covers(seen)) return false;
        behind.remove(subscriber);
        seat.seen = seen;
        seat.marked = seen.facts();
        seat(subscriber, seat, ByteString.emptyByteString());
        return true;
    }

    /// Forgets a subscriber, and tells the others. Does nothing if it is forgotten already.
    synchronized void unsubscribe(Subscriber subscriber, String address) {
        if (live.remove(subscriber) != null || behind.remove(subscriber) != null)
            announce("event_stream_detached", address);
    }

    /// How many there are.
    synchronized int size() {
        return live.size() + behind.size();
    }

    /// The last fact that live subscribers were told of.
    synchronized long reached() {
        return newest.reached();
    }

    /// Whether all that comes behind this is kept, in words.
    private boolean covers(Seen seen) {
        if (seen.facts() < newest.after()) return false;
        newest.tellLeft();
        return seen.facts() >= newest.after();
    }

    private void seat(Subscriber subscriber, Seat seat, ByteString first) {
        live.put(subscriber, seat);
        var frames = first;
        for (var frame : seat.frames(newest.since(seat.seen), newest.reached()))
            frames = frames.concat(frame);
        if (!frames.isEmpty() && !subscriber.offer(frames)) cutOff(subscriber);
    }

    /// It carries the id from which on the subscriber is told everything, so that it misses nothing
    /// even if it is cut off before the first event.
    private ByteString welcome(Seat seat) {
        var type = "event_stream_attached";
        return seat.wants(type)
                ? Frames.passing(
                        type, EventWriter.stream(type, seat.address, clock.instant()), seat.seen)
                : Frames.mark(seat.seen);
    }

    private void announce(String type, String address) {
        var frame = Frames.passing(type, EventWriter.stream(type, address, clock.instant()));
        var full = new ArrayList<Subscriber>();
        live.forEach((subscriber, seat) -> {
            if (seat.wants(type) && !subscriber.offer(frame)) full.add(subscriber);
        });
        full.forEach(this::cutOff);
    }

    private void cutOff(Subscriber subscriber) {
        var seat = live.remove(subscriber);
        subscriber.end();
        if (seat != null) announce("event_stream_detached", seat.address);
    }

    private synchronized void onAdvanced(View before, View after, List<Event> events) {
        if (live.isEmpty()) {
            newest.leave(before, events);
            return;
        }
        List<Framed> told;
        try {
            told = newest.add(before, events);
        } catch (RuntimeException e) {
            // Nobody goes on behind what he was not told: who comes back reads it from the log.
            List.copyOf(live.keySet()).forEach(this::cutOff);
            throw e;
        }
        publish(told);
    }

    private void publish(List<Framed> events) {
        var full = new ArrayList<Subscriber>();
        live.forEach((subscriber, seat) -> {
            for (var frame : seat.frames(events, newest.reached()))
                if (!subscriber.offer(frame)) {
                    full.add(subscriber);
                    break;
                }
        });
        full.forEach(this::cutOff);
    }

    /// Ends all streams.
    @Override
    public void close() {
        listening.close();
        synchronized (this) {
            closed = true;
            live.keySet().forEach(Subscriber::end);
            live.clear();
            behind.keySet().forEach(Subscriber::end);
            behind.clear();
        }
    }
}
