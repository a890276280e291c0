package io.dromos.discovery;

import io.dromos.discovery.Answering.Answerer;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Message;

/// One listening TCP socket and its connections, each with a thread. Queries of one connection are
/// answered in their order.
final class TcpEndpoint implements AutoCloseable {

    /// Connections at once at most; more are closed.
    static final int CONNECTIONS_MAX = 64;

    private static final Logger log = LoggerFactory.getLogger(TcpEndpoint.class);
    private static final int QUERY_MAX = 4096;
    private static final int IDLE_MS = 10_000;
    private static final int BACKLOG = 64;

    /// Between two failures to accept, such as "too many open files", which come back at once.
    private static final long PAUSE_NANOS = 20_000_000;

    private final ServerSocket listener;
    private final Answerer answerer;
    private final Thread acceptor;
    private final Semaphore places = new Semaphore(CONNECTIONS_MAX);
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private TcpEndpoint(ServerSocket listener, Answerer answerer) {
        this.listener = listener;
        this.answerer = answerer;
        this.acceptor =
                Thread.ofPlatform()
                        .name("dns-tcp-" + listener.getLocalPort())
                        .daemon()
                        .unstarted(this::accept);
    }

    static TcpEndpoint open(InetSocketAddress binding, Answerer answerer) throws IOException {
        var listener = new ServerSocket();
        try {
            listener.setReuseAddress(true);
            listener.bind(binding, BACKLOG);
        } catch (IOException e) {
            Closing.quietly(listener);
            throw e;
        }
        var endpoint = new TcpEndpoint(listener, answerer);
        endpoint.acceptor.start();
        return endpoint;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    @Override
    public void close() {
        Closing.andWait(listener, acceptor);
        connections.forEach(Closing::quietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                if (places.tryAcquire()) {
                    connections.add(connection);
                    Thread.ofVirtual().name("dns-tcp").start(() -> converse(connection));
                } else {
                    Closing.quietly(connection);
                }
            } catch (IOException e) {
                log.debug("accepting failed: {}", e.toString());
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void converse(Socket connection) {
        try (connection) {
            connection.setSoTimeout(IDLE_MS);
            connection.setTcpNoDelay(true);
            var in = new DataInputStream(connection.getInputStream());
            boolean more = true;
            while (more && !listener.isClosed()) {
                more = answerOne(in, connection);
            }
        } catch (IOException e) {
            log.trace("a connection ended: {}", e.toString());
        } catch (RuntimeException e) {
            log.warn("a query could not be answered", e);
        } finally {
            connections.remove(connection);
            places.release();
        }
    }

    private boolean answerOne(DataInputStream in, Socket connection) throws IOException {
        int length = in.readUnsignedShort();
        if (length > QUERY_MAX) {
            return false;
        }
        byte[] query = in.readNBytes(length);
        if (query.length < length) {
            throw new EOFException("in the middle of a query");
        }
        OutputStream out = connection.getOutputStream();
        switch (answerer.answer(query, connection.getInetAddress())) {
            case Answering.Nothing() -> {
                return false;
            }
            case Answering.Now(Message answer, int _) -> out.write(wire(answer));
            case Answering.Later later -> out.write(wire(later.answer().get()));
        }
        return true;
    }

    private static byte[] wire(Message answer) {
        return Frame.of(answer.toWire(Frame.MESSAGE_MAX));
    }
}
