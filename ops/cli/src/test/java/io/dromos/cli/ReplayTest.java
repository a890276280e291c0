package io.dromos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.cli.ScriptedServer.Asked;
import io.dromos.cli.ScriptedServer.Reply;
import io.dromos.cli.outcome.ExitCode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `replay`, and `events` that come back, against a server that answers as it is told.
class ReplayTest {

    private static final String CHANGE =
            """
            {"offset":7,"committedAt":"2026-11-30T10:00:00.123456Z","kind":"catalog.change-admitted.v1",
             "principal":"ann","address":"10.0.0.1","fact":{"deployment":"d-1","count":1}}
            """;

    private static final String OBSERVED =
            """
            {"offset":9,"committedAt":"2026-11-30T10:00:01.5Z","kind":"app.task-observed.v1",
             "principal":"system:scheduler","fact":{"task":"web.1","state":"FAILED"}}
            """;

    private static final String EVENT =
            "event: a\r\nid: %d\r\ndata: {\"timestamp\":\"2026-11-30T10:00:0%dZ\"}\r\n\r\n";

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
    void records_are_told_page_by_page_up_to_where_the_log_ended_at_first() {
        var pages = new AtomicInteger();
        server.on(
                "GET /v3/log",
                () ->
                        Reply.json(
                                200,
                                pages.incrementAndGet() == 1
                                        ? "{\"head\":9,\"next\":7,\"records\":[" + CHANGE + "]}"
                                        : "{\"head\":30,\"to\":9,\"next\":9,\"records\":["
                                                + OBSERVED
                                                + "]}"));
        var run = Run.at(server, "replay", "--from", "2026-11-30T10:00:00Z");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out().lines())
                .containsExactly(
                        "       7  2026-11-30T10:00:00Z  ann at 10.0.0.1: a change of 1 is admitted as deployment d-1",
                        "       9  2026-11-30T10:00:01Z  system:scheduler: task web.1 is FAILED");
        assertThat(server.lines())
                .containsExactly(
                        "GET /v3/log?limit=1000&from=2026-11-30T10%3A00%3A00Z&",
                        "GET /v3/log?limit=1000&after=7&to=9&");
    }

    @Test
    void records_are_told_at_the_pace_at_which_they_happened_or_faster() {
        server.on(
                "GET /v3/log",
                200,
                "{\"head\":9,\"next\":9,\"records\":[" + CHANGE + "," + OBSERVED + "]}");
        long begun = System.nanoTime();
        var run = Run.at(server, "replay", "--speed", "4", "--json");
        assertThat(run.out().lines()).hasSize(2).allMatch(it -> it.startsWith("{\"offset\":"));
        assertThat(System.nanoTime() - begun).isGreaterThan(300_000_000);
    }

    @Test
    void events_are_told_as_the_stream_told_them_and_one_that_is_cut_off_comes_back() {
        var times = new AtomicInteger();
        // What cannot be read counts as cut off.
        var cut = EVENT.formatted(7, 1) + "data: " + "x".repeat(5 << 20);
        var rest = EVENT.formatted(8, 2) + "id: 9\r\n\r\n";
        server.on(
                "GET /v3/events",
                () -> new Reply(200, times.incrementAndGet() == 1 ? cut : rest, Map.of()));
        var run = Run.at(server, "replay", "--to", "9", "--sse", "--type", "a");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .isEqualTo((EVENT.formatted(7, 1) + EVENT.formatted(8, 2)).replace("\r", ""));
        assertThat(server.asked().stream().map(Asked::line))
                .containsOnly("GET /v3/events?from=0&to=9&event_type=a")
                .hasSize(2);
        assertThat(server.asked().getLast().lastEventId()).contains("7");
    }

    @Test
    void what_makes_no_sense_is_wrong_usage() {
        assertThat(Run.at(server, "replay", "--speed", "0").code()).isEqualTo(ExitCode.USAGE);
        assertThat(Run.at(server, "replay", "--type", "a").code()).isEqualTo(ExitCode.USAGE);
        assertThat(Run.at(server, "replay", "--sse", "--json").code()).isEqualTo(ExitCode.USAGE);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void who_follows_events_comes_back_behind_the_last_one_also_to_a_server_that_is_busy() {
        var times = new AtomicInteger();
        server.on(
                "GET /v2/events",
                () ->
                        switch (times.incrementAndGet()) {
                            case 1 -> new Reply(200, EVENT.formatted(7, 1) + "id: 8\n\n", Map.of());
                            case 2 -> Reply.json(503, "{\"message\":\"ask again later\"}");
                            case 3 -> new Reply(200, EVENT.formatted(9, 2), Map.of());
                            default -> Reply.json(401, "");
                        });
        var run = Run.at(server, "events", "-f", "--json", "--after", "5");
        assertThat(run.out().lines()).hasSize(2);
        assertThat(server.asked().stream().map(it -> it.lastEventId().orElse("")))
                .containsExactly("5", "8", "8", "9");
    }
}
