package io.dromos.api;

import akka.actor.typed.ActorSystem;
import io.dromos.actors.Orchestrator;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// What a server is made of, once its port is known.
record Parts(
        ActorSystem<?> system,
        ApiSettings settings,
        Orchestrator orchestrator,
        ReadModel reads,
        ServerInfo info,
        Waits waits,
        Publishing publishing,
        Notary notary,
        InstantSource clock,
        EventHub hub) {

    private static final String LOOPBACK = "127.0.0.1";

    String address(int port) {
        return info.address().orElse(authority(settings.host(), port));
    }

    Exchange exchange(String address, int port) {
        return new Exchange(
                system,
                settings.limits(),
                Gate.of(names(settings), port, settings.credentials()),
                routes(address, port),
                streams(),
                "http://" + address);
    }

    private Streams streams() {
        var history = reads.history();
        return new Streams(
                new EventStream(
                        system, hub, history, new Turns(), info.master(), settings.limits()),
                new EventWindow(
                        system,
                        history,
                        () -> reads.now().offset(),
                        new Turns(),
                        info.master(),
                        settings.limits()));
    }

    private Routes routes(String address, int port) {
        var changes = new Changes(orchestrator, reads, settings.limits().write());
        var pages = new AppPages(reads.checks());
        var base = "http://" + address;
        var history = reads.history();
        var readers = new LogReaders();
        return new Routes(
                new AppReads(reads, pages, clock),
                new AppWrites(changes, reads, base),
                new TaskRoutes(changes, reads),
                new GroupRoutes(
                        new GroupReads(reads, pages, clock), new GroupWrites(changes, reads, base)),
                new DeploymentRoutes(changes, reads),
                new RolloutRoutes(changes, reads, new Why(waits, clock)),
                new QueueRoutes(changes, reads, waits, clock),
                new SystemRoutes(reads, info, publishing, "http", address, port),
                new LogRoutes(history, readers, notary),
                new PastRoutes(history, readers, new Past(), changes));
    }

    private static List<String> names(ApiSettings settings) {
        var names = new ArrayList<>(List.of("localhost", LOOPBACK, "[::1]"));
        names.addAll(settings.ownNames());
        names.add(settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host());
        return names;
    }

    /// Nobody calls a server by the address that means all.
    private static String authority(String host, int port) {
        boolean any = host.equals("0.0.0.0") || host.equals("::");
        var name = any ? LOOPBACK : host.contains(":") ? "[" + host + "]" : host;
        return name + ":" + port;
    }
}
