package io.dromos.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.dromos.domain.mesos.SchedulerEvent.Disconnected;
import io.dromos.domain.mesos.SchedulerEvent.Errored;
import io.dromos.domain.mesos.SchedulerEvent.Heartbeat;
import io.dromos.domain.mesos.SchedulerEvent.Subscribed;
import io.dromos.events.FrameworkId;
import io.dromos.mesos.ScriptedMaster.Peer;
import io.dromos.mesos.ScriptedMaster.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// How the client loses a subscription, and what then.
class LostStreamTest extends Stage {

    @Test
    void after_an_error_such_as_failed_over_it_is_silent_until_told() {
        var master =
                master((request, peer) -> {
                    peer.subscribed("s1", LONG);
                    if (request.call().hasFrameworkId()) return;
                    peer.error("Framework failed over");
                    peer.endOfChunks();
                });
        var client = client(settings(master));
        client.start(Optional.empty());
        assertThat(heard.await(Errored.class, 1).message()).isEqualTo("Framework failed over");
        assertThat(heard.all(Disconnected.class)).isEmpty();
        assertSilentUntilStarted(client, master);
    }

    @Test
    void silence_of_five_heartbeats_loses_the_stream_and_the_next_keeps_the_id() {
        var master =
                master((request, peer) -> {
                    if (request.call().hasFrameworkId()) peer.subscribed("s2", LONG);
                    else {
                        peer.subscribed("s1", 0.02);
                        peer.heartbeat();
                    }
                });
        client(settings(master)).start(Optional.empty());
        assertThat(heard.await(Disconnected.class, 1).why())
                .isEqualTo("Nothing heard from " + master.address() + " for 5 heartbeats");
        heard.await(Subscribed.class, 2);
        assertThat(heard.all(Heartbeat.class)).hasSize(1);
        var second = master.subscribes().get(1).call();
        assertThat(second.getFrameworkId().getValue()).isEqualTo(ScriptedMaster.FRAMEWORK);
        assertThat(second.getSubscribe().getFrameworkInfo().getId().getValue())
                .isEqualTo(ScriptedMaster.FRAMEWORK);
    }

    static Stream<Script> ways_to_lose_a_stream() {
        return Stream.of(
                (_, peer) -> peer.endOfChunks(),
                (_, peer) -> peer.cut(),
                (_, peer) -> {
                    peer.send("10\r\nhalf a chunk");
                    peer.cut();
                },
                (_, peer) -> {
                    peer.chunk(ByteString.copyFromUtf8("100\nhalf a record"));
                    peer.endOfChunks();
                },
                (_, peer) -> peer.chunk(ByteString.copyFromUtf8("1000001\n")),
                (_, peer) -> peer.chunk(ByteString.copyFromUtf8("no record")),
                (_, peer) -> peer.chunk(ByteString.copyFromUtf8("5\nwhat?")),
                (_, peer) -> peer.send("what?\r\n"),
                (_, peer) -> peer.subscribed("again", LONG));
    }

    @ParameterizedTest
    @MethodSource("ways_to_lose_a_stream")
    void however_a_stream_is_lost_it_is_told_and_subscribed_again(Script loss) {
        var master =
                master((request, peer) -> {
                    peer.subscribed("s1", LONG);
                    peer.heartbeat();
                    if (!request.call().hasFrameworkId()) loss.handle(request, peer);
                });
        client(settings(master)).start(Optional.empty());
        heard.await(Subscribed.class, 2);
        Awaitility.await().until(() -> heard.all(Heartbeat.class).size() == 2);
        assertThat(heard.all())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly(
                        "Subscribed", "Heartbeat", "Disconnected", "Subscribed", "Heartbeat");
        assertThat(heard.all(Disconnected.class).getFirst().why()).startsWith(master.address());
    }

    @Test
    void a_master_that_speaks_before_subscribed_is_not_believed() {
        var master =
                master((_, peer) -> {
                    peer.open("s1");
                    peer.heartbeat();
                });
        client(settings(master)).start(Optional.empty());
        assertThat(heard.await(Disconnected.class, 1).why()).contains("before it says SUBSCRIBED");
        assertThat(heard.all(Heartbeat.class)).isEmpty();
    }

    @Test
    void a_master_that_never_answers_is_given_up_in_a_bounded_time() {
        var master = master((_, _) -> {});
        client(settings(master)).start(Optional.empty());
        assertThat(heard.await(Disconnected.class, 1).why())
                .isEqualTo(master.address() + " does not answer in time");
    }

    @Test
    void resubscribing_ends_the_stream_and_starts_another_under_the_id_it_had() {
        var count = new AtomicInteger();
        var master = master((_, peer) -> peer.subscribed("s" + count.incrementAndGet(), LONG));
        var client = client(settings(master).withBackoff(Duration.ofHours(1), Duration.ofHours(1)));
        client.start(Optional.empty());
        heard.await(Subscribed.class, 1);
        client.resubscribe();
        heard.await(Subscribed.class, 2);
        assertThat(heard.all(Disconnected.class))
                .containsExactly(new Disconnected("Resubscribing as told"));
        assertThat(master.subscribes().get(1).call().getFrameworkId().getValue())
                .isEqualTo(ScriptedMaster.FRAMEWORK);
    }

    @Test
    void stopping_is_told_and_starting_again_may_name_no_id() {
        var master = master((_, peer) -> peer.subscribed("s1", LONG));
        var client = client(settings(master));
        client.start(Optional.of(new FrameworkId("old")));
        heard.await(Subscribed.class, 1);
        client.stop();
        assertThat(heard.await(Disconnected.class, 1).why()).isEqualTo("Stopped as told");
        client.start(Optional.empty());
        heard.await(Subscribed.class, 2);
        assertThat(master.subscribes())
                .extracting(request -> request.call().getFrameworkId().getValue())
                .containsExactly("old", "");
    }

    @Test
    void after_close_nothing_is_heard() {
        var peers = new ArrayList<Peer>();
        var master =
                master((_, peer) -> {
                    peers.add(peer);
                    peer.subscribed("s1", LONG);
                });
        var client = client(settings(master));
        client.start(Optional.empty());
        heard.await(Subscribed.class, 1);
        client.close();
        client.resubscribe();
        Awaitility.await()
                .until(() -> {
                    try {
                        peers.getFirst().heartbeat();
                        return false;
                    } catch (IOException _) {
                        return true;
                    }
                });
        assertThat(heard.all()).hasSize(1);
        assertThat(master.subscribes()).hasSize(1);
    }
}
