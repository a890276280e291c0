package io.dromos.journal.intake;

import io.dromos.journal.Limits;
import io.dromos.journal.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Where requests wait for the writer. Bounded: what was taken out counts until it is answered, so
/// a stalled disk fills the inbox and callers are told to wait.
public final class Inbox {
    private final Limits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private List<Request> waiting = new ArrayList<>();
    private long bytes;
    private int lists;
    private Optional<Refusal> closed = Optional.empty();

    /// Holds no more than `limits` allow.
    public Inbox(Limits limits) {
        this.limits = limits;
    }

    /// Takes a request in, or says why not.
    public Optional<Refusal> offer(Request request) {
        lock.lock();
        try {
            var refusal = closed.or(() -> full(request));
            if (refusal.isEmpty()) {
                lists += request.lists();
                bytes += request.bytes();
                waiting.add(request);
                if (waiting.size() == 1) {
                    arrived.signal();
                }
            }
            return refusal;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Refusal> full(Request request) {
        if (lists + request.lists() > limits.queuedListsMax() && lists > 0) {
            return Optional.of(new Refusal.Busy("lists", lists, limits.queuedListsMax()));
        }
        if (bytes + request.bytes() > limits.queuedBytesMax() && bytes > 0) {
            return Optional.of(new Refusal.Busy("bytes", bytes, limits.queuedBytesMax()));
        }
        return Optional.empty();
    }

    /// Everything that waits; nothing if nothing came within `idle` or the inbox is closed.
    public List<Request> take(Duration idle) throws InterruptedException {
        lock.lock();
        try {
            long nanos = idle.toNanos();
            while (waiting.isEmpty() && closed.isEmpty() && nanos > 0) {
                nanos = arrived.awaitNanos(nanos);
            }
            var taken = waiting;
            waiting = new ArrayList<>();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// Makes room: these were answered.
    public void answered(int answeredLists, long answeredBytes) {
        lock.lock();
        try {
            lists -= answeredLists;
            bytes -= answeredBytes;
        } finally {
            lock.unlock();
        }
    }

    /// Refuses everything from here on; what waits can still be taken.
    public void close(Refusal why) {
        lock.lock();
        try {
            closed = closed.or(() -> Optional.of(why));
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Whether nothing waits and nothing will come.
    public boolean isClosed() {
        lock.lock();
        try {
            return closed.isPresent() && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
