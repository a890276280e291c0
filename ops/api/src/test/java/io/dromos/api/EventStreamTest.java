package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.util.ByteString;
import io.dromos.events.AppId;
import io.dromos.events.TaskState;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private static final String WEB = Served.WEB;
    private static final ActorSystem<?> SYSTEM = ReplayServer.system();

    private final Served served = Served.start(SYSTEM);
    private final World world = served.world();
    private final Client client = served.client();

    @AfterEach
    void stop() {
        served.close();
    }

    @AfterAll
    static void stopSystem() {
        SYSTEM.terminate();
    }

    @Test
    void a_new_application_is_told_from_its_admission_to_its_end() throws IOException {
        try (var stream = client.stream("/v2/events", Map.of())) {
            assertThat(stream.next().type()).isEqualTo("event_stream_attached");
            client.send("POST", "/v2/apps", WEB);
            client.send("DELETE", "/v2/apps/prod/web", "");
            var types = new ArrayList<String>();
            while (!types.contains("app_terminated_event")) {
                var event = stream.next();
                types.add(event.type());
                assertThat(event.data().path("eventType").asText()).isEqualTo(event.type());
            }
            assertThat(types)
                    .containsSubsequence(
                            "group_change_success",
                            "api_post_event",
                            "deployment_info",
                            "instance_changed_event",
                            "status_update_event",
                            "deployment_step_success",
                            "deployment_success",
                            "status_update_event",
                            "app_terminated_event");
        }
    }

    @Test
    void an_event_is_sent_after_reads_show_it() throws IOException {
        try (var stream = client.stream("/v2/events?event_type=status_update_event", Map.of())) {
            awaitSubscriber(stream);
            client.send("POST", "/v2/apps", WEB);
            var task = stream.next("status_update_event").data().path("taskId").asText();
            assertThat(client.get("/v2/apps/prod/web").json().at("/app/tasks/0/id").asText())
                    .isEqualTo(task);
        }
    }

    private void awaitSubscriber(Client.Stream stream) throws IOException {
        assertThat(stream.lines().readLine()).contains("200");
    }

    @Test
    void who_comes_back_with_the_last_id_misses_nothing() throws IOException {
        long seen;
        try (var stream = client.stream("/v2/events", Map.of())) {
            stream.next();
            client.send("POST", "/v2/apps", WEB);
            seen = stream.next("api_post_event").id();
            assertThat(seen).isPositive();
        }
        var types = new ArrayList<String>();
        var headers = Map.of("Last-Event-ID", String.valueOf(seen));
        try (var stream = client.stream("/v2/events", headers)) {
            while (!types.contains("deployment_success")) types.add(stream.next().type());
        }
        assertThat(types)
                .startsWith("event_stream_attached", "deployment_info")
                .contains("status_update_event");
    }

    @Test
    void what_happens_while_nobody_listens_is_told_to_who_comes_back() {
        var hub = new EventHub(world, 8, "master", InstantSource.system());
        var first = new Slow(Integer.MAX_VALUE);
        hub.subscribe(first, Set.of(), OptionalLong.empty(), "a");
        client.send("POST", "/v2/apps", WEB);
        hub.unsubscribe(first, "a");
        client.send("DELETE", "/v2/apps/prod/web", "");
        client.send("POST", "/v2/apps", WEB);
        var second = new Slow(Integer.MAX_VALUE);
        var heard = ids(first.text());
        hub.subscribe(second, Set.of(), OptionalLong.of(heard.getFirst()), "a");
        var told = second.text();
        assertThat(told).startsWith("event: event_stream_attached").doesNotContain("missing");
        assertThat(told.split("event: app_terminated_event")).hasSize(2);
        assertThat(told.split("event: deployment_success")).hasSize(4);
        assertThat(ids(told))
                .isSorted()
                .doesNotHaveDuplicates()
                .containsAll(heard.subList(1, heard.size()))
                .hasSizeGreaterThan(2 * heard.size());
        hub.close();
    }

    @Test
    void who_comes_back_after_more_than_is_kept_is_told_that_events_are_missing() {
        var hub = new EventHub(world, 8, "master", InstantSource.system());
        var first = new Slow(Integer.MAX_VALUE);
        hub.subscribe(first, Set.of(), OptionalLong.empty(), "a");
        client.send("POST", "/v2/apps", WEB);
        hub.unsubscribe(first, "a");
        var web = world.now().application(new AppId("/prod/web")).orElseThrow();
        var run = web.instances().all().values().iterator().next().task().orElseThrow().id();
        for (int i = 0; i <= EventHub.KEPT_MAX; i++)
            world.observe(run, i % 2 == 0 ? TaskState.KILLING : TaskState.RUNNING, "");
        var second = new Slow(Integer.MAX_VALUE);
        hub.subscribe(second, Set.of(), OptionalLong.of(1), "a");
        assertThat(second.text()).contains(": events after 1 may be missing");
        hub.close();
    }

    @Test
    void what_is_kept_for_who_comes_back_is_bounded_in_bytes() {
        var hub = new EventHub(world, 8, "master", InstantSource.system());
        var first = new Slow(Integer.MAX_VALUE);
        hub.subscribe(first, Set.of(), OptionalLong.empty(), "a");
        hub.unsubscribe(first, "a");
        var long64 = "x".repeat(64 << 10);
        for (long bytes = 0; bytes <= EventHub.KEPT_BYTES_MAX; bytes += long64.length())
            client.send(
                    "PUT",
                    "/v2/apps/prod/web?force=true",
                    "{\"cmd\":\"sleep 1\",\"labels\":{\"%d\":\"%s\"}}".formatted(bytes, long64));
        var second = new Slow(Integer.MAX_VALUE);
        hub.subscribe(second, Set.of(), OptionalLong.of(1), "a");
        assertThat(second.text()).contains(": events after 1 may be missing");
        hub.close();
    }

    @Test
    void of_a_task_that_is_silent_for_long_it_is_told_that_another_takes_its_place() {
        var hub = new EventHub(world, 8, "master", InstantSource.system());
        var heard = new Slow(Integer.MAX_VALUE);
        hub.subscribe(heard, Set.of("instance_changed_event"), OptionalLong.empty(), "a");
        client.send(
                "POST",
                "/v2/apps",
                WEB.replace(
                        "}",
                        ",\"unreachableStrategy\":{\"inactiveAfterSeconds\":0,\"expungeAfterSeconds\":60}}"));
        var web = world.now().application(new AppId("/prod/web")).orElseThrow();
        var run = web.instances().all().values().iterator().next().task().orElseThrow().id();
        world.observe(run, TaskState.UNREACHABLE, "");
        assertThat(heard.text())
                .containsSubsequence(
                        "\"condition\":\"Running\"",
                        "\"condition\":\"Unreachable\"",
                        "\"condition\":\"UnreachableInactive\"",
                        "\"condition\":\"Provisioned\"");
        hub.close();
    }

    private static List<Long> ids(String frames) {
        return frames.lines()
                .filter(line -> line.startsWith("id: "))
                .map(line -> Long.valueOf(line.substring(4)))
                .toList();
    }

    @Test
    void without_the_right_accept_header_there_is_no_stream() {
        assertThat(client.get("/v2/events").status()).isEqualTo(405);
        assertThat(client.get("/v2/events").body()).isEmpty();
    }

    @Test
    void a_subscriber_that_leaves_is_forgotten() throws IOException {
        try (var stream = client.stream("/v2/events", Map.of())) {
            stream.next();
            try (var other = client.stream("/v2/events", Map.of())) {
                other.next();
            }
            assertThat(stream.next("event_stream_detached").data().path("remoteAddress").asText())
                    .isEqualTo("127.0.0.1");
        }
    }

    @Test
    void a_subscriber_that_has_no_room_is_cut_off_and_others_are_not() {
        var hub = new EventHub(world, 8, "master", InstantSource.system());
        var full = new Slow(2);
        var quick = new Slow(Integer.MAX_VALUE);
        assertThat(hub.subscribe(full, Set.of(), OptionalLong.empty(), "a")).isTrue();
        assertThat(hub.subscribe(quick, Set.of(), OptionalLong.empty(), "b")).isTrue();
        client.send("POST", "/v2/apps", WEB);
        Awaitility.await().untilTrue(full.ended);
        assertThat(hub.size()).isEqualTo(1);
        assertThat(quick.frames).hasSizeGreaterThan(5);
        hub.close();
        assertThat(quick.ended).isTrue();
    }

    @Test
    void an_idle_stream_gives_signs_of_life() throws IOException {
        try (var stream = client.stream("/v2/events", Map.of())) {
            stream.next();
            for (int signs = 0; signs < 3; ) {
                var line = stream.lines().readLine();
                assertThat(line).isIn("", "2");
                if (line.isEmpty()) signs++;
            }
        }
    }

    @Test
    void there_is_a_bound_on_subscribers() {
        var hub = new EventHub(world, 1, "master", InstantSource.system());
        assertThat(hub.subscribe(new Slow(9), Set.of(), OptionalLong.empty(), "a")).isTrue();
        assertThat(hub.subscribe(new Slow(9), Set.of(), OptionalLong.empty(), "b")).isFalse();
        hub.close();
    }

    private static final class Slow implements EventHub.Subscriber {
        private final int room;
        private final List<ByteString> frames = new ArrayList<>();
        private final AtomicBoolean ended = new AtomicBoolean();

        Slow(int room) {
            this.room = room;
        }

        String text() {
            return frames.stream()
                    .reduce(ByteString.emptyByteString(), ByteString::concat)
                    .utf8String();
        }

        @Override
        public boolean offer(ByteString some) {
            if (frames.size() >= room) return false;
            frames.add(some);
            return true;
        }

        @Override
        public void end() {
            ended.set(true);
        }
    }
}
