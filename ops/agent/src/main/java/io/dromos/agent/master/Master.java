package io.dromos.agent.master;

import io.dromos.agent.http.Limits;
import io.dromos.agent.http.Server;
import io.dromos.agent.simulated.Fleet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

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
        return start(options, Optional.empty());
    }

    /// The same, with simulated agents in this process, whose tasks are nowhere else.
    ///
    /// @throws IOException naming the address when it is in use
    public static Master start(Options options, Optional<Fleet.Settings> simulated)
            throws IOException {
        AtomicReference<DeskThread> shell = new AtomicReference<>();
        InetSocketAddress address = new InetSocketAddress(options.ip(), options.port());
        Server server =
                Server.startKnowing(
                        address,
                        LIMITS,
                        bound -> {
                            InstantSource clock = steadyClock();
                            Settings settings = settings(options, bound.getPort(), clock.instant());
                            DeskThread thread =
                                    new DeskThread(settings, clock, simulated.map(Fleet::new));
                            shell.set(thread);
                            return new MasterHttp(thread, settings, UUID::randomUUID);
                        });
        return new Master(Objects.requireNonNull(shell.get()), server);
    }

    private static Settings settings(Options options, int port, Instant started) {
        return new Settings(
                UUID.randomUUID().toString(),
                options.ip(),
                port,
                options.hostName(),
                started,
                options.agentPing(),
                options.maxAgentPings(),
                options.eagerOffers());
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

    /// Wall time at the start, then monotonic: intervals do not jump when the clock is set.
    private static InstantSource steadyClock() {
        Instant started = Instant.now();
        long origin = System.nanoTime();
        return () -> started.plusNanos(System.nanoTime() - origin);
    }
}
