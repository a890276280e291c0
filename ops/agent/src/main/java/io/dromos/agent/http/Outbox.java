package io.dromos.agent.http;

import io.dromos.agent.http.Response.Body;
import io.dromos.agent.http.Response.Chunks;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The bounded queue between one who tells and one slow reader: each record becomes one chunk. A
/// reader that lets more than the bound pile up is cut off, so that nobody waits for it.
public final class Outbox implements Body {
    /// How much goes to the socket in one write, if so much waits.
    private static final int MAX_AT_ONCE_BYTES = 64 << 10;

    private final int maxBytes;
    private final Runnable gone;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int bytes;
    private boolean ended;
    private boolean broken;

    /// @param maxBytes how much may wait for the reader
    /// @param gone called at most once, when the reader left or was cut off; not after [#end()]
    public Outbox(int maxBytes, Runnable gone) {
        this.maxBytes = maxBytes;
        this.gone = gone;
    }

    /// Queues one chunk; never blocks. After the end or the cut-off it does nothing.
    public void send(byte[] chunk) {
        boolean cut = false;
        synchronized (this) {
            if (ended || broken) {
                return;
            }
            if (bytes + chunk.length > maxBytes) {
                cut = breakOff();
            } else {
                waiting.add(chunk);
                bytes += chunk.length;
                notifyAll();
            }
        }
        if (cut) {
            gone.run();
        }
    }

    /// Ends the stream with a last chunk after what is queued.
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    /// The next chunk, if one waits; for a reader that does not block.
    public synchronized Optional<byte[]> poll() {
        byte[] next = waiting.poll();
        bytes -= next == null ? 0 : next.length;
        return Optional.ofNullable(next);
    }

    /// Whether [#end()] was called; chunks may still wait.
    public synchronized boolean isEnded() {
        return ended;
    }

    @Override
    public void writeTo(Chunks chunks) throws IOException, InterruptedException {
        chunks.onGone(this::leave);
        try {
            for (List<byte[]> next = take(); !next.isEmpty(); next = take()) {
                chunks.send(next);
            }
        } catch (IOException | InterruptedException e) {
            leave();
            throw e;
        }
    }

    /// All that waits, up to a bound; nothing at the end.
    private synchronized List<byte[]> take() throws IOException, InterruptedException {
        while (waiting.isEmpty() && !ended && !broken) {
            wait();
        }
        if (broken) {
            throw new IOException("the reader left or was too slow");
        }
        List<byte[]> taken = new ArrayList<>();
        int size = 0;
        while (!waiting.isEmpty() && size < MAX_AT_ONCE_BYTES) {
            byte[] next = waiting.remove();
            size += next.length;
            taken.add(next);
        }
        bytes -= size;
        return taken;
    }

    /// The reader left.
    public void leave() {
        boolean first;
        synchronized (this) {
            first = !ended && breakOff();
        }
        if (first) {
            gone.run();
        }
    }

    private synchronized boolean breakOff() {
        boolean first = !broken;
        broken = true;
        waiting.clear();
        notifyAll();
        return first;
    }
}
