package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `/v3/events`: a window of the past as a stream.
class EventWindowTest {

    private static final ActorSystem<?> SYSTEM = ReplayServer.system();

    private final Served served = Served.start(SYSTEM);

    @BeforeEach
    void much_has_happened() {
        served.client().send("POST", "/v2/apps", Served.WEB);
        new RandomChanges(served, new Random(7)).make(20);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @AfterAll
    static void stopSystem() {
        SYSTEM.terminate();
    }

    @Test
    void windows_side_by_side_hold_what_the_whole_holds_and_say_where_they_end() {
        long head = served.world().now().offset();
        long middle = head / 2;
        var whole = frames("/v3/events");
        var first = frames("/v3/events?to=" + middle);
        var second = frames("/v3/events?from=%d&to=%d".formatted(middle, head));

        assertThat(whole).last().isEqualTo("id: " + head);
        assertThat(first).last().isEqualTo("id: " + middle);
        assertThat(events(whole)).hasSizeGreaterThan(20);
        assertThat(events(first)).isNotEmpty();
        assertThat(List.of(events(first), events(second)))
                .flatMap(it -> it)
                .isEqualTo(events(whole));
    }

    @Test
    void a_query_that_is_not_encoded_well_is_the_clients_mistake() {
        for (var path : List.of("/v3/events?from=%zz", "/v2/events?event_type=%zz"))
            assertThat(served.client().get(path).status()).as(path).isEqualTo(400);
    }

    @Test
    void a_moment_is_a_time_or_a_version_too() {
        var version =
                served.client().get("/v2/apps/prod/web/versions").json().at("/versions/0").asText();
        var since = frames("/v3/events?from=" + version);
        assertThat(events(since).getFirst()).startsWith("event: deployment_info");
        assertThat(events(frames("/v3/events?to=2000-01-01T00:00:00Z"))).isEmpty();
        var now = frames("/v3/events?to=2999-01-01T00:00:00Z&event_type=api_post_event");
        assertThat(events(now)).isNotEmpty().allMatch(it -> it.startsWith("event: api_post_event"));
    }

    @Test
    void who_comes_back_goes_on_and_at_the_end_is_told_that_there_is_no_more() {
        long head = served.world().now().offset();
        var whole = events(frames("/v3/events"));
        var tenth = whole.get(9).lines().filter(it -> it.startsWith("id: ")).findFirst();
        var rest = send("/v3/events", tenth.orElseThrow().substring(4));
        assertThat(events(blocks(rest.body()))).isEqualTo(whole.subList(10, whole.size()));
        assertThat(send("/v3/events", "" + head).status()).isEqualTo(204);
    }

    @Test
    void what_makes_no_sense_is_refused_in_a_sentence() {
        refused("/v3/events?from=noon", 422, "not 'noon'");
        refused("/v3/events?from=9&to=8", 422, "'from' is offset 9 of the log, and 'to' is 8");
        refused("/v3/events?to=999999", 404, "there is no record 999999");
        var plain = Map.of("Accept", "application/json");
        assertThat(served.client().send("GET", "/v3/events", plain, "").status()).isEqualTo(406);
        assertThat(served.client().send("POST", "/v3/events", "{}").status()).isEqualTo(405);
    }

    private void refused(String path, int status, String part) {
        var answer = served.client().get(path);
        assertThat(answer.status()).as(path).isEqualTo(status);
        assertThat(answer.json().path("message").asText()).contains(part);
    }

    private Client.Answer send(String path, String lastId) {
        var headers = Map.of("Last-Event-ID", lastId);
        return served.client().send("GET", path, headers, "");
    }

    private List<String> frames(String path) {
        var answer = served.client().get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().get("content-type")).startsWith("text/event-stream");
        return blocks(answer.body());
    }

    private static List<String> events(List<String> blocks) {
        return blocks.stream().filter(it -> it.startsWith("event: ")).toList();
    }

    /// The blocks of a body that came in chunks, without the lengths of these.
    private static List<String> blocks(String body) {
        var text = new StringBuilder();
        int at = 0;
        while (true) {
            int end = body.indexOf("\r\n", at);
            int length = Integer.parseInt(body.substring(at, end), 16);
            if (length == 0) break;
            text.append(body, end + 2, end + 2 + length);
            at = end + 2 + length + 2;
        }
        return List.of(text.toString().strip().split("(\r\n){2,}"));
    }
}
