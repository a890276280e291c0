package io.dromos.mesos;

import io.dromos.domain.mesos.SchedulerCall;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/// A kept connection of a [CallLine] and what is under way on it, oldest first. Its line guards it.
final class CallChannel {

    final HttpConnection http;
    final Deque<Sent> inFlight = new ArrayDeque<>();
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean broken;
    long usedAtNanos = System.nanoTime();

    CallChannel(HttpConnection http) {
        this.http = http;
    }

    /// A call that counts as sent.
    ///
    /// @param atNanos when, by the monotonic clock
    record Sent(long number, SchedulerCall call, long atNanos) {}
}
