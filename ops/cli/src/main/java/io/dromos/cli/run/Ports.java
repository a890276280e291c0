package io.dromos.cli.run;

import io.dromos.cli.outcome.Failure;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Which ports are free.
public final class Ports {

    /// So many ports are looked at for a free one.
    static final int TRIES_MAX = 100;

    private static final int PORT_MAX = 65_535;

    private Ports() {}

    /// Refuses what is no port.
    public static void demandRange(int port, String flag) throws Failure {
        if (port < 1 || port > PORT_MAX)
            throw Failure.usage(
                    "%s wants a port from 1 to %d, not %d".formatted(flag, PORT_MAX, port));
    }

    /// Refuses a port that is in use.
    ///
    /// @param flag how to choose another
    public static void demand(int port, String what, String flag) throws Failure {
        demandRange(port, flag);
        if (!isFree(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
            throw Failure.failed(
                    "Port %d, for %s, is in use: end what listens there, or choose another with %s"
                            .formatted(port, what, flag));
    }

    /// The first port from here on that is free for datagrams and connections alike.
    public static int firstFree(int from, String flag) throws Failure {
        for (int port = from; port < from + TRIES_MAX && port <= PORT_MAX; port++)
            if (canAnswerNames(InetAddress.getLoopbackAddress(), port)) return port;
        throw Failure.failed(
                "No port from %d to %d is free for the name server: choose another with %s"
                        .formatted(from, from + TRIES_MAX - 1, flag));
    }

    /// Whether a name server could listen there: free, and ours to take.
    public static boolean canAnswerNames(InetAddress address, int port) {
        var place = new InetSocketAddress(address, port);
        try (var socket = new DatagramSocket(place)) {
            return socket.isBound() && isFree(place);
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean isFree(InetSocketAddress place) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(place);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
