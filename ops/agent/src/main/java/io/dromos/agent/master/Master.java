package io.dromos.agent.master;

import io.dromos.agent.http.Limits;
import io.dromos.agent.http.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/// A running master: Mesos' v1 scheduler API, our agents' link and the old JSON endpoints on one
/// port. Its registry is in memory: after a restart the agents bring their tasks and frameworks
/// back, under a new master id.
public final class Master implements AutoCloseable {

    /// What the command line says about the master.
    ///
    /// @param ip the address to listen on
    /// @param port the port; 0 takes a free one
    /// @param hostName the name clients are redirected to
    /// @param agentPing how often agents are pinged
    /// @param maxAgentPings how many pings in a row may stay unanswered before an agent is
    ///   unreachable
    /// @param eagerOffers whether resources of ended tasks are offered at once
    public record Options(
            String ip,
            int port,
            String hostName,
            Duration agentPing,
            int maxAgentPings,
            boolean eagerOffers) {

        /// Loopback, pings as a real master's default (15 s, 5 times), eager offers.
        public static Options local(int port) {
            return new Options("127.0.0.1", port, "localhost", Duration.ofSeconds(15), 5, true);
        }
    }

    private static final Limits LIMITS =
            new Limits(16 << 10, 16 << 20, 4_096, Duration.ofSeconds(75), Duration.ofSeconds(30));

    private final DeskThread shell;
    private final Server server;

    private Master(DeskThread shell, Server server) {
        this.shell = shell;
        this.server = server;
    }

    /// Listens and serves.
    ///
    /// @throws IOException naming the address when it is in use
    public static Master start(Options options) throws IOException {
        int port = options.port() == 0 ? freePort(options.ip()) : options.port();
        InstantSource clock = steadyClock();
        Settings settings =
                new Settings(
                        UUID.randomUUID().toString(),
                        options.ip(),
                        port,
                        options.hostName(),
                        clock.instant(),
                        options.agentPing(),
                        options.maxAgentPings(),
                        options.eagerOffers());
        DeskThread shell = new DeskThread(settings, clock);
        try {
            MasterHttp http = new MasterHttp(shell, settings, UUID::randomUUID);
            InetSocketAddress address = new InetSocketAddress(options.ip(), port);
            return new Master(shell, Server.start(address, LIMITS, http));
        } catch (IOException e) {
            shell.close();
            throw e;
        }
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return server.address();
    }

    /// Stops at once; streams break off, as when a real master dies.
    @Override
    public void close() throws IOException {
        server.close();
        shell.close();
    }

    /// The port is part of what clients are told, so it must be known before serving.
    private static int freePort(String ip) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(ip, 0));
            return probe.getLocalPort();
        }
    }

    /// Wall time at the start, then monotonic: intervals do not jump when the clock is set.
    private static InstantSource steadyClock() {
        Instant started = Instant.now();
        long origin = System.nanoTime();
        return () -> started.plusNanos(System.nanoTime() - origin);
    }
}
