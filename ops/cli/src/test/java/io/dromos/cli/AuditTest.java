package io.dromos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.cli.outcome.ExitCode;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `audit`, `history`, `cluster` and `app show --at` against a server that answers as it is told.
class AuditTest {

    private static final String CHANGE =
            """
            {"offset":7,"committedAt":"2026-11-30T10:00:00.123456Z","aggregate":"catalog","sequenceNr":3,
             "kind":"catalog.change-admitted.v1","principal":"ann","address":"10.0.0.1",
             "cause":"PUT /v2/apps/web","reason":"=2+3","fact":{"deployment":"d-1","count":1}}
            """;

    private static final String OBSERVED =
            """
            {"offset":9,"committedAt":"2026-11-30T10:00:01.5Z","aggregate":"app|/web","sequenceNr":4,
             "kind":"app.task-observed.v1","principal":"system:scheduler",
             "fact":{"app":"/web","task":"web.1","state":"FAILED","message":"exit status 3"}}
            """;

    private ScriptedServer server;

    @BeforeEach
    void begin() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void the_newest_records_are_a_table_of_who_and_what() {
        server.on("GET /v3/log", 200, page(9, 1, CHANGE, OBSERVED));
        var run = Run.at(server, "audit", "log");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out().lines())
                .containsExactly(
                        "OFFSET  TIME                  WHO               WHAT",
                        "7       2026-11-30T10:00:00Z  ann at 10.0.0.1   a change of 1 is admitted as deployment d-1",
                        "9       2026-11-30T10:00:01Z  system:scheduler  task web.1 is FAILED: exit status 3");
    }

    @Test
    void values_for_spreadsheets_are_quoted_and_no_formula_gets_through() {
        server.on("GET /v3/log", 200, page(9, 1, CHANGE));
        var run = Run.at(server, "audit", "log", "--csv");
        assertThat(run.out().lines())
                .containsExactly(
                        "offset,time,principal,address,kind,about,what,reason",
                        "7,2026-11-30T10:00:00.123456Z,ann,10.0.0.1,catalog.change-admitted.v1,catalog,"
                                + "a change of 1 is admitted as deployment d-1,\"'=2+3\"");
    }

    @Test
    void a_history_begins_a_paragraph_with_each_request_and_its_reason() {
        server.on("GET /v3/log", 200, page(9, 1, CHANGE, OBSERVED));
        var run = Run.at(server, "history", "web");
        assertThat(run.out())
                .isEqualTo(
                        """

                        ann at 10.0.0.1: PUT /v2/apps/web (=2+3)
                          2026-11-30T10:00:00.123456Z  a change of 1 is admitted as deployment d-1
                          2026-11-30T10:00:01.5Z  task web.1 is FAILED: exit status 3
                        """);
        assertThat(server.asked().getLast().uri()).contains("app=%2Fweb");
    }

    @Test
    void two_moments_are_compared_in_words() {
        server.on(
                "GET /v3/diff/web",
                200,
                """
                {"from":{"offset":7,"time":"2026-11-30T10:00:00Z"},"to":{"offset":9},
                 "groups":[{"id":"/shop","change":"created"}],
                 "apps":[{"id":"/web","change":"changed","version":{},
                   "fields":[{"field":"/instances","before":1,"after":2},{"field":"/cmd","after":"sleep 1"}],
                   "tasks":{"before":1,"after":2,"ended":[],"started":[{"id":"web.2","host":"h1"}]}}]}
                """);
        var run = Run.at(server, "diff", "web", "7");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.err())
                .contains("From offset 7 (2026-11-30T10:00:00Z) to offset 9 of the log");
        assertThat(run.out().lines())
                .containsExactly(
                        "group /shop: created",
                        "/web: changed",
                        "FIELD      BEFORE  AFTER",
                        "instances  1       2",
                        "cmd        -       sleep 1",
                        "  + web.2 on h1",
                        "  2 tasks were 1");
        assertThat(server.asked().getLast().uri()).isEqualTo("/v3/diff/web?from=7");
    }

    @Test
    void a_rollback_goes_to_a_version_or_to_a_moment_but_not_to_both() {
        server.on("POST /v3/rollback/web", 200, "{\"version\":\"2026-11-30T10:00:00.000Z\"}");
        var run = Run.at(server, "rollback", "web", "--to", "7", "--no-wait");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("/web will be brought back to what it was at 7");
        assertThat(server.asked().getLast().uri()).isEqualTo("/v3/rollback/web?to=7&force=false");
        var both = Run.at(server, "rollback", "web", "2026-11-30T10:00:00.000Z", "--to", "7");
        assertThat(both.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void a_history_of_nothing_is_a_failure() {
        server.on("GET /v3/log", 200, page(9, 1));
        var run = Run.at(server, "history", "nobody");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("Nothing ever happened to /nobody");
    }

    @Test
    void a_record_is_shown_with_its_causes_and_consequences() {
        var record =
                CHANGE.strip().replaceFirst("}$", "")
                        + ",\"because\":[],\"caused\":["
                        + OBSERVED.strip()
                        + "]}";
        server.on("GET /v3/log/7", 200, record);
        var run = Run.at(server, "audit", "show", "7");
        assertThat(run.out())
                .contains("asked by  PUT /v2/apps/web")
                .endsWith("\nOf it came\n  9  task web.1 is FAILED: exit status 3\n");
    }

    @Test
    void an_application_is_shown_as_it_was_and_the_moment_is_named() {
        server.on(
                "GET /v3/apps/web",
                200,
                "{\"at\":{\"offset\":7,\"time\":\"2026-11-30T10:00:00Z\"},"
                        + "\"app\":{\"id\":\"/web\",\"version\":\"v1\",\"tasks\":[{\"id\":\"web.1\","
                        + "\"state\":\"TASK_RUNNING\",\"host\":\"h1\",\"ports\":[],"
                        + "\"startedAt\":\"2026-11-30T09:59:55Z\"}]}}");
        var run = Run.at(server, "app", "show", "web", "--at", "7");
        assertThat(run.err()).isEqualTo("As it was at offset 7 of the log, 2026-11-30T10:00:00Z\n");
        assertThat(run.out()).contains("/web", "v1");
        assertThat(run.out()).as("its age then").containsPattern("web\\.1 .* 5(\\.0)? ?s");
        assertThat(server.asked().getLast().uri()).isEqualTo("/v3/apps/web?at=7");
    }

    private static String page(long head, long next, String... records) {
        return "{\"head\":%d,\"next\":%d,\"records\":[%s]}"
                .formatted(head, next, String.join(",", records));
    }
}
