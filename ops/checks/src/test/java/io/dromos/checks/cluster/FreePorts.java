package io.dromos.checks.cluster;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/// Ports that nobody listens on, below those that the kernel gives to clients. Tests that run at
/// the same time in another process take theirs from another range.
final class FreePorts {

    /// Set by the build to a word and a number from 1 on, if several processes run tests.
    private static final String FORK = System.getProperty("dromos.fork", "fork 1");

    private static final int FORKS = 2;
    private static final int RANGE = 7_500;
    private static final int FROM = 15_000 + (number(FORK) - 1) * RANGE;
    private static final int TO = FROM + RANGE;
    private static final int TRIES_MAX = 10_000;
    private static final SplittableRandom RANDOM = new SplittableRandom();
    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePorts() {}

    /// Two processes that took from one range would give the same ports away.
    private static int number(String fork) {
        int number = Integer.parseInt(fork.substring(fork.indexOf(' ') + 1));
        if (number < 1 || number > FORKS)
            throw new IllegalStateException("No range of ports is left for '" + fork + "'");
        return number;
    }

    /// A port that was given to nobody yet.
    static int one() {
        return block(1);
    }

    /// The first of so many free ports in a row.
    static synchronized int block(int size) {
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            int first = RANDOM.nextInt(FROM, TO - size);
            if (isFree(first, size)) {
                for (int port = first; port < first + size; port++) GIVEN.add(port);
                return first;
            }
        }
        throw new IllegalStateException("No %d free ports in a row".formatted(size));
    }

    private static boolean isFree(int first, int size) {
        for (int port = first; port < first + size; port++)
            if (GIVEN.contains(port) || !isFree(port)) return false;
        return true;
    }

    private static boolean isFree(int port) {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (var stream = new ServerSocket();
                var datagram = new DatagramSocket(address)) {
            stream.setReuseAddress(true);
            stream.bind(address);
            return datagram.isBound();
        } catch (IOException _) {
            return false;
        }
    }
}
