package io.dromos.feed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Those who wait until something has passed a number, by what they wait for; bounded.
///
/// Stages are completed on threads of their own, so that nobody's work after the waiting holds up
/// the views.
final class Waiters {

    private final int waitersMax;
    private final ToLongFunction<String> standsInView;
    private final Map<String, TreeMap<Long, Set<Waiter>>> waiting = new HashMap<>();
    private final Map<String, Long> left;
    private int count;
    private @Nullable RuntimeException stopped;

    /// @param waitersMax how many may wait at a time, and how many that left the view are known
    /// @param standsInView the number that something stands at in the present view; 0 if it is not
    ///   there
    Waiters(int waitersMax, ToLongFunction<String> standsInView) {
        this.waitersMax = waitersMax;
        this.standsInView = standsInView;
        this.left =
                new LinkedHashMap<>() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                        return size() > waitersMax;
                    }
                };
    }

    /// Completes when `what` has reached `number`; may be given up by completing it.
    CompletableFuture<Void> until(String what, long number) {
        var waiter = new Waiter(new CompletableFuture<>());
        synchronized (this) {
            if (stands(what) >= number) return CompletableFuture.completedFuture(null);
            if (stopped != null) return CompletableFuture.failedFuture(stopped);
            if (count == waitersMax)
                return CompletableFuture.failedFuture(new TooManyWaiters(waitersMax));
            waiting.computeIfAbsent(what, _ -> new TreeMap<>())
                    .computeIfAbsent(number, _ -> new HashSet<>())
                    .add(waiter);
            count++;
        }
        var _ = waiter.done.whenComplete((_, _) -> forget(what, number, waiter));
        return waiter.done;
    }

    /// Tells those who wait for `what` that it reached `number`.
    void reached(String what, long number) {
        for (var waiter : passed(what, number)) {
            var _ = waiter.done.completeAsync(() -> null, Thread::startVirtualThread);
        }
    }

    /// Tells all who wait, now and later, that nothing moves any more.
    void stop(RuntimeException why) {
        var all = new ArrayList<Waiter>();
        synchronized (this) {
            stopped = why;
            for (var byNumber : waiting.values()) byNumber.values().forEach(all::addAll);
        }
        for (var waiter : all) waiter.done.completeExceptionally(why);
    }

    /// How many wait.
    synchronized int count() {
        return count;
    }

    private synchronized List<Waiter> passed(String what, long number) {
        if (standsInView.applyAsLong(what) < number) left.put(what, number);
        else left.remove(what);
        var byNumber = waiting.get(what);
        if (byNumber == null) return List.of();
        var passed = new ArrayList<Waiter>();
        var reached = byNumber.headMap(number, true);
        reached.values().forEach(passed::addAll);
        reached.clear();
        if (byNumber.isEmpty()) waiting.remove(what);
        count -= passed.size();
        return passed;
    }

    private synchronized void forget(String what, long number, Waiter waiter) {
        var byNumber = waiting.get(what);
        var waiters = byNumber == null ? null : byNumber.get(number);
        if (byNumber == null || waiters == null || !waiters.remove(waiter)) return;
        count--;
        if (waiters.isEmpty()) byNumber.remove(number);
        if (byNumber.isEmpty()) waiting.remove(what);
    }

    private long stands(String what) {
        return Math.max(standsInView.applyAsLong(what), left.getOrDefault(what, 0L));
    }

    /// One who waits, itself and no other.
    private static final class Waiter {
        private final CompletableFuture<Void> done;

        Waiter(CompletableFuture<Void> done) {
            this.done = done;
        }
    }
}
