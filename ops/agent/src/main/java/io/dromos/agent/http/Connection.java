package io.dromos.agent.http;

import io.dromos.agent.http.RequestReader.Head;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's connection: requests one after the other, answers in their order.
final class Connection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final byte[] CONTINUE =
            "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\r\n".getBytes(StandardCharsets.US_ASCII);

    /// What a client may send behind the request whose answer is a stream before it is cut off.
    private static final int MAX_STRAY_BYTES = 64 << 10;

    /// How much of answers is held back while requests are read that came together.
    private static final int MAX_HELD_BYTES = 64 << 10;

    /// No deadline.
    private static final long NONE = Long.MAX_VALUE;

    private final Socket socket;
    private final Limits limits;
    private final Handler handler;
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
    private boolean watched;

    /// When it is broken off, on the monotonic clock; whoever serves it sets and clears it.
    private volatile long dueNanos = NONE;

    Connection(Socket socket, Limits limits, Handler handler) {
        this.socket = socket;
        this.limits = limits;
        this.handler = handler;
    }

    /// Serves until either side closes.
    void serve() {
        try {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(new Answering(socket.getInputStream()));
            String remote = socket.getRemoteSocketAddress().toString();
            RequestReader reader = new RequestReader(in, limits, remote);
            while (awaitRequest(in) && exchange(reader, in)) {
                // the next request
            }
            flush();
        } catch (IOException e) {
            LOG.debug("A connection ended: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends both directions at once; whoever reads or writes gets an IOException.
    void breakOff() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Closing a connection failed: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        breakOff();
    }

    private boolean awaitRequest(InputStream in) throws IOException {
        in.mark(1);
        deadline(limits.idle());
        try {
            if (in.read() < 0) {
                return false;
            }
        } finally {
            dueNanos = NONE;
        }
        in.reset();
        return true;
    }

    private boolean exchange(RequestReader reader, InputStream in)
            throws IOException, InterruptedException {
        Request request;
        Head head;
        deadline(limits.exchange());
        try {
            Optional<Head> next = reader.head();
            if (next.isEmpty()) {
                return false;
            }
            head = next.get();
            if (head.expectsContinue()) {
                flush();
                socket.getOutputStream().write(CONTINUE);
            }
            request = reader.request(head);
        } catch (Refused e) {
            whole((Response.Whole) Response.text(e.status(), e.sentence()), true, false);
            return false;
        } finally {
            dueNanos = NONE;
        }
        return answer(head, request, in) && head.keepsAlive();
    }

    private boolean answer(Head head, Request request, InputStream in)
            throws IOException, InterruptedException {
        switch (ask(request)) {
            case Response.Whole whole ->
                    whole(whole, !request.method().equals("HEAD"), head.keepsAlive());
            case Response.Chunked chunked -> chunked(chunked, head.version(), in);
        }
        return !watched;
    }

    private Response ask(Request request) throws InterruptedException {
        try {
            return handler.handle(request);
        } catch (Refused e) {
            return Response.text(e.status(), e.sentence());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.error("{} {} failed", request.method(), request.path(), e);
            return Response.text(500, "Internal error; the log of this server says more");
        }
    }

    private void whole(Response.Whole response, boolean withBody, boolean keepAlive)
            throws IOException {
        StringBuilder head = head(response);
        head.append("Content-Length: ").append(response.body().length).append("\r\n");
        head.append(keepAlive ? "\r\n" : "Connection: close\r\n\r\n");
        byte[] bytes = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        answers.writeBytes(bytes);
        if (withBody) {
            answers.writeBytes(response.body());
        }
        if (answers.size() >= MAX_HELD_BYTES) {
            flush();
        }
    }

    /// Answers of requests that came together go out together, before anything is waited for.
    private void flush() throws IOException {
        if (answers.size() > 0) {
            byte[] all = answers.toByteArray();
            answers.reset();
            write(all);
        }
    }

    private void chunked(Response.Chunked response, String version, InputStream in)
            throws IOException, InterruptedException {
        flush();
        boolean framed = version.equals("HTTP/1.1");
        StringBuilder head = head(response);
        head.append(framed ? "Transfer-Encoding: chunked\r\n\r\n" : "Connection: close\r\n\r\n");
        write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        response.body().writeTo(new Writer(framed, in));
        if (framed) {
            write(LAST_CHUNK);
        }
    }

    private static StringBuilder head(Response response) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ");
        head.append(response.status()).append(' ').append(Response.reason(response.status()));
        head.append("\r\nDate: ").append(HttpDate.now()).append("\r\n");
        for (Header header : response.headers()) {
            head.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        return head;
    }

    private void write(byte[]... blocks) throws IOException {
        int size = 0;
        for (byte[] block : blocks) {
            size += block.length;
        }
        byte[] all = new byte[size];
        int at = 0;
        for (byte[] block : blocks) {
            System.arraycopy(block, 0, all, at, block.length);
            at += block.length;
        }
        OutputStream out = socket.getOutputStream();
        long before = dueNanos;
        deadline(limits.exchange());
        try {
            out.write(all);
        } finally {
            dueNanos = before;
        }
    }

    private void deadline(Duration after) {
        dueNanos = System.nanoTime() + after.toNanos();
    }

    /// Breaks it off if its time is up.
    void breakOffIfDue(long nowNanos) {
        long due = dueNanos;
        if (due != NONE && nowNanos - due >= 0) {
            breakOff();
        }
    }

    private void watch(InputStream in, Runnable gone) {
        try {
            int stray = 0;
            while (in.read() >= 0 && stray++ < MAX_STRAY_BYTES) {
                // a client that talks on instead of listening
            }
        } catch (IOException e) {
            LOG.debug("The reader of a stream went away: {}", e.getMessage());
        }
        gone.run();
    }

    /// Reads what the client sent; what is to be answered goes out before it waits for more.
    private final class Answering extends FilterInputStream {
        Answering(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            flush();
            return super.read(buffer, from, length);
        }
    }

    private final class Writer implements Response.Chunks {
        private final boolean framed;
        private final InputStream in;

        Writer(boolean framed, InputStream in) {
            this.framed = framed;
            this.in = in;
        }

        @Override
        public void send(List<byte[]> chunks) throws IOException {
            List<byte[]> blocks = new ArrayList<>(chunks.size() * 3);
            for (byte[] bytes : chunks) {
                if (bytes.length == 0) {
                    continue;
                }
                if (framed) {
                    String size = Integer.toHexString(bytes.length) + "\r\n";
                    blocks.add(size.getBytes(StandardCharsets.US_ASCII));
                }
                blocks.add(bytes);
                if (framed) {
                    blocks.add(END);
                }
            }
            write(blocks.toArray(byte[][]::new));
        }

        @Override
        public void onGone(Runnable gone) {
            watched = true;
            Thread.ofVirtual().name("http-watch").start(() -> watch(in, gone));
        }
    }
}
