package io.dromos.mesos;

import io.dromos.domain.mesos.SchedulerEvent;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands events to the listener one at a time. Its lock also guards the state of the client and of
/// its calls, so that what the listener hears and what is true never differ.
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Consumer<SchedulerEvent> listener;
    private boolean closed;

    Delivery(Consumer<SchedulerEvent> listener) {
        this.listener = listener;
    }

    /// A hold on the lock, given up by closing it.
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /// Takes the lock; may be held already.
    Hold hold() {
        lock.lock();
        return lock::unlock;
    }

    /// Signalled whenever something waited for may have changed.
    Condition changed() {
        return changed;
    }

    /// Tells the listener, unless nobody listens any more.
    void deliver(SchedulerEvent event) {
        try (var _ = hold()) {
            if (!closed) listener.accept(event);
        } catch (RuntimeException e) {
            // The stream must outlive a listener's mistake: its next event may be the cure.
            LOG.error("The listener failed on {}", event, e);
        }
    }

    /// After this nothing is delivered.
    void close() {
        try (var _ = hold()) {
            closed = true;
        }
    }
}
