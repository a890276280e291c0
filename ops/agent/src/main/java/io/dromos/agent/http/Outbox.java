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
    private final Pool pool;
    private final Runnable gone;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int bytes;
    private boolean ended;
    private boolean broken;
    private boolean over;

    /// A queue of its own pool.
    ///
    /// @param maxBytes how much may wait for the reader
    /// @param gone called at most once, when the reader left or was cut off; not after [#end()]
    public Outbox(int maxBytes, Runnable gone) {
        this(maxBytes, new Pool(maxBytes), gone);
    }

    /// @param maxBytes how much may wait for the reader
    /// @param pool how much may wait for all readers of this pool
    /// @param gone called at most once, when the reader left or was cut off; not after [#end()]
    public Outbox(int maxBytes, Pool pool, Runnable gone) {
        this.maxBytes = maxBytes;
        this.pool = pool;
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
        } else {
            pool.add(this, chunk.length);
        }
    }

    /// How much waits for the reader.
    synchronized int bytes() {
        return bytes;
    }

    /// The reader is cut off, even after the end: what still waits for it is dropped.
    void cutOff() {
        boolean told;
        synchronized (this) {
            told = breakOff() && !ended;
        }
        if (told) {
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
        taken(next == null ? 0 : next.length);
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
            cutOff();
            throw e;
        } finally {
            close();
        }
    }

    private void close() {
        synchronized (this) {
            over = true;
        }
        pool.leave(this);
    }

    /// Whether nothing will be read from it any more.
    synchronized boolean isOver() {
        return over || broken;
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
        taken(size);
        return taken;
    }

    private void taken(int size) {
        bytes -= size;
        pool.take(size);
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
        taken(bytes);
        pool.leave(this);
        notifyAll();
        return first;
    }
}
