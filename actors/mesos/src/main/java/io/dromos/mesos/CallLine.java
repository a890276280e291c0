package io.dromos.mesos;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The calls of one subscription: sent once each, in order, several under way on one kept
/// connection, each answered exactly once before [#end] returns. A call whose connection breaks is
/// `Unanswered` and never sent again (protocols, 2.6); the next call opens a new connection.
final class CallLine {

    private static final Logger LOG = LoggerFactory.getLogger(CallLine.class);
    private static final int BAD_REQUEST = 400;
    private static final int ACCEPTED = 202;
    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final int MAX_UNSENT_BYTES = 64 * 1024;
    private static final String NOT_SENT = "Not sent: ";

    private record Pending(long number, SchedulerCall call) {}

    private final Settings settings;
    private final Address master;
    private final String streamId;
    private final CallEncoder encoder;
    private final Delivery delivery;
    private final Consumer<String> giveUp;

    private final Deque<Pending> queue = new ArrayDeque<>();
    private @Nullable Pending sending;
    private @Nullable CallChannel channel;

    /// Whose calls are to be written; known to the sending thread alone.
    private @Nullable CallChannel unsent;

    private boolean ending;
    private boolean tornDown;

    /// @param encoder writes what is sent
    /// @param giveUp ends the subscription, which ends this, when a defect stops the sending
    CallLine(
            Settings settings,
            Address master,
            String streamId,
            CallEncoder encoder,
            Delivery delivery,
            Consumer<String> giveUp) {
        this.settings = settings;
        this.master = master;
        this.streamId = streamId;
        this.encoder = encoder;
        this.delivery = delivery;
        this.giveUp = giveUp;
    }

    /// Begins to send.
    void start() {
        Thread.ofVirtual().name("mesos-calls-out").start(this::sendAll);
    }

    /// Takes a call; the answer is an event.
    void offer(long number, SchedulerCall call) {
        try (var _ = delivery.hold()) {
            if (ending) unanswered(number, NOT_SENT + "the subscription has ended");
            else if (queue.size() >= settings.maxQueuedCalls())
                unanswered(
                        number,
                        NOT_SENT + "the queue of " + settings.maxQueuedCalls() + " calls is full");
            else queue.add(new Pending(number, call));
            delivery.changed().signalAll();
        }
    }

    /// Whether a TEARDOWN was sent and not refused.
    boolean isTornDown() {
        try (var _ = delivery.hold()) {
            return tornDown;
        }
    }

    /// Sends no more, waits a moment for answers under way, which often come after the event they
    /// caused, and leaves no call without a word.
    void end(String why, Duration grace) {
        try (var _ = delivery.hold()) {
            ending = true;
            var held = sending;
            sending = null;
            if (held != null) unanswered(held.number(), NOT_SENT + why);
            while (!queue.isEmpty()) unanswered(queue.remove().number(), NOT_SENT + why);
            delivery.changed().signalAll();
            awaitAnswers(grace);
            if (channel != null) broke(channel, why);
        }
    }

    private void awaitAnswers(Duration grace) {
        long left = grace.toNanos();
        try {
            while (left > 0 && channel != null && !channel.inFlight.isEmpty())
                left = delivery.changed().awaitNanos(left);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Calls that wait together go out in one write, in order; nothing is held back while nothing
    /// else is to be sent.
    private void sendAll() {
        try {
            for (var next = take(true); next != null; next = take(true)) {
                for (; next != null; next = take(false)) send(next);
                flush();
            }
        } catch (RuntimeException | Error e) {
            // Nobody hears a thread end; a subscription that ends is heard, and its calls answered.
            LOG.error("Calls to {} cannot be sent", master, e);
            giveUp.accept("Calls to " + master + " cannot be sent: " + e);
        }
    }

    /// The next call that may be sent, waited for if asked to; null if there is none.
    private @Nullable Pending take(boolean waits) {
        try (var _ = delivery.hold()) {
            while (!ending && (queue.isEmpty() || isWindowFull())) {
                if (!waits) return null;
                delivery.changed().awaitUninterruptibly();
            }
            sending = ending ? null : queue.remove();
            return sending;
        }
    }

    private boolean isWindowFull() {
        return channel != null && channel.inFlight.size() >= settings.maxCallsInFlight();
    }

    private void send(Pending pending) {
        byte[] body;
        try {
            body = encoder.encode(pending.call());
        } catch (RuntimeException | IOException e) {
            resolve(
                    new SchedulerEvent.Answered(
                            pending.number(), BAD_REQUEST, NOT_SENT + e.getMessage()));
            return;
        }
        CallChannel open;
        try {
            open = open();
        } catch (IOException e) {
            resolve(
                    new SchedulerEvent.Unanswered(
                            pending.number(),
                            NOT_SENT + "cannot connect to " + master + ": " + reason(e)));
            return;
        }
        if (!commit(pending, open)) return;
        open.out.writeBytes(open.http.request(settings, Optional.of(streamId), body));
        unsent = open;
        if (open.out.size() >= MAX_UNSENT_BYTES) flush();
    }

    /// Writes the calls that were committed since the last write.
    private void flush() {
        var open = unsent;
        if (open == null) return;
        unsent = null;
        var requests = open.out.toByteArray();
        open.out.reset();
        try {
            open.http.write(requests);
        } catch (IOException e) {
            broke(open, reason(e));
        }
    }

    /// The channel in use, or a new one.
    private CallChannel open() throws IOException {
        try (var _ = delivery.hold()) {
            if (channel != null && !isStale(channel)) return channel;
            if (channel != null) broke(channel, "it was idle");
        }
        var http = new HttpConnection(master);
        try {
            http.connect(settings.connectTimeout());
            http.silence(settings.answerTimeout());
        } catch (IOException e) {
            http.close();
            throw e;
        }
        return new CallChannel(http);
    }

    private boolean isStale(CallChannel open) {
        long idle = System.nanoTime() - open.usedAtNanos;
        return open.inFlight.isEmpty() && idle > settings.idleTimeout().toNanos();
    }

    /// From here on the call counts as sent. False if the subscription ended before, or, with the
    /// call answered as not sent, if the channel broke before.
    private boolean commit(Pending pending, CallChannel open) {
        try (var _ = delivery.hold()) {
            if (sending == null) {
                open.http.close();
                return false;
            }
            if (open.broken) {
                resolve(
                        new SchedulerEvent.Unanswered(
                                pending.number(),
                                NOT_SENT + "the connection to " + master + " broke"));
                return false;
            }
            sending = null;
            if (channel == null) {
                channel = open;
                Thread.ofVirtual().name("mesos-calls-in").start(() -> readAll(open));
            }
            open.inFlight.add(
                    new CallChannel.Sent(pending.number(), pending.call(), System.nanoTime()));
            if (pending.call() instanceof SchedulerCall.Teardown) tornDown = true;
            return true;
        }
    }

    /// Answers the call in hand, unless the end of the subscription has done so.
    private void resolve(SchedulerEvent event) {
        try (var _ = delivery.hold()) {
            if (sending == null) return;
            sending = null;
            delivery.deliver(event);
        }
    }

    private void readAll(CallChannel open) {
        try {
            while (true) {
                if (!open.http.awaitAnswer()) {
                    requireNoneOverdue(open);
                    continue;
                }
                var head = open.http.readHead();
                answered(open, head.status(), open.http.text(head, MAX_ANSWER_BYTES));
                if (head.closes()) throw new IOException("the master closed the connection");
            }
        } catch (IOException | RuntimeException | Error e) {
            broke(open, reason(e));
        }
    }

    private void requireNoneOverdue(CallChannel open) throws IOException {
        try (var _ = delivery.hold()) {
            var oldest = open.inFlight.peek();
            if (oldest == null) return;
            long age = System.nanoTime() - oldest.atNanos();
            if (age >= settings.answerTimeout().toNanos())
                throw new IOException(
                        "no answer within " + settings.answerTimeout().toMillis() + " ms");
        }
    }

    private void answered(CallChannel open, int status, String message) throws IOException {
        try (var _ = delivery.hold()) {
            open.usedAtNanos = System.nanoTime();
            var sent = open.inFlight.poll();
            if (sent == null) throw new IOException("an answer that nobody asked for");
            if (sent.call() instanceof SchedulerCall.Teardown) tornDown = status == ACCEPTED;
            delivery.deliver(new SchedulerEvent.Answered(sent.number(), status, message));
            delivery.changed().signalAll();
        }
    }

    private void broke(CallChannel open, String why) {
        try (var _ = delivery.hold()) {
            open.broken = true;
            open.http.close();
            if (channel == open) channel = null;
            for (var sent = open.inFlight.poll(); sent != null; sent = open.inFlight.poll())
                unanswered(sent.number(), "Sent, but without an answer: " + why);
            delivery.changed().signalAll();
        }
    }

    private void unanswered(long number, String why) {
        delivery.deliver(new SchedulerEvent.Unanswered(number, why));
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
