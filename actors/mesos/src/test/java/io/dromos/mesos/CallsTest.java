package io.dromos.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.mesos.OfferId;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.SchedulerEvent.Answered;
import io.dromos.domain.mesos.SchedulerEvent.Disconnected;
import io.dromos.domain.mesos.SchedulerEvent.Subscribed;
import io.dromos.domain.mesos.SchedulerEvent.Unanswered;
import io.dromos.events.AgentId;
import io.dromos.events.FrameworkId;
import io.dromos.events.spec.PortDefinition;
import io.dromos.mesos.ScriptedMaster.Peer;
import io.dromos.mesos.ScriptedMaster.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of calls.
class CallsTest extends Stage {

    @ParameterizedTest
    @EnumSource(Wire.class)
    void every_kind_of_call_goes_out_under_the_stream_id_and_is_answered(Wire wire) {
        var master = masterFor((_, peer) -> peer.accepted());
        var client = subscribed(settings(master).withWire(wire));
        var calls =
                List.<SchedulerCall>of(
                        accept(),
                        new SchedulerCall.Decline(
                                List.of(new OfferId("o1")), Duration.ofSeconds(120)),
                        new SchedulerCall.Revive(List.of("web")),
                        new SchedulerCall.Suppress(List.of()),
                        new SchedulerCall.UpdateRoles(List.of("*", "web"), List.of("*")),
                        new SchedulerCall.Kill("t", Optional.empty(), Optional.empty()),
                        new SchedulerCall.Acknowledge("t", new AgentId("s"), "AAEC"),
                        new SchedulerCall.Reconcile(
                                List.of(new SchedulerCall.Question(Specs.TASK, new AgentId("s")))));
        for (int i = 0; i < calls.size(); i++) client.call(i, calls.get(i));
        heard.awaitCount(Answered.class, calls.size());
        assertThat(heard.all(Answered.class))
                .containsExactlyElementsOf(
                        LongStream.range(0, calls.size())
                                .mapToObj(n -> new Answered(n, 202, ""))
                                .toList());
        var subscribe = CallTranslation.subscribe(IDENTITY, Optional.empty()).getSubscribe();
        var described = subscribe.getFrameworkInfo();
        assertThat(master.calls())
                .extracting(Request::call)
                .containsExactlyElementsOf(
                        calls.stream()
                                .map(c ->
                                        CallTranslation.translate(
                                                c,
                                                new FrameworkId(ScriptedMaster.FRAMEWORK),
                                                described))
                                .toList());
        assertThat(master.calls()).allMatch(request -> request.streamId().equals("s1"));
    }

    @Test
    void calls_keep_their_order_and_share_a_connection() {
        var peers = ConcurrentHashMap.<Peer>newKeySet();
        var master =
                masterFor((_, peer) -> {
                    peers.add(peer);
                    peer.accepted();
                });
        var client = subscribed(bounds(settings(master), 2_000, 8));
        for (int n = 0; n < 1_000; n++) client.call(n, kill(n));
        heard.awaitCount(Answered.class, 1_000);
        assertThat(master.calls()).extracting(CallsTest::number).isSorted().hasSize(1_000);
        assertThat(heard.all(Answered.class)).extracting(Answered::call).isSorted().hasSize(1_000);
        assertThat(peers).hasSize(1);
    }

    @Test
    void a_refusal_is_told_in_mesos_words() {
        var master = masterFor((_, peer) -> peer.answer(403, "", "Framework is not subscribed\n"));
        subscribed(settings(master)).call(7, kill(7));
        assertThat(heard.await(Answered.class, 1))
                .isEqualTo(new Answered(7, 403, "Framework is not subscribed"));
    }

    @Test
    void an_accept_whose_connection_drops_was_sent_once_and_is_unanswered() {
        var master =
                masterFor((request, peer) -> {
                    if (request.call().getType() == Call.Type.ACCEPT) peer.cut();
                    else peer.accepted();
                });
        var client = subscribed(settings(master));
        client.call(1, accept());
        assertThat(heard.await(Unanswered.class, 1).why())
                .startsWith("Sent, but without an answer: ");
        client.call(2, kill(2));
        assertThat(heard.await(Answered.class, 1).call()).isEqualTo(2);
        client.resubscribe();
        heard.await(Subscribed.class, 2);
        client.call(3, kill(3));
        assertThat(heard.await(Answered.class, 2).call()).isEqualTo(3);
        assertThat(master.calls())
                .extracting(request -> request.call().getType() + " " + request.streamId())
                .containsExactly("ACCEPT s1", "KILL s1", "KILL s2");
        assertThat(heard.all(Unanswered.class)).hasSize(1);
    }

    @Test
    void half_an_answer_is_no_answer() {
        var master =
                masterFor((_, peer) -> {
                    peer.send("HTTP/1.1 202 Accepted\r\nContent-Le");
                    peer.cut();
                });
        subscribed(settings(master)).call(1, accept());
        assertThat(heard.await(Unanswered.class, 1).call()).isEqualTo(1);
        assertThat(master.calls()).hasSize(1);
    }

    @Test
    void a_call_without_an_answer_in_time_is_unanswered() {
        var master = masterFor((_, _) -> {});
        subscribed(settings(master)).call(1, accept());
        assertThat(heard.await(Unanswered.class, 1).why())
                .isEqualTo("Sent, but without an answer: no answer within 3000 ms");
        assertThat(master.calls()).hasSize(1);
    }

    @Test
    void a_connection_closed_while_idle_costs_no_call() {
        var master =
                masterFor((_, peer) -> {
                    peer.answer(202, "Connection: close\r\n", "");
                    peer.cut();
                });
        var client = subscribed(settings(master));
        for (int n = 1; n <= 5; n++) {
            client.call(n, kill(n));
            heard.awaitCount(Answered.class, n);
        }
        assertThat(heard.all(Unanswered.class)).isEmpty();
    }

    @Test
    void a_connection_that_was_idle_too_long_is_not_trusted_with_another_call() {
        var master = masterFor((_, peer) -> peer.accepted());
        var client = subscribed(neverIdle(settings(master)));
        for (int n = 1; n <= 3; n++) {
            client.call(n, kill(n));
            heard.awaitCount(Answered.class, n);
        }
        assertThat(master.calls()).extracting(Request::connection).doesNotHaveDuplicates();
        assertThat(heard.all(Unanswered.class)).isEmpty();
    }

    @Test
    void without_a_subscription_a_call_is_unanswered_at_once() {
        var master = masterFor((_, peer) -> peer.accepted());
        var client = client(settings(master), heard);
        client.call(1, accept());
        assertThat(heard.all())
                .containsExactly(new Unanswered(1, "Not sent: no subscription stands"));
    }

    @Test
    void more_calls_than_the_queue_holds_are_unanswered_at_once() {
        var gate = new CountDownLatch(1);
        var master =
                masterFor((_, peer) -> {
                    awaitQuietly(gate);
                    peer.accepted();
                });
        var client = subscribed(bounds(settings(master), 3, 1));
        client.call(0, kill(0));
        Awaitility.await().until(() -> master.calls().size() == 1);
        for (int n = 1; n <= 5; n++) client.call(n, kill(n));
        assertThat(heard.all(Unanswered.class))
                .containsExactly(
                        new Unanswered(4, "Not sent: the queue of 3 calls is full"),
                        new Unanswered(5, "Not sent: the queue of 3 calls is full"));
        gate.countDown();
        heard.awaitCount(Answered.class, 4);
    }

    @Test
    void a_call_that_contradicts_itself_is_refused_without_being_sent() {
        var master = masterFor((_, peer) -> peer.accepted());
        var client = subscribed(settings(master));
        var specs = Specs.cmd("sleep 1");
        specs.portDefinitions.add(new PortDefinition(0, "tcp", Optional.empty(), Map.of()));
        client.call(
                1,
                new SchedulerCall.Accept(
                        List.of(new OfferId("o")), List.of(specs.launch()), Duration.ZERO));
        client.call(2, kill(2));
        assertThat(heard.await(Answered.class, 1))
                .isEqualTo(
                        new Answered(
                                1,
                                400,
                                "Not sent: Task "
                                        + Specs.TASK
                                        + " needs 1 host ports or more, but was given 0"));
        heard.await(Answered.class, 2);
        assertThat(master.calls()).extracting(CallsTest::number).containsExactly(2L);
    }

    @Test
    void what_is_under_way_when_the_stream_ends_is_settled_before_that_is_told() {
        var gate = new CountDownLatch(1);
        var streams = new ArrayList<Peer>();
        var master =
                master((request, peer) -> {
                    if (request.isSubscribe()) {
                        streams.add(peer);
                        peer.subscribed("s" + streams.size(), LONG);
                        return;
                    }
                    awaitQuietly(gate);
                    streams.getFirst().endOfChunks();
                    peer.accepted();
                });
        var client = subscribed(bounds(settings(master), 100, 1));
        for (int n = 0; n < 3; n++) client.call(n, kill(n));
        gate.countDown();
        heard.await(Disconnected.class, 1);
        var said = heard.all();
        var before = said.subList(1, said.indexOf(heard.all(Disconnected.class).getFirst()));
        assertThat(before).extracting(CallsTest::settled).containsExactlyInAnyOrder(0L, 1L, 2L);
        assertThat(before).contains(new Answered(0, 202, ""));
    }

    @Test
    void after_a_teardown_it_does_not_come_back() {
        var streams = new ArrayList<Peer>();
        var master =
                master((request, peer) -> {
                    if (request.isSubscribe()) {
                        streams.add(peer);
                        peer.subscribed("s" + streams.size(), LONG);
                        return;
                    }
                    streams.getFirst().endOfChunks();
                    peer.accepted();
                });
        var client = subscribed(settings(master));
        client.call(1, new SchedulerCall.Teardown());
        heard.await(Disconnected.class, 1);
        assertThat(heard.all(Answered.class)).containsExactly(new Answered(1, 202, ""));
        client.start(Optional.of(new FrameworkId("marker")));
        heard.await(Subscribed.class, 2);
        assertThat(master.subscribes())
                .extracting(request -> request.call().getFrameworkId().getValue())
                .containsExactly("", "marker");
    }

    private static long settled(SchedulerEvent event) {
        return switch (event) {
            case Answered answered -> answered.call();
            case Unanswered unanswered -> unanswered.call();
            default -> -1;
        };
    }

    static SchedulerCall kill(long number) {
        return new SchedulerCall.Kill(Long.toString(number), Optional.empty(), Optional.empty());
    }

    static long number(Request request) {
        return Long.parseLong(request.call().getKill().getTaskId().getValue());
    }

    private static SchedulerCall accept() {
        return new SchedulerCall.Accept(
                List.of(new OfferId("o1")),
                List.of(Specs.cmd("sleep 1").launch()),
                Duration.ofSeconds(5));
    }

    private static void awaitQuietly(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
