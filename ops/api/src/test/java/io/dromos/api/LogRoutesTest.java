package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogRoutesTest {

    private static final ActorSystem<?> SYSTEM = ReplayServer.system();

    private final Served served = Served.start(SYSTEM);

    @AfterAll
    static void stopSystem() {
        SYSTEM.terminate();
    }

    @BeforeEach
    void two_applications_are_there_and_one_was_changed() {
        send("POST", "/v2/apps", Served.WEB);
        send("POST", "/v2/apps", "{\"id\":\"/db\",\"cmd\":\"sleep 1\"}");
        var headers =
                Map.of(
                        "Content-Type",
                        "application/json",
                        "X-Dromos-Reason",
                        " UTF-8''sch%C3%B6n%20laut ");
        var louder = "{\"cmd\":\"sleep 2\"}";
        assertThat(served.client().send("PUT", "/v2/apps/prod/web", headers, louder).status())
                .isEqualTo(200);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void every_record_is_given_with_who_when_and_why() {
        var all = log("after=0&limit=1000").path("records");
        var admitted = kinds(all, "catalog.change-admitted.v1");

        assertThat(offsets(all)).first().isEqualTo(1L);
        assertThat(offsets(all)).isSorted().hasSize(served.world().history().read(1, 9_999).size());
        assertThat(admitted).hasSize(3);
        var last = admitted.getLast();
        assertThat(last.path("reason").asText()).isEqualTo("schön laut");
        assertThat(last.path("cause").asText()).isEqualTo("PUT /v2/apps/prod/web");
        assertThat(last.path("principal").asText()).isEqualTo("anonymous");
        assertThat(last.path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(last.at("/fact/version").isMissingNode()).isFalse();
    }

    @Test
    void records_are_found_by_what_they_are_about() {
        for (var record : log("app=/db&limit=1000").path("records"))
            assertThat(record.path("apps").path(0).asText()).isEqualTo("/db");
        assertThat(log("app=/prod&kind=catalog.application&after=0").path("records")).hasSize(2);
        assertThat(log("app=/pro&after=0").path("records")).isEmpty();
        assertThat(log("principal=nobody&after=0").path("records")).isEmpty();
        assertThat(log("until=2000-01-01T00:00:00Z&after=0").path("records")).isEmpty();

        var change = kinds(log("after=0").path("records"), "catalog.change-admitted.v1");
        var deployment = change.getFirst().path("deployments").path(0).asText();
        var of = log("deployment=" + deployment + "&limit=1000").path("records");
        assertThat(of).isNotEmpty();
        for (var record : of)
            assertThat(record.path("deployments").toString()).contains(deployment);
    }

    @Test
    void pages_forward_and_backward_hold_every_record_once() {
        var whole = offsets(log("after=0&limit=1000").path("records"));

        var forward = new ArrayList<Long>();
        for (long next = 0; ; ) {
            var page = log("limit=7&after=" + next);
            if (page.path("records").isEmpty()) break;
            forward.addAll(offsets(page.path("records")));
            next = page.path("next").asLong();
        }
        var backward = new ArrayList<Long>();
        for (var page = log("limit=7"); !page.path("records").isEmpty(); ) {
            backward.addAll(0, offsets(page.path("records")));
            page = log("limit=7&before=" + page.path("next").asLong());
        }

        assertThat(forward).isEqualTo(whole);
        assertThat(backward).isEqualTo(whole);
    }

    @Test
    void a_record_is_shown_with_what_it_came_of_and_what_came_of_it() {
        var task = served.client().get("/v2/apps/db/tasks").json().at("/tasks/0/id").asText();
        var id = TaskId.parse(task).orElseThrow();
        served.world().observe(id, TaskState.FAILED, "exit status 3");
        var all = log("app=/db&after=0&limit=1000").path("records");
        var failed = kinds(all, "app.task-observed.v1").getLast();

        var shown = record(failed.path("offset").asLong());
        assertThat(kindsOf(shown.path("because")))
                .containsExactly(
                        "app.instance-planned.v1",
                        "app.version-adopted.v1",
                        "catalog.change-admitted.v1");

        var change = record(shown.path("because").path(2).path("offset").asLong());
        assertThat(change.path("because")).isEmpty();
        assertThat(tree(change)).contains(failed.path("offset").asLong());
        assertThat(tree(change)).doesNotHaveDuplicates();
    }

    @Test
    void an_application_is_shown_as_it_was_at_an_offset_a_time_or_a_version() {
        var versions = served.client().get("/v2/apps/prod/web/versions").json().path("versions");
        var first = served.client().get("/v3/apps/prod/web?at=" + versions.path(1).asText()).json();
        var now = served.client().get("/v2/apps/prod/web").json();

        assertThat(first.at("/app/cmd").asText()).isNotEqualTo("sleep 2");
        assertThat(first.at("/app/version")).isEqualTo(versions.path(1));
        var at = first.at("/at/offset").asLong();
        assertThat(served.client().get("/v3/apps/prod/web?at=" + at).json()).isEqualTo(first);
        var head = served.client().get("/v3/apps/prod/web?at=" + served.world().history().head());
        assertThat(head.json().at("/app/cmd")).isEqualTo(now.at("/app/cmd"));
        assertThat(served.client().get("/v3/apps/prod/web?at=0").status()).isEqualTo(404);
        var later = served.client().get("/v3/apps/prod/web?at=2999-01-01T00:00:00Z").json();
        assertThat(later.at("/app/cmd").asText()).isEqualTo("sleep 2");
    }

    @Test
    void everything_is_shown_as_it_was_at_a_moment() {
        var all = log("after=0&limit=1000").path("records");
        long second = kinds(all, "catalog.change-admitted.v1").get(1).path("offset").asLong();

        var before = served.client().get("/v3/cluster?at=" + (second - 1)).json();
        var now = served.client().get("/v3/cluster").json();

        assertThat(before.path("apps")).hasSize(1);
        assertThat(now.path("apps")).hasSize(2);
        assertThat(now.at("/apps/0/tasks/0/id").asText()).isNotBlank();
        assertThat(now.path("deployments")).isEmpty();
        assertThat(now.path("agents").isArray()).isTrue();
    }

    @Test
    void what_makes_no_sense_is_refused_in_a_sentence() {
        refused("/v3/log?limit=0", 422, "'limit' must be from 1 to 1000");
        refused("/v3/log?after=x", 422, "'after' must be a number from 0 on, not 'x'");
        refused("/v3/log?after=1&before=2", 422, "only one");
        refused("/v3/log?since=yesterday", 422, "'since' must be a time such as");
        refused("/v3/log/999999", 404, "There is no record 999999");
        refused("/v3/cluster?at=999999", 404, "there is no record 999999");
        refused("/v3/cluster?at=noon", 422, "not 'noon'");
        refused("/v3/log/verify?after=x", 422, "'after' must be a number");
        refused("/v3/log/verify?after=5", 404, "The moment is not reached");
        refused("/v3/log/export?limit=0", 422, "'limit' must be from 1 to 10000");
        refused("/v3/log/checkpoint", 503, "signs nothing");
        refused("/v3/apps/nobody?at=1", 404, "'/nobody' did not exist");
        assertThat(served.client().send("POST", "/v3/log", "{}").status()).isEqualTo(405);
    }

    private void refused(String path, int status, String part) {
        var answer = served.client().get(path);
        assertThat(answer.status()).as(path).isEqualTo(status);
        assertThat(answer.json().path("message").asText()).contains(part);
    }

    private void send(String method, String path, String body) {
        assertThat(served.client().send(method, path, body).status()).isLessThan(300);
    }

    private JsonNode log(String query) {
        return served.client().get("/v3/log?" + query).json();
    }

    private JsonNode record(long offset) {
        return served.client().get("/v3/log/" + offset).json();
    }

    private static List<Long> offsets(JsonNode records) {
        var all = new ArrayList<Long>();
        records.forEach(it -> all.add(it.path("offset").asLong()));
        return all;
    }

    private static List<JsonNode> kinds(JsonNode records, String kind) {
        var all = new ArrayList<JsonNode>();
        for (var it : records) if (it.path("kind").asText().equals(kind)) all.add(it);
        return all;
    }

    private static List<String> kindsOf(JsonNode records) {
        var all = new ArrayList<String>();
        records.forEach(it -> all.add(it.path("kind").asText()));
        return all;
    }

    private static List<Long> tree(JsonNode record) {
        var all = new ArrayList<Long>();
        for (var it : record.path("caused")) {
            all.add(it.path("offset").asLong());
            all.addAll(tree(it));
        }
        return all;
    }
}
