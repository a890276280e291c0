package io.dromos.agent.http;

import io.dromos.agent.http.RequestReader.Head;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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

    private final Socket socket;
    private final Limits limits;
    private final Handler handler;
    private final ScheduledExecutorService deadlines;
    private boolean watched;

    Connection(Socket socket, Limits limits, Handler handler, ScheduledExecutorService deadlines) {
        this.socket = socket;
        this.limits = limits;
        this.handler = handler;
        this.deadlines = deadlines;
    }

    /// Serves until either side closes.
    void serve() {
        try {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String remote = socket.getRemoteSocketAddress().toString();
            RequestReader reader = new RequestReader(in, limits, remote);
            while (awaitRequest(in) && exchange(reader, in)) {
                // the next request
            }
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
        Future<?> deadline = deadline(limits.idle());
        try {
            if (in.read() < 0) {
                return false;
            }
        } finally {
            deadline.cancel(false);
        }
        in.reset();
        return true;
    }

    private boolean exchange(RequestReader reader, InputStream in)
            throws IOException, InterruptedException {
        Request request;
        Head head;
        Future<?> deadline = deadline(limits.exchange());
        try {
            Optional<Head> next = reader.head();
            if (next.isEmpty()) {
                return false;
            }
            head = next.get();
            if (head.expectsContinue()) {
                socket.getOutputStream().write(CONTINUE);
            }
            request = reader.request(head);
        } catch (Refused e) {
            whole((Response.Whole) Response.text(e.status(), e.sentence()), true, false);
            return false;
        } finally {
            deadline.cancel(false);
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
        write(withBody ? new byte[][] {bytes, response.body()} : new byte[][] {bytes});
    }

    private void chunked(Response.Chunked response, String version, InputStream in)
            throws IOException, InterruptedException {
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
        String date =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        head.append("\r\nDate: ").append(date).append("\r\n");
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
        Future<?> deadline = deadline(limits.exchange());
        try {
            out.write(all);
        } finally {
            deadline.cancel(false);
        }
    }

    private Future<?> deadline(Duration after) throws IOException {
        try {
            return deadlines.schedule(this::breakOff, after.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            throw new IOException("the server is closing", e);
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

    private final class Writer implements Response.Chunks {
        private final boolean framed;
        private final InputStream in;

        Writer(boolean framed, InputStream in) {
            this.framed = framed;
            this.in = in;
        }

        @Override
        public void send(byte[] bytes) throws IOException {
            if (bytes.length == 0) {
                return;
            }
            if (framed) {
                String size = Integer.toHexString(bytes.length) + "\r\n";
                write(size.getBytes(StandardCharsets.US_ASCII), bytes, END);
            } else {
                write(bytes);
            }
        }

        @Override
        public void onGone(Runnable gone) {
            watched = true;
            Thread.ofVirtual().name("http-watch").start(() -> watch(in, gone));
        }
    }
}
