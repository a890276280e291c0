package io.dromos.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;

/// Connects to a port, once. Closing it ends a connect that hangs.
final class TcpProbe implements AutoCloseable {
    private final InetAddress address;
    private final int port;
    private final Socket socket = new Socket();

    TcpProbe(InetAddress address, int port) {
        this.address = address;
        this.port = port;
    }

    Outcome ask() {
        try {
            return connect(socket, address, port);
        } catch (IOException refused) {
            return new Outcome.Connected(false);
        }
    }

    /// Connects, or tells why nothing can be said: a machine out of descriptors or ports has not
    /// asked.
    ///
    /// @throws IOException when the other side refuses, or cannot be reached
    static Outcome connect(Socket socket, InetAddress address, int port) throws IOException {
        try {
            socket.connect(new InetSocketAddress(address, port));
            return new Outcome.Connected(true);
        } catch (ConnectException | NoRouteToHostException refused) {
            throw refused;
        } catch (SocketException ours) {
            return new Outcome.NotAsked("no connection can be begun: " + ours.getMessage());
        }
    }

    @Override
    public void close() {
        close(socket);
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // A socket that cannot be closed is closed.
        }
    }
}
