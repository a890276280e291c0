package io.dromos.agent.http;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An HTTP/1.1 server with one virtual thread per connection.
///
/// The JDK's own server was not enough: it does not notice that the reader of a stream went away
/// until it writes again, cuts a record into several chunks, and rewrites header names; a
/// scheduler's failover clock starts with exactly that notice.
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private static final long LOOKS = 8;
    private static final long MIN_LOOK_MILLIS = 10;
    private static final long MAX_LOOK_MILLIS = 1_000;
    private static final Duration MAX_CLOSING = Duration.ofSeconds(5);

    private final ServerSocket socket;
    private final Limits limits;
    private final Handler handler;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor deadlines;
    private final Thread acceptor;

    private Server(ServerSocket socket, Limits limits, Handler handler) {
        this.socket = socket;
        this.limits = limits;
        this.handler = handler;
        this.deadlines =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("http-deadlines").factory());
        long look =
                Math.clamp(shortest(limits).toMillis() / LOOKS, MIN_LOOK_MILLIS, MAX_LOOK_MILLIS);
        var _ =
                deadlines.scheduleWithFixedDelay(
                        this::breakOffOverdue, look, look, TimeUnit.MILLISECONDS);
        this.acceptor = Thread.ofPlatform().daemon().name("http-accept").unstarted(this::accept);
    }

    /// Binds and serves; port 0 takes any free port, see [#address()].
    ///
    /// @throws BindException when the address is in use or not ours, naming it
    public static Server start(InetSocketAddress address, Limits limits, Handler handler)
            throws IOException {
        return startKnowing(address, limits, _ -> handler);
    }

    /// The same, for a handler that must know where it will be reached.
    public static Server startKnowing(
            InetSocketAddress address,
            Limits limits,
            Function<InetSocketAddress, Handler> handlerAt)
            throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address, 512);
        } catch (IOException e) {
            socket.close();
            String where = text(address);
            BindException named =
                    new BindException("cannot listen on " + where + ": " + e.getMessage());
            named.initCause(e);
            throw named;
        }
        Handler handler = handlerAt.apply((InetSocketAddress) socket.getLocalSocketAddress());
        Server server = new Server(socket, limits, handler);
        server.acceptor.start();
        return server;
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /// Stops listening and breaks every open connection; afterwards the port is free.
    @Override
    public void close() throws IOException {
        socket.close();
        open.forEach(Connection::breakOff);
        deadlines.shutdownNow();
        try {
            acceptor.join(MAX_CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One look at all connections now and then, instead of an alarm for each read and write.
    private void breakOffOverdue() {
        long now = System.nanoTime();
        open.forEach(connection -> connection.breakOffIfDue(now));
    }

    private static Duration shortest(Limits limits) {
        return limits.idle().compareTo(limits.exchange()) < 0 ? limits.idle() : limits.exchange();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                if (open.size() >= limits.connections()) {
                    client.close();
                } else {
                    serve(new Connection(client, limits, handler));
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    LOG.warn("Accepting a connection on {} failed: {}", address(), e.getMessage());
                    pause();
                }
            }
        }
    }

    private void serve(Connection connection) {
        open.add(connection);
        Thread.ofVirtual()
                .name("http")
                .start(() -> {
                    try (connection) {
                        connection.serve();
                    } finally {
                        open.remove(connection);
                    }
                });
        if (socket.isClosed()) {
            connection.breakOff();
        }
    }

    private static String text(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String host = ip == null ? address.getHostString() : ip.getHostAddress();
        return host + ":" + address.getPort();
    }

    /// Too many open files do not go away by trying harder.
    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
