package io.dromos.api;

import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.settings.ServerSettings;
import akka.japi.function.Function;
import com.typesafe.config.ConfigFactory;
import io.dromos.actors.Orchestrator;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Marathon's REST API: writes go to the actors, reads come from views.
public final class ApiServer {

    /// How often in the time a connection may be idle it is looked at.
    private static final int LOOKS = 8;

    private ApiServer() {}

    /// A server that listens.
    public interface Binding {

        /// Where it listens.
        InetSocketAddress address();

        /// `http://host:port` as clients may call it.
        String url();

        /// Ends streams, takes no new connections, and gives open requests a few seconds.
        CompletionStage<Void> stop();
    }

    /// A server that cannot listen, with a sentence that says what to do.
    public static final class CannotListen extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CannotListen(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// Starts the server.
    ///
    /// @param waits why instances wait, as far as the scheduler tells
    /// @return fails with [CannotListen] if the port is in use
    public static CompletionStage<Binding> start(
            ActorSystem<?> system,
            ApiSettings settings,
            Orchestrator orchestrator,
            ReadModel reads,
            ServerInfo info,
            Waits waits) {
        return start(
                system,
                settings,
                orchestrator,
                reads,
                info,
                waits,
                Publishing.NONE,
                Notary.NONE,
                UnaryOperator.identity());
    }

    /// The same, with a publisher to tell of and something around the answering of each request.
    ///
    /// @param publishing how the publisher is getting on
    /// @param notary signs what the log has come to
    /// @param around is given what answers a request, and gives what does so in its place
    public static CompletionStage<Binding> start(
            ActorSystem<?> system,
            ApiSettings settings,
            Orchestrator orchestrator,
            ReadModel reads,
            ServerInfo info,
            Waits waits,
            Publishing publishing,
            Notary notary,
            UnaryOperator<Function<HttpRequest, CompletionStage<HttpResponse>>> around) {
        var clock = InstantSource.system();
        var hub = new EventHub(reads, settings.limits().subscribers(), info.master(), clock);
        var parts =
                new Parts(
                        system,
                        settings,
                        orchestrator,
                        reads,
                        info,
                        waits,
                        publishing,
                        notary,
                        clock,
                        hub);
        var ready = new CompletableFuture<Exchange>();
        var limits = settings.limits();
        var connections =
                new Connections(limits.connections(), limits.idle(), system.executionContext());
        var look = limits.idle().dividedBy(LOOKS);
        var looking =
                system.scheduler()
                        .scheduleWithFixedDelay(
                                look, look, connections::endOverdue, system.executionContext());
        return Http.get(system)
                .newServerAt(settings.host(), settings.port())
                .withSettings(serverSettings(system, settings.limits()))
                .bindFlow(connections.serve(around.apply(handler(ready))))
                .handleAsync(
                        (binding, failure) -> {
                            if (binding == null) {
                                hub.close();
                                looking.cancel();
                                throw cannotListen(settings, failure);
                            }
                            var address = parts.address(binding.localAddress().getPort());
                            ready.complete(
                                    parts.exchange(address, binding.localAddress().getPort()));
                            return new Bound(
                                    binding,
                                    hub,
                                    looking,
                                    "http://" + address,
                                    system.executionContext());
                        },
                        system.executionContext());
    }

    /// Requests that come before the port is known wait for that moment.
    private static Function<HttpRequest, CompletionStage<HttpResponse>> handler(
            CompletableFuture<Exchange> ready) {
        return request -> ready.thenCompose(exchange -> exchange.answer(request));
    }

    private static CannotListen cannotListen(ApiSettings settings, @Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause())
            if (cause instanceof BindException)
                return new CannotListen(
                        "Port %d on %s is in use: stop what listens there, or choose another one with --http_port"
                                .formatted(settings.port(), settings.host()),
                        cause);
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return new CannotListen(
                "Cannot listen on %s:%d: %s"
                        .formatted(
                                settings.host(),
                                settings.port(),
                                cause == null ? "no reason was given" : cause.getMessage()),
                cause == null ? new IllegalStateException("No binding") : cause);
    }

    private static ServerSettings serverSettings(ActorSystem<?> system, ApiSettings.Limits limits) {
        var own =
                """
                akka.http.server {
                  server-header = ""
                  preview.enable-http2 = off
                  remote-address-attribute = on
                  raw-request-uri-header = on
                  verbose-error-messages = off
                  max-connections = %d
                  pipelining-limit = 1
                  request-timeout = %d s
                  idle-timeout = %d ms
                  linger-timeout = 5 s
                  backlog = 1024
                  socket-options {
                    so-receive-buffer-size = %d
                    so-send-buffer-size = %d
                  }
                  parsing {
                    uri-parsing-mode = relaxed
                    illegal-header-warnings = off
                    max-uri-length = %d
                    max-header-value-length = %d
                    max-header-count = %d
                    max-content-length = %d
                    max-chunk-size = %d
                    error-handler = "%s"
                  }
                }
                """
                        .formatted(
                                // Those that are ended still count until they are gone.
                                2 * limits.connections(),
                                limits.body().plus(limits.write().multipliedBy(2)).toSeconds() + 5,
                                // An answer may be under way so long in which nothing is sent.
                                limits.idle()
                                        .plus(limits.body())
                                        .plus(limits.write().multipliedBy(2))
                                        .toMillis(),
                                limits.socketBytes(),
                                limits.socketBytes(),
                                limits.headerBytes(),
                                limits.headerBytes(),
                                limits.headers(),
                                limits.bodyBytes(),
                                limits.bodyBytes(),
                                UnreadableRequests.class.getName());
        var config = ConfigFactory.parseString(own).withFallback(system.settings().config());
        return ServerSettings.create(config);
    }

    private record Bound(
            ServerBinding binding, EventHub hub, Cancellable looking, String url, Executor executor)
            implements Binding {

        @Override
        public InetSocketAddress address() {
            return binding.localAddress();
        }

        @Override
        public CompletionStage<Void> stop() {
            hub.close();
            looking.cancel();
            return binding.terminate(Duration.ofSeconds(5)).thenAcceptAsync(_ -> {}, executor);
        }
    }
}
