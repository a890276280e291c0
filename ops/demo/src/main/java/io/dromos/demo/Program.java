package io.dromos.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/// What the two programs share: how they begin, complain and end.
final class Program {

    private static final int EXIT_USAGE = 2;
    private static final int EXIT_FAILED = 1;

    /// What a program does until it listens.
    interface Start {
        void run() throws IOException;
    }

    private Program() {}

    /// Runs `start`; a fault becomes one sentence on the standard error and an exit status: 2 for a
    /// wrong option or variable, 1 for anything else.
    static void run(String name, Start start) {
        try {
            start.run();
        } catch (IllegalArgumentException e) {
            complain(name, e);
            System.exit(EXIT_USAGE);
        } catch (IOException e) {
            complain(name, e);
            System.exit(EXIT_FAILED);
        }
    }

    /// Without a logging backend SLF4J prints a warning of its own at the first use; the programs
    /// speak for themselves, so it is told to be silent unless somebody wants it otherwise.
    static void quiet() {
        if (System.getProperty("slf4j.internal.verbosity") == null) {
            System.setProperty("slf4j.internal.verbosity", "ERROR");
        }
    }

    static void closeAtExit(AutoCloseable resource) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> closeOrComplain(resource), "close"));
    }

    static void say(String line) {
        System.out.println(line);
    }

    static InetSocketAddress address(String host, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "'" + host + "' is not an address of this machine", e);
        }
    }

    static String show(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    static IOException cannotListen(InetSocketAddress address, Exception cause) {
        return new IOException(
                "cannot listen on " + show(address) + ": " + cause.getMessage(), cause);
    }

    private static void closeOrComplain(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            System.err.println("closing failed: " + e.getMessage());
        }
    }

    private static void complain(String name, Exception e) {
        System.err.println(name + ": " + e.getMessage());
    }
}
