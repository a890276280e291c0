package io.dromos.feed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The present [View], folded from the feed by one thread and swapped whole.
///
/// A view never shows a part of an atomic list. Whoever must not act on an event before requests
/// can see it listens here instead of reading the feed.
public final class Views implements AutoCloseable {

    /// How many may wait at a time for the views to catch up.
    public static final int WAITERS_MAX = 10_000;

    /// How many listeners there may be.
    public static final int LISTENERS_MAX = 256;

    /// How many events a listener is given at once: more only if one list, or facts of one
    /// aggregate in a row, are longer.
    public static final int STEP_EVENTS_MAX = 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(Views.class);
    private static final String OFFSET = "";

    private final Feed feed;
    private final Reader reader;
    private final int stepEventsMax;
    private final Waiters waiters;
    private final List<Listening> listeners = new ArrayList<>();
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile View view;

    private Views(Feed feed, Seed seed, int waitersMax, int stepEventsMax) {
        this.feed = feed;
        this.stepEventsMax = stepEventsMax;
        this.view = View.of(seed);
        this.reader = feed.read(seed.position());
        this.waiters = new Waiters(waitersMax, this::number);
    }

    /// Folds everything the feed has behind the seed, then follows it. Blocks until that is done.
    ///
    /// @throws PositionLost if the seed's position is not in the log
    /// @throws RuntimeException if what the log holds cannot be read or does not fold
    public static Views start(Feed feed, Seed seed) {
        return start(feed, seed, WAITERS_MAX, STEP_EVENTS_MAX);
    }

    /// Lets tests meet the bounds soon.
    static Views start(Feed feed, Seed seed, int waitersMax, int stepEventsMax) {
        var views = new Views(feed, seed, waitersMax, stepEventsMax);
        try {
            views.catchUp();
        } catch (RuntimeException e) {
            views.reader.close();
            throw e;
        }
        Thread.ofPlatform().daemon().name("views").start(views::run);
        return views;
    }

    /// The present view.
    public View now() {
        return view;
    }

    /// Completes when the view has passed this offset. The caller sets the time limit, best by
    /// `orTimeout` on this very stage. Fails with [TooManyWaiters] or [FeedStopped].
    public CompletableFuture<Void> reached(long offset) {
        return waiters.until(OFFSET, offset);
    }

    /// Completes when the view shows everything that is durable now.
    public CompletableFuture<Void> caughtUp() {
        return reached(feed.durable());
    }

    /// Completes when the view has passed this fact of an aggregate: the read-your-writes of an
    /// answer that names one. The caller sets the time limit, best by `orTimeout` on this very
    /// stage. Fails with [TooManyWaiters] or [FeedStopped].
    public CompletableFuture<Void> reached(String persistenceId, long sequenceNr) {
        return waiters.until(persistenceId, sequenceNr);
    }

    /// Tells the listener of every step from now on.
    ///
    /// @throws IllegalStateException if there are [#LISTENERS_MAX] already
    public Listening listen(Listener listener) {
        synchronized (listeners) {
            if (listeners.size() == LISTENERS_MAX)
                throw new IllegalStateException("More than " + LISTENERS_MAX + " listeners");
            var listening = new Listening(listener, view);
            listeners.add(listening);
            return listening;
        }
    }

    /// Fails with what ended the views, should they end by themselves; completes when they are
    /// closed.
    public CompletionStage<Void> stopped() {
        return stopped.minimalCompletionStage();
    }

    /// Ends the views and everybody's waiting; the last view stays. Never fails.
    @Override
    public void close() {
        closing.complete(null);
        stopped.handle((_, _) -> true).join();
    }

    private void catchUp() {
        var next = view;
        while (next.offset() < feed.head()) next = fold(next, feed.head());
        view = next;
    }

    /// Folds up to this offset while what follows is read and decoded.
    private View fold(View from, long target) {
        var next = from;
        try (var ahead = ReadAhead.start(reader, target)) {
            while (next.offset() < target) for (var event : ahead.next()) next = next.after(event);
        }
        return next;
    }

    private void run() {
        var why = follow();
        reader.close();
        waiters.stop(why);
        if (closing.isDone()) stopped.complete(null);
        else stopped.completeExceptionally(why);
    }

    /// Folds until there is a reason to end, which it returns.
    private FeedStopped follow() {
        try {
            while (!closing.isDone()) {
                var more = feed.more();
                long head = feed.head();
                if (head > view.offset()) advance(head);
                else CompletableFuture.anyOf(more, closing).join();
            }
            return new FeedStopped("the views were closed", null);
        } catch (CompletionException e) {
            return e.getCause() instanceof FeedStopped stop
                    ? stop
                    : new FeedStopped("it failed", e);
        } catch (RuntimeException e) {
            LOG.error("The views stop at offset {}", view.offset(), e);
            return new FeedStopped("the views failed: " + e.getMessage(), e);
        }
    }

    private void advance(long target) {
        var next = view;
        var events = new ArrayList<Event>();
        while (next.offset() < target) {
            for (var event : take(next, target)) {
                // A list has one aggregate, so between two aggregates no list is cut.
                if (events.size() >= stepEventsMax && startsAnother(event, events)) {
                    publish(next, events);
                    events = new ArrayList<>();
                }
                next = next.after(event);
                events.add(event);
            }
        }
        publish(next, events);
    }

    private List<Event> take(View from, long target) {
        return reader.take((int) Math.min(Reader.EVENTS_MAX, target - from.offset()));
    }

    private static boolean startsAnother(Event event, List<Event> events) {
        return !event.persistenceId().equals(events.getLast().persistenceId());
    }

    private void publish(View after, List<Event> events) {
        View before;
        List<Listening> told;
        synchronized (listeners) {
            before = view;
            view = after;
            told = List.copyOf(listeners);
        }
        wake(after, events);
        var shown = Collections.unmodifiableList(events);
        for (var listening : told) listening.tell(before, after, shown);
    }

    private void wake(View after, List<Event> events) {
        var last = new HashMap<String, Long>();
        for (var event : events) last.put(event.persistenceId(), event.stored().sequenceNr());
        last.forEach(waiters::reached);
        waiters.reached(OFFSET, after.offset());
    }

    private long number(String what) {
        return what.equals(OFFSET) ? view.offset() : view.sequenceNr(what);
    }

    /// Hears of every step of the views. Called on their thread, one step after the other: must be
    /// short and must not block. What it throws is logged and goes no further.
    @FunctionalInterface
    public interface Listener {
        /// The views have moved.
        ///
        /// @param before the view of the last call, or of the registration
        /// @param after the present view; it shows all events
        /// @param events those between the two, in order, at least one
        void onAdvanced(View before, View after, List<Event> events);
    }

    /// A listener's registration.
    public final class Listening implements AutoCloseable {
        private final Listener listener;
        private final View since;

        private Listening(Listener listener, View since) {
            this.listener = listener;
            this.since = since;
        }

        /// The view at the registration: the first step follows it.
        public View since() {
            return since;
        }

        private void tell(View before, View after, List<Event> events) {
            try {
                listener.onAdvanced(before, after, events);
            } catch (RuntimeException e) {
                LOG.error("A listener failed at offset {}", after.offset(), e);
            }
        }

        /// The listener is not called again, except for a call already under way.
        @Override
        public void close() {
            synchronized (listeners) {
                listeners.remove(this);
            }
        }
    }
}
