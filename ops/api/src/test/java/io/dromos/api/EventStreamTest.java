package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import io.dromos.api.EventHub.Joined.Behind;
import io.dromos.api.EventHub.Joined.Live;
import io.dromos.api.EventHub.Joined.Refused;
import io.dromos.events.AppId;
import io.dromos.events.TaskState;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        String seen;
        try (var stream = client.stream("/v2/events", Map.of())) {
            stream.next();
            client.send("POST", "/v2/apps", WEB);
            seen = stream.next("api_post_event").id();
            assertThat(Seen.parse(seen)).isPresent();
        }
        var types = new ArrayList<String>();
        var headers = Map.of("Last-Event-ID", seen);
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
        var first = new Heard();
        hub.subscribe(first, Set.of(), Optional.empty(), "a");
        client.send("POST", "/v2/apps", WEB);
        hub.unsubscribe(first, "a");
        client.send("DELETE", "/v2/apps/prod/web", "");
        client.send("POST", "/v2/apps", WEB);
        var second = new Heard();
        var heard = ids(first.text());
        hub.subscribe(second, Set.of(), Seen.parse(heard.getFirst()), "a");
        var told = second.text();
        assertThat(told).startsWith("event: event_stream_attached");
        assertThat(told.split("event: app_terminated_event")).hasSize(2);
        assertThat(told.split("event: deployment_success")).hasSize(4);
        assertThat(ids(told)).map(id -> Seen.parse(id).orElseThrow().last()).isSorted();
        assertThat(ids(told))
                .doesNotHaveDuplicates()
                .containsAll(heard.subList(1, heard.size()))
                .hasSizeGreaterThan(2 * heard.size());
        hub.close();
    }

    @Test
    void who_comes_back_after_more_than_is_kept_has_to_read_the_log() {
        var hub = new EventHub(world, 8, "master", InstantSource.system());
        var first = new Heard();
        hub.subscribe(first, Set.of(), Optional.empty(), "a");
        client.send("POST", "/v2/apps", WEB);
        hub.unsubscribe(first, "a");
        var web = world.now().application(new AppId("/prod/web")).orElseThrow();
        var run = web.instances().all().values().iterator().next().task().orElseThrow().id();
        for (int i = 0; i <= NewestEvents.KEPT_MAX; i++)
            world.observe(run, i % 2 == 0 ? TaskState.KILLING : TaskState.RUNNING, "");
        assertThat(hub.subscribe(new Heard(), Set.of(), Optional.of(new Seen(1)), "a"))
                .isInstanceOf(Behind.class);
        long near = world.now().offset() - NewestEvents.KEPT_MAX / 3;
        assertThat(hub.subscribe(new Heard(), Set.of(), Optional.of(new Seen(near)), "a"))
                .isInstanceOf(Live.class);
        hub.close();
    }

    @Test
    void what_is_kept_for_who_comes_back_is_bounded_in_bytes() {
        var hub = new EventHub(world, 8, "master", InstantSource.system());
        var first = new Heard();
        hub.subscribe(first, Set.of(), Optional.empty(), "a");
        hub.unsubscribe(first, "a");
        client.send("POST", "/v2/apps", WEB);
        var web = world.now().application(new AppId("/prod/web")).orElseThrow();
        var run = web.instances().all().values().iterator().next().task().orElseThrow().id();
        var message = "x".repeat(60_000);
        int some = (int) (NewestEvents.KEPT_BYTES_MAX / message.length()) + 1;
        for (int i = 0; i <= some; i++)
            world.observe(run, i % 2 == 0 ? TaskState.KILLING : TaskState.RUNNING, message);
        assertThat(world.now().offset()).isLessThan(NewestEvents.KEPT_MAX / 2);
        assertThat(hub.subscribe(new Heard(), Set.of(), Optional.of(new Seen(1)), "a"))
                .isInstanceOf(Behind.class);
        hub.close();
    }

    @Test
    void a_subscriber_has_an_id_to_come_back_with_before_the_first_event() {
        var hub = new EventHub(world, 8, "master", InstantSource.system());
        client.send("POST", "/v2/apps", WEB);
        var head = "id: %d\r\n".formatted(world.now().offset());
        var all = new Heard();
        hub.subscribe(all, Set.of(), Optional.empty(), "a");
        assertThat(all.text()).startsWith("event: event_stream_attached\r\n" + head + "data: {");
        var some = new Heard();
        hub.subscribe(some, Set.of("api_post_event"), Optional.empty(), "b");
        assertThat(some.text()).isEqualTo(head + "\r\n");
        hub.close();
    }

    @Test
    void each_event_of_a_fact_has_an_id_of_its_own() {
        var hub = new EventHub(world, 8, "master", InstantSource.system());
        var heard = new Heard();
        hub.subscribe(heard, Set.of(), Optional.empty(), "a");
        client.send("POST", "/v2/apps", WEB);
        assertThat(heard.text())
                .containsPattern("event: group_change_success\r\nid: 2\\.1\r\ndata:")
                .containsPattern("event: api_post_event\r\nid: 2\r\ndata:");
        var between = new Heard();
        hub.subscribe(between, Set.of(), Seen.parse("2.1"), "b");
        assertThat(between.text())
                .contains("event: api_post_event")
                .doesNotContain("event: group_change_success");
        hub.close();
    }

    @Test
    void who_wants_what_is_rare_is_told_now_and_then_how_far_it_is() {
        var hub = new EventHub(world, 8, "master", InstantSource.system());
        client.send("POST", "/v2/apps", WEB);
        var rare = new Heard();
        hub.subscribe(rare, Set.of("app_terminated_event"), Optional.empty(), "a");
        long from = world.now().offset();
        var web = world.now().application(new AppId("/prod/web")).orElseThrow();
        var run = web.instances().all().values().iterator().next().task().orElseThrow().id();
        long every = EventHub.MARK_EVERY;
        for (int i = 0; i < 2 * every; i++)
            world.observe(run, i % 2 == 0 ? TaskState.KILLING : TaskState.RUNNING, "");
        assertThat(ids(rare.text()))
                .containsExactly("" + from, "" + (from + every), "" + (from + 2 * every));
        assertThat(rare.text()).doesNotContain("data:");
        hub.close();
    }

    @Test
    void of_a_task_that_is_silent_for_long_it_is_told_that_another_takes_its_place() {
        var hub = new EventHub(world, 8, "master", InstantSource.system());
        var heard = new Heard();
        hub.subscribe(heard, Set.of("instance_changed_event"), Optional.empty(), "a");
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

    private static List<String> ids(String frames) {
        return frames.lines()
                .filter(line -> line.startsWith("id: "))
                .map(line -> line.substring(4))
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
        var full = new Heard(2);
        var quick = new Heard();
        hub.subscribe(full, Set.of(), Optional.empty(), "a");
        hub.subscribe(quick, Set.of(), Optional.empty(), "b");
        client.send("POST", "/v2/apps", WEB);
        Awaitility.await().untilTrue(full.ended());
        assertThat(hub.size()).isEqualTo(1);
        assertThat(quick.frames()).hasSizeGreaterThan(5);
        hub.close();
        assertThat(quick.ended()).isTrue();
    }

    @Test
    void an_idle_stream_gives_signs_of_life() throws IOException {
        try (var stream = client.stream("/v2/events", Map.of())) {
            stream.next();
            for (int signs = 0; signs < 3; ) {
                var line = stream.lines().readLine();
                assertThat(line).isEmpty();
                signs++;
            }
        }
    }

    @Test
    void there_is_a_bound_on_subscribers() {
        var hub = new EventHub(world, 1, "master", InstantSource.system());
        assertThat(hub.subscribe(new Heard(), Set.of(), Optional.empty(), "a"))
                .isInstanceOf(Live.class);
        assertThat(hub.subscribe(new Heard(), Set.of(), Optional.empty(), "b"))
                .isInstanceOf(Refused.class);
        hub.close();
    }
}
