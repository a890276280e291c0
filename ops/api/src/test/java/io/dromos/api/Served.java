package io.dromos.api;

import akka.actor.typed.ActorSystem;
import io.dromos.api.ApiSettings.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A world behind a server on a port of its own, within small bounds.
record Served(World world, ApiServer.Binding server, Client client) implements AutoCloseable {

    static final String WEB = "{\"id\":\"/prod/web\",\"cmd\":\"sleep 1000\"}";

    /// Bounds that a test soon meets.
    static final Limits SMALL =
            new Limits(
                    10_000,
                    64 << 10,
                    4_096,
                    32,
                    64,
                    Duration.ofSeconds(2),
                    Duration.ofMillis(300),
                    Duration.ofSeconds(5),
                    8,
                    64,
                    1 << 20,
                    Duration.ofSeconds(30),
                    Duration.ofMillis(100),
                    64 << 10);

    /// The same, but so many connections, and bodies may take this long.
    static Limits small(int connections, Duration body) {
        return new Limits(
                SMALL.bodyBytes(),
                SMALL.bodiesBytes(),
                SMALL.headerBytes(),
                SMALL.headers(),
                connections,
                SMALL.idle(),
                body,
                SMALL.write(),
                SMALL.subscribers(),
                SMALL.eventsUnsent(),
                SMALL.eventBytesUnsent(),
                SMALL.stalled(),
                SMALL.keepAlive(),
                SMALL.socketBytes());
    }

    static Served start(ActorSystem<?> system) {
        var world = new World();
        return start(system, world, world);
    }

    static Served start(ActorSystem<?> system, World world, ReadModel reads) {
        return start(system, world, reads, SMALL);
    }

    static Served start(ActorSystem<?> system, Limits limits) {
        var world = new World();
        return start(system, world, world, limits);
    }

    /// A server that hears only from now on of what happens in this world.
    static Served start(ActorSystem<?> system, World world, ReadModel reads, Limits limits) {
        var settings = new ApiSettings("127.0.0.1", 0, List.of(), Optional.empty(), limits);
        var server =
                ApiServer.start(system, settings, world, reads, ReplayServer.info(), Waits.UNKNOWN)
                        .toCompletableFuture()
                        .join();
        return new Served(world, server, new Client(server.address().getPort()));
    }

    @Override
    public void close() {
        server.stop().toCompletableFuture().join();
    }
}
