package io.dromos.journal.intake;

import io.dromos.journal.Head;
import io.dromos.journal.Log;
import io.dromos.journal.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells listeners and callers what became durable, on a thread of its own, while the writer is
/// already busy with the next frame. What waits here is bounded, because it still counts in the
/// [Inbox].
public final class Teller implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Teller.class);

    private final Inbox inbox;
    private final List<Log.Listener> listeners = new CopyOnWriteArrayList<>();
    private List<News> news = new ArrayList<>();
    private boolean stopped;

    /// @param answers to run, in order
    /// @param head the durable end they rest on
    /// @param lists what they free in the inbox
    /// @param bytes what they free in the inbox
    public record News(List<Runnable> answers, Head head, int lists, long bytes) {}

    /// Makes room in `inbox` for what was answered.
    public Teller(Inbox inbox) {
        this.inbox = inbox;
    }

    /// Tells `listener` of every new durable end.
    public Log.Subscription subscribe(Log.Listener listener) {
        if (listeners.size() >= Log.LISTENERS_MAX) {
            throw new IllegalStateException(
                    "the log already has " + Log.LISTENERS_MAX + " listeners");
        }
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// Hands on what is to be told, in order.
    public synchronized void tell(News item) {
        news.add(item);
        if (news.size() == 1) {
            notifyAll();
        }
    }

    /// Nobody is left waiting once the writer has ended: neither who came too late nor, after a
    /// defect, who was being served. The inbox is closed.
    ///
    /// @param inHand what the writer had taken and perhaps not answered
    /// @param head the durable end
    public void refuseTheRest(List<Request> inHand, Head head) {
        var closed = new Refusal.Closed("its writer has ended");
        inbox.close(closed);
        refuse(inHand, new Refusal.Unknown("the writer of the log died of a defect"), head);
        try {
            refuse(inbox.take(Duration.ZERO), closed, head);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuse(List<Request> requests, Refusal why, Head head) {
        if (!requests.isEmpty()) {
            var answers =
                    requests.stream().<Runnable>map(request -> () -> request.refuse(why)).toList();
            tell(new News(answers, head, 0, 0));
        }
    }

    /// Ends the thread once everything was told.
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    @Override
    public void run() {
        try {
            for (var items = take(); !items.isEmpty(); items = take()) {
                tell(items);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Tells all that waits, on the caller's thread.
    public void round() {
        var items = taken();
        if (!items.isEmpty()) {
            tell(items);
        }
    }

    private void tell(List<News> items) {
        wake(items.getLast().head());
        items.forEach(this::answer);
    }

    private synchronized List<News> take() throws InterruptedException {
        while (news.isEmpty() && !stopped) {
            wait();
        }
        return taken();
    }

    private synchronized List<News> taken() {
        var taken = news;
        news = new ArrayList<>();
        return taken;
    }

    private void wake(Head head) {
        for (Log.Listener listener : listeners) {
            run(() -> listener.durable(head));
        }
    }

    private void answer(News item) {
        inbox.answered(item.lists(), item.bytes());
        item.answers().forEach(Teller::run);
    }

    /// Whoever listens may be broken, but may not silence the others.
    private static void run(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            LOG.error("a listener of the log failed", e);
        }
    }
}
