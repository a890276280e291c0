package io.dromos.journal.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Stands between clients and a server and can stop passing on what clients send after any number
/// of bytes, as a client does that is paused there, or cut the connection over which a text comes.
final class Relay implements AutoCloseable {
    private final ServerSocket listening;
    private final int to;
    private long allowed = Long.MAX_VALUE;
    private long passed;
    private Optional<String> cutting = Optional.empty();

    Relay(int to) throws IOException {
        this.to = to;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /// Bytes passed on to the server so far.
    synchronized long passed() {
        return passed;
    }

    /// Passes on so many more bytes and then no more.
    synchronized void pauseAfter(long bytes) {
        allowed = passed + bytes;
    }

    /// Whether no more is passed on.
    synchronized boolean isPaused() {
        return passed == allowed;
    }

    /// Cuts the next connection over which a client sends this text, and only that one.
    synchronized void cutOnce(String text) {
        cutting = Optional.of(text);
    }

    /// Whether nothing is left to be cut.
    synchronized boolean hasCut() {
        return cutting.isEmpty();
    }

    private synchronized void cutIfTold(byte[] buffer, int n) throws IOException {
        var sent = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
        if (cutting.filter(sent::contains).isPresent()) {
            cutting = Optional.empty();
            throw new IOException("cut");
        }
    }

    /// Passes on all that was held back and comes.
    synchronized void resume() {
        allowed = Long.MAX_VALUE;
        notifyAll();
    }

    private void accept() {
        try {
            while (true) {
                var client = listening.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), to);
                server.setTcpNoDelay(true);
                client.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> pass(client, server, true));
                Thread.ofVirtual().start(() -> pass(server, client, false));
            }
        } catch (IOException e) {
            resume();
        }
    }

    private void pass(Socket from, Socket to, boolean counted) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            var buffer = new byte[64 << 10];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (counted) cutIfTold(buffer, n);
                for (int done = 0; done < n; ) {
                    int some = counted ? permitted(n - done) : n - done;
                    out.write(buffer, done, some);
                    out.flush();
                    done += some;
                }
            }
        } catch (IOException e) {
            // The other end is gone, or cut: so are we.
        }
    }

    private synchronized int permitted(int wanted) throws IOException {
        try {
            while (passed == allowed) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        int some = (int) Math.min(wanted, allowed - passed);
        passed += some;
        return some;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
