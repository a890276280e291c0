package io.dromos.api;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.Optional;

/// Serves a world, for replaying recorded conversations against it by hand.
final class ReplayServer {

    private ReplayServer() {}

    static ActorSystem<?> system() {
        return ActorSystem.create(
                Behaviors.empty(),
                "api",
                ConfigFactory.parseString(
                                "akka.loglevel = WARNING, akka.io.tcp.max-received-message-size = 4 KiB")
                        .withFallback(ConfigFactory.load()));
    }

    static ServerInfo info() {
        return new ServerInfo("0.1.0", "test", Optional.empty(), "127.0.0.1:5050", Map.of());
    }

    public static void main(String[] args) {
        var settings = ApiSettings.onLoopback(Integer.parseInt(args[0]));
        if (args.length > 1)
            settings = settings.withCredentials(ApiSettings.Credentials.parse(args[1]));
        var world = new World();
        ApiServer.start(system(), settings, world, world, info(), Waits.UNKNOWN)
                .toCompletableFuture()
                .join();
    }
}
