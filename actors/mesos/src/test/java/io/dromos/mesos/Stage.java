package io.dromos.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.SchedulerEvent.Subscribed;
import io.dromos.events.FrameworkId;
import io.dromos.mesos.ScriptedMaster.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/// Masters and clients of one test, closed after it.
abstract class Stage {

    /// A heartbeat interval that no test waits for, in seconds.
    static final double LONG = 15;

    static final FrameworkIdentity IDENTITY =
            FrameworkIdentity.marathon(
                    "root", List.of("*", "web"), "here", Optional.of("http://x/"));

    final Heard heard = new Heard();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (var one : opened.reversed()) one.close();
    }

    ScriptedMaster master(Script script) {
        var master = new ScriptedMaster(script);
        opened.add(master);
        return master;
    }

    /// A master that subscribes everyone, under stream ids s1, s2 and so on, and treats other calls
    /// as told.
    ScriptedMaster masterFor(Script calls) {
        var streams = new AtomicInteger();
        return master((request, peer) -> {
            if (request.isSubscribe()) peer.subscribed("s" + streams.incrementAndGet(), LONG);
            else calls.handle(request, peer);
        });
    }

    MesosClient client(Settings settings) {
        return client(settings, heard);
    }

    MesosClient client(Settings settings, Consumer<SchedulerEvent> listener) {
        var client = MesosClient.connect(settings, IDENTITY, listener);
        opened.add(client::close);
        return client;
    }

    MesosClient subscribed(Settings settings) {
        var client = client(settings);
        client.start(Optional.empty());
        heard.await(Subscribed.class, 1);
        return client;
    }

    /// Had the client asked again by itself, the master would have seen more than these two.
    void assertSilentUntilStarted(MesosClient client, ScriptedMaster master) {
        int before = heard.all(Subscribed.class).size();
        client.start(Optional.of(new FrameworkId("marker")));
        heard.await(Subscribed.class, before + 1);
        assertThat(master.subscribes())
                .extracting(request -> request.call().getFrameworkId().getValue())
                .containsExactly("", "marker");
    }

    static Settings settings(ScriptedMaster... masters) {
        return new Settings(
                Stream.of(masters).map(master -> Address.parse(master.address())).toList(),
                Wire.PROTOBUF,
                Optional.empty(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                Duration.ofSeconds(10),
                Duration.ofMillis(5),
                Duration.ofMillis(50),
                5,
                1_000_000,
                100,
                8);
    }

    static Settings bounds(Settings settings, int queued, int inFlight) {
        return new Settings(
                settings.masters(),
                settings.wire(),
                settings.credential(),
                settings.connectTimeout(),
                Duration.ofSeconds(10),
                settings.idleTimeout(),
                settings.backoffInitial(),
                settings.backoffMax(),
                settings.missedHeartbeats(),
                settings.maxRecordBytes(),
                queued,
                inFlight);
    }

    static Settings neverIdle(Settings settings) {
        return new Settings(
                settings.masters(),
                settings.wire(),
                settings.credential(),
                settings.connectTimeout(),
                settings.answerTimeout(),
                Duration.ZERO,
                settings.backoffInitial(),
                settings.backoffMax(),
                settings.missedHeartbeats(),
                settings.maxRecordBytes(),
                settings.maxQueuedCalls(),
                settings.maxCallsInFlight());
    }
}
