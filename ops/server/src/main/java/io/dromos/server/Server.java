package io.dromos.server;

import akka.actor.typed.ActorSystem;
import io.dromos.actors.ActorSystems;
import io.dromos.actors.Actors;
import io.dromos.actors.HealthSetting;
import io.dromos.actors.Orchestrator;
import io.dromos.actors.SchedulerSetting;
import io.dromos.actors.Setting;
import io.dromos.api.ApiServer;
import io.dromos.api.ApiSettings;
import io.dromos.api.Notary;
import io.dromos.api.Publishing;
import io.dromos.api.ReadModel;
import io.dromos.api.Waits;
import io.dromos.domain.Context;
import io.dromos.domain.Hearing;
import io.dromos.domain.scheduling.Rules;
import io.dromos.domain.scheduling.SchedulingLimits;
import io.dromos.feed.ViewSnapshots;
import io.dromos.feed.kafka.KafkaPublisher;
import io.dromos.journal.FactCodec;
import io.dromos.journal.plugin.LogExtension;
import io.dromos.mesos.FrameworkIdentity;
import io.dromos.mesos.MesosClient;
import io.dromos.mesos.Settings;
import io.dromos.server.crash.Crash;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One node: the log and its views, the actors, the link to Mesos, the REST gateway, the name
/// server.
///
/// ```
///  REST ─▶ actors ─▶ log ─▶ feed ─▶ views ─▶ REST, event stream, names
///            │ ▲
///            ▼ │
///           Mesos
/// ```
public final class Server implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration STOP_MAX = Duration.ofSeconds(10);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final String url;
    private final List<InetSocketAddress> names;
    private final CompletableFuture<Void> broken = new CompletableFuture<>();

    private Server(ServerOptions options, Crash crash) {
        var clock = new LogClock(InstantSource.system(), System::nanoTime);
        var hearing = new AtomicReference<>(Hearing.NEVER);
        // The actor system takes as long to start as the log to open: each has a core.
        var starting =
                CompletableFuture.supplyAsync(Server::actorSystem, Thread::startVirtualThread);
        try {
            var kafka = options.kafka.settings(options.frameworkName);
            var storage = keep(Storage.open(options, clock, crash));
            var notary = notary(options, storage);
            var publisher = kafka.map(to -> keep(storage.publish(to)));
            storage.views()
                    .stopped()
                    .exceptionally(why -> {
                        breaks("The views can follow the log no more", why);
                        return null;
                    });
            var system = starting.join();
            parts.push(() -> terminate(system));
            LogExtension.of(system)
                    .use(
                            crash.aroundWrites(storage.log()),
                            new FactCodec(storage.codec()),
                            new ViewSnapshots(storage.views()));
            storage.views()
                    .listen((_, _, events) -> clock.raise(events.getLast().stored().committedAt()));
            var board = new WaitBoard();
            var found = new HealthBoard();
            var orchestrator =
                    Actors.start(
                            system,
                            setting(
                                    options,
                                    storage,
                                    clock,
                                    hearing::get,
                                    found.setting(keep(new TaskProber())),
                                    board),
                            scheduling(options, storage, board, crash, hearing::set),
                            new ViewsReadSide(storage.views(), storage.log()),
                            PATIENCE);
            this.names = names(options, storage);
            var binding =
                    bind(
                            system,
                            options,
                            orchestrator,
                            ReadModel.of(storage.views(), storage.history(), found, hearing::get),
                            board,
                            () -> publisher.map(KafkaPublisher::progress),
                            notary,
                            crash);
            this.url = binding.url();
            parts.push(() -> binding.stop().toCompletableFuture().join());
        } catch (RuntimeException e) {
            close();
            starting.thenAccept(Server::terminate).join();
            throw e;
        }
    }

    private static Notary notary(ServerOptions options, Storage storage) {
        return LogNotary.of(
                options.auditKey,
                options.data,
                () -> storage.log().head().position().incarnation());
    }

    private static ActorSystem<Void> actorSystem() {
        return ActorSystems.joinSelf("dromos", LogExtension.settings());
    }

    private static void terminate(ActorSystem<Void> system) {
        system.terminate();
        system.getWhenTerminated()
                .toCompletableFuture()
                .orTimeout(STOP_MAX.toSeconds(), TimeUnit.SECONDS)
                .handle((_, _) -> true)
                .join();
    }

    private static ApiServer.Binding bind(
            ActorSystem<Void> system,
            ServerOptions options,
            Orchestrator orchestrator,
            ReadModel reads,
            WaitBoard board,
            Publishing publishing,
            Notary notary,
            Crash crash) {
        try {
            return ApiServer.start(
                            system,
                            api(options),
                            orchestrator,
                            reads,
                            options.info(),
                            board::why,
                            publishing,
                            notary,
                            crash::aroundAnswers)
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ApiServer.CannotListen busy)
                throw new StartRefused(String.valueOf(busy.getMessage()), busy);
            throw e;
        }
    }

    /// Starts a node and returns when it serves.
    ///
    /// @throws StartRefused in one sentence if it cannot
    static Server start(ServerOptions options) {
        return new Server(options, armed());
    }

    private static Crash armed() {
        try {
            return Crash.asArmed();
        } catch (IllegalArgumentException e) {
            throw new StartRefused(String.valueOf(e.getMessage()), e);
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    private static Setting setting(
            ServerOptions options,
            Storage storage,
            LogClock clock,
            Supplier<Hearing> hearing,
            HealthSetting health,
            WaitBoard board) {
        var limits = options.limits();
        var policy = options.policy();
        return new Setting(
                () ->
                        new Context(
                                clock.now(),
                                () -> UUID.randomUUID().toString(),
                                limits,
                                hearing.get(),
                                policy),
                storage::measure,
                Setting.Bounds.DEFAULT,
                storage.shared(),
                health,
                app -> board.why(app).map(Waits.Why::sentence));
    }

    private SchedulerSetting scheduling(
            ServerOptions options,
            Storage storage,
            WaitBoard board,
            Crash crash,
            Consumer<Hearing> hearing) {
        var settings =
                Settings.of(options.masters)
                        .withBackoff(Duration.ofMillis(100), Duration.ofSeconds(10));
        var roles = List.of(options.mesosRole);
        var identity =
                new FrameworkIdentity(
                        options.frameworkName,
                        options.mesosUser,
                        roles,
                        Optional.empty(),
                        FrameworkIdentity.FAILOVER_TIMEOUT,
                        true,
                        options.hostname.orElse("localhost"),
                        Optional.of("http://" + options.httpAddress + ":" + options.httpPort));
        return new SchedulerSetting(
                storage::claim,
                crash.aroundCalls(listener -> MesosClient.connect(settings, identity, listener)),
                board,
                SchedulingLimits.DEFAULT.withRoles(roles),
                Rules.DEFAULT,
                hearing,
                why -> breaks("The scheduler died of a defect", why));
    }

    private List<InetSocketAddress> names(ServerOptions options, Storage storage) {
        if (options.dns.isEmpty() && options.dnsOptional.isEmpty()) return List.of();
        return keep(Names.start(
                        options.dns, options.dnsOptional, options.frameworkName, storage.views()))
                .addresses();
    }

    private static ApiSettings api(ServerOptions options) {
        return new ApiSettings(
                options.httpAddress,
                options.httpPort,
                options.hostname.stream().toList(),
                options.credentials().map(ApiSettings.Credentials::parse),
                options.apiLimits());
    }

    private void breaks(String what, Throwable why) {
        broken.completeExceptionally(new IllegalStateException(what, why));
    }

    /// Fails when a part died that is not started again, so that the process has to end and begin
    /// anew: without views nobody sees what is written, without a scheduler nothing is launched.
    CompletionStage<Void> broken() {
        return broken.minimalCompletionStage();
    }

    /// Where the REST API is.
    public String url() {
        return url;
    }

    /// Where names are answered.
    public List<InetSocketAddress> names() {
        return names;
    }

    /// Stops in the reverse order of the start: no new requests first, the log last.
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("While stopping: {}", e.toString());
            }
        }
    }
}
