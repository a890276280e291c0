package io.dromos.mesos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.SchedulerEvent.Answered;
import io.dromos.domain.mesos.SchedulerEvent.Disconnected;
import io.dromos.domain.mesos.SchedulerEvent.Errored;
import io.dromos.domain.mesos.SchedulerEvent.Heartbeat;
import io.dromos.domain.mesos.SchedulerEvent.Subscribed;
import io.dromos.events.FrameworkId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How the client gets a subscription.
class MesosClientTest extends Stage {

    @ParameterizedTest
    @EnumSource(Wire.class)
    void subscribes_as_told_and_says_so(Wire wire) {
        var master = master((_, peer) -> peer.subscribed("s1", LONG));
        var client = client(settings(master).withWire(wire));
        client.start(Optional.empty());
        assertThat(heard.await(Subscribed.class, 1))
                .isEqualTo(
                        new Subscribed(
                                new FrameworkId(ScriptedMaster.FRAMEWORK),
                                Duration.ofSeconds(15),
                                master.address()));
        var request = master.subscribes().getFirst();
        assertThat(request.headers())
                .containsEntry("content-type", wire.mediaType())
                .containsEntry("accept", wire.mediaType())
                .containsEntry("host", master.address())
                .doesNotContainKeys("mesos-stream-id", "authorization");
        assertThat(request.call()).isEqualTo(CallTranslation.subscribe(IDENTITY, Optional.empty()));
    }

    @Test
    void authenticates_with_its_credential_and_never_shows_the_secret() {
        var master = master((_, peer) -> peer.subscribed("s1", LONG));
        var settings = settings(master).withCredential(new Credential("me", "s3cret"));
        client(settings).start(Optional.empty());
        heard.await(Subscribed.class, 1);
        assertThat(master.subscribes().getFirst().headers())
                .containsEntry("authorization", "Basic bWU6czNjcmV0");
        assertThat(settings.toString()).contains("me").doesNotContain("s3cret");
    }

    @Test
    void does_nothing_before_it_is_started() {
        var master = master((_, peer) -> peer.subscribed("s1", LONG));
        var client = client(settings(master));
        client.stop();
        client.start(Optional.of(new FrameworkId("told")));
        heard.await(Subscribed.class, 1);
        assertThat(master.subscribes())
                .extracting(request -> request.call().getFrameworkId().getValue())
                .containsExactly("told");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//%s", "//%s/api/v1/scheduler", "http://%s/master/api/v1/scheduler"})
    void follows_a_redirect_to_the_leading_master(String location) {
        var leader = master((_, peer) -> peer.subscribed("s1", LONG));
        var follower =
                master((_, peer) ->
                        peer.answer(
                                307,
                                "Location: " + location.formatted(leader.address()) + "\r\n",
                                ""));
        client(settings(follower)).start(Optional.empty());
        assertThat(heard.await(Subscribed.class, 1).master()).isEqualTo(leader.address());
        assertThat(heard.all()).hasSize(1);
    }

    @Test
    void masters_that_redirect_in_circles_are_left_after_a_bounded_number_of_steps() {
        var self = new ArrayList<ScriptedMaster>();
        var master =
                master((_, peer) ->
                        peer.answer(307, "Location: //" + self.getFirst().address() + "\r\n", ""));
        self.add(master);
        client(settings(master).withBackoff(Duration.ofHours(1), Duration.ofHours(1)))
                .start(Optional.empty());
        assertThat(heard.await(Disconnected.class, 1).why())
                .isEqualTo("Too many redirects, the last to " + master.address());
        assertThat(master.subscribes()).hasSize(6);
    }

    @Test
    void a_master_that_is_down_or_does_not_lead_yet_is_passed_over_for_the_next() {
        var down = master((_, _) -> {});
        down.close();
        var recovering =
                master((_, peer) -> peer.answer(503, "", "Master has not finished recovery"));
        var leading = master((_, peer) -> peer.subscribed("s1", LONG));
        client(settings(down, recovering, leading)).start(Optional.empty());
        assertThat(heard.await(Subscribed.class, 1).master()).isEqualTo(leading.address());
        assertThat(heard.all()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 429, 500, 503})
    void a_master_that_is_not_ready_is_asked_again(int status) {
        var asked = new AtomicInteger();
        var master =
                master((_, peer) -> {
                    if (asked.incrementAndGet() < 4) peer.answer(status, "", "not yet");
                    else peer.subscribed("s1", LONG);
                });
        client(settings(master)).start(Optional.empty());
        heard.await(Subscribed.class, 1);
        assertThat(heard.all(Disconnected.class))
                .extracting(Disconnected::why)
                .containsOnly(master.address() + " answers " + status + ": not yet")
                .hasSize(3);
        assertThat(heard.all(Errored.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 406, 415})
    void a_refusal_for_good_is_told_and_not_repeated(int status) {
        var master =
                master((request, peer) -> {
                    if (request.call().hasFrameworkId()) peer.subscribed("s2", LONG);
                    else peer.answer(status, "", "no");
                });
        var client = client(settings(master));
        client.start(Optional.empty());
        assertThat(heard.await(Errored.class, 1).message())
                .isEqualTo(master.address() + " answers " + status + ": no");
        assertSilentUntilStarted(client, master);
    }

    @Test
    void a_listener_that_fails_loses_one_event_and_not_the_stream() {
        var master =
                master((_, peer) -> {
                    peer.subscribed("s1", LONG);
                    peer.heartbeat();
                });
        var client =
                client(
                        settings(master),
                        event -> {
                            heard.accept(event);
                            if (event instanceof Subscribed) throw new IllegalStateException("no");
                        });
        client.start(Optional.empty());
        heard.await(Heartbeat.class, 1);
    }

    @Test
    void bytes_of_real_masters_pass_through_the_client() throws IOException {
        for (var recorded : RecordedStreamsTest.rawStreams().toList()) {
            var said = new Heard();
            var master =
                    master((_, peer) -> {
                        peer.open("s1");
                        peer.chunk(recorded.raw());
                        peer.endOfChunks();
                    });
            var client = client(settings(master).withWire(recorded.wire()), said);
            client.start(Optional.empty());
            said.await(Disconnected.class, 1);
            client.close();
            var expected = new ArrayList<SchedulerEvent>();
            for (var event : recorded.events())
                EventTranslation.translate(
                                Wire.JSON.read(event.body().toString().getBytes(UTF_8)),
                                master.address())
                        .ifPresent(expected::add);
            assertThat(said.all().subList(0, expected.size()))
                    .as(recorded.id())
                    .isEqualTo(expected);
        }
    }

    @Test
    void calls_may_be_made_while_an_event_is_told() {
        var master = masterFor((_, peer) -> peer.accepted());
        var client = new ArrayList<MesosClient>();
        client.add(
                client(
                        settings(master),
                        event -> {
                            heard.accept(event);
                            if (event instanceof Subscribed)
                                client.getFirst().call(1, CallsTest.kill(1));
                        }));
        client.getFirst().start(Optional.empty());
        assertThat(heard.await(Answered.class, 1).call()).isEqualTo(1);
    }
}
