package io.dromos.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.cli.command.Connection;
import io.dromos.cli.outcome.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which server a command speaks to, and what it says if that one does not answer.
class WhichServerTest {

    @TempDir private Path data;

    /// @param supervisor the process that `up` is said to be
    private void writeRunFile(String url, long supervisor, long startTicks) throws IOException {
        Files.writeString(
                data.resolve("up.json"),
                """
                {"supervisor":{"pid":%d,"startTicks":%d},"url":"%s","master":"127.0.0.1:1",
                 "dns":["127.0.0.1:1"],"started":"2026-01-01T00:00:00Z","ready":true,
                 "partsOfNow":1,
                 "parts":[{"name":"server","kind":"SERVER","health":"http://127.0.0.1:1","command":[],
                           "log":"/a/long/way/to/the/directory/logs/server.log"}]}
                """
                        .formatted(supervisor, startTicks, url));
    }

    private static long startTicks(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"app list", "status", "events", "task list"})
    void a_data_directory_that_is_named_is_not_exchanged_for_another(String words) {
        var named = Run.of(Map.of(), (words + " --data " + data).split(" ", -1));
        assertThat(named.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(named.err())
                .startsWith("dromos: Nothing runs from " + data)
                .contains("dromos up --data " + data)
                .hasLineCount(1);
        var set = Run.of(Map.of("DROMOS_DATA", data.toString()), words.split(" ", -1));
        assertThat(set.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(set.err()).startsWith("dromos: Nothing runs from " + data);
    }

    @Test
    void a_variable_that_is_empty_is_not_set() {
        var environment = Map.of("DROMOS_DATA", "", "DROMOS_URL", "", "HOME", "/home/ops");
        var connection = new Connection();
        assertThat(connection.data(environment)).isEqualTo(Path.of("/home/ops/.dromos"));
        assertThat(connection.isElsewhere(environment)).isFalse();
    }

    @Test
    void an_address_that_is_named_goes_before_the_data_directory() throws IOException {
        try (var server = new ScriptedServer().on("GET /v2/apps", 200, "{\"apps\":[]}")) {
            var run =
                    Run.of(
                            Map.of("DROMOS_DATA", data.toString()),
                            "app",
                            "list",
                            "--url",
                            server.url());
            assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        }
    }

    @Test
    void while_up_runs_nobody_is_told_to_start_it() throws IOException {
        long pid = ProcessHandle.current().pid();
        writeRunFile("http://127.0.0.1:1", pid, startTicks(pid));
        var run = Run.of(Map.of("DROMOS_DATA", data.toString()), "app", "list");
        assertThat(run.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(run.err()).contains("its server is being started again");

        writeRunFile("http://127.0.0.1:1", pid, startTicks(pid) + 1);
        assertThat(Run.of(Map.of("DROMOS_DATA", data.toString()), "app", "list").err())
                .contains("Dromos does not run; tasks may");
    }

    @Test
    void an_up_that_was_killed_is_not_said_to_run() throws IOException {
        try (var server = new ScriptedServer()) {
            server.on("GET /v2/info", 200, "{\"marathon_config\":{\"master\":\"127.0.0.1:1\"}}")
                    .on("GET /v2/apps", 200, "{\"apps\":[]}")
                    .on("GET /v2/deployments", 200, "[]");
            var here = Map.of("DROMOS_DATA", data.toString());
            long pid = ProcessHandle.current().pid();
            writeRunFile(server.url(), pid, startTicks(pid));
            assertThat(Run.of(here, "status").out()).containsPattern("up +" + pid + " +since ");
            assertThat(Run.of(here, "status", "--json").out())
                    .containsPattern(
                            "\"name\" : \"up\",\\s+\"pid\" : " + pid + ",\\s+\"alive\" : true");
            // The number was given again: another process has it.
            writeRunFile(server.url(), pid, startTicks(pid) + 1);
            var run = Run.of(here, "status");
            assertThat(run.out()).containsPattern("up +" + pid + " +down ");
            assertThat(run.err()).contains("'dromos up --data " + data + "' takes over");
            var json = Run.of(here, "status", "--json");
            assertThat(json.out())
                    .containsPattern(
                            "\"name\" : \"up\",\\s+\"pid\" : " + pid + ",\\s+\"alive\" : false");
        }
    }

    @Test
    void the_way_to_a_log_is_never_cut() throws IOException {
        try (var server = new ScriptedServer()) {
            server.on("GET /v2/info", 200, "{\"marathon_config\":{\"master\":\"127.0.0.1:1\"}}")
                    .on("GET /v2/apps", 200, "{\"apps\":[]}")
                    .on("GET /v2/deployments", 200, "[]");
            writeRunFile(server.url(), ProcessHandle.current().pid(), 1);
            var narrow = Map.of("DROMOS_DATA", data.toString(), "COLUMNS", "40");
            var run = Run.of(narrow, "status");
            assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
            assertThat(run.out().lines())
                    .anyMatch(line -> line.endsWith("/to/the/directory/logs/server.log"));
        }
    }

    @Test
    void a_server_without_https_is_told_from_one_that_is_away() throws Exception {
        // What takes long the first time is not to count against the server.
        assertThat(SSLContext.getDefault().getSocketFactory()).isNotNull();
        try (var plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Not a virtual thread: it would wait for those of other tests that hold the carriers.
            var answering = Thread.ofPlatform().daemon().start(() -> answerPlainly(plain));
            var url = "https://127.0.0.1:" + plain.getLocalPort();
            var run = Run.of(Map.of(), "app", "list", "--url", url);
            assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(run.err()).contains("speaks no HTTPS").contains("http://");
            answering.interrupt();
        }
    }

    @Test
    void a_server_that_takes_a_connection_and_says_nothing_is_not_said_to_be_away()
            throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var url = "https://127.0.0.1:" + silent.getLocalPort();
            var run = Run.of(Map.of(), "app", "list", "--url", url);
            assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(run.err()).contains("within 5 s").contains("speaks no HTTPS");
        }
    }

    private static void answerPlainly(ServerSocket plain) {
        try (var client = plain.accept()) {
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_server_whose_master_does_not_answer_says_so_in_place_of_its_agents() throws IOException {
        try (var server = new ScriptedServer()) {
            server.on("GET /v2/info", 200, "{\"marathon_config\":{\"master\":\"127.0.0.1:1\"}}")
                    .on("GET /v2/apps", 200, "{\"apps\":[]}")
                    .on("GET /v2/deployments", 200, "[]");
            var run = Run.at(server, "status");
            assertThat(run.code()).isEqualTo(ExitCode.OK);
            assertThat(run.err())
                    .contains("No agents are shown: Mesos does not answer at http://127.0.0.1:1/");
            assertThat(Run.at(server, "status", "--json").out()).contains("\"agentsUnknown\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"app list --json", "--json frob", "up --agents 0 --json"})
    void programs_get_errors_as_json(String words) {
        var run = Run.of(Map.of("DROMOS_URL", "http://127.0.0.1:1"), words.split(" ", -1));
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("{\"error\":\"")
                .endsWith("\",\"exitCode\":" + run.code() + "}\n")
                .hasLineCount(1);
    }
}
