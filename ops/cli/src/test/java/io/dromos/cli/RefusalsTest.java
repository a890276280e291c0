package io.dromos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.cli.outcome.ExitCode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is told, and with which exit code, when something does not work.
class RefusalsTest {

    private ScriptedServer server;

    @BeforeEach
    void begin() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void end() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "409 | {\"message\":\"An app with id [/x] already exists.\"} | An app with id [/x] already exists: nothing was changed; add --replace to change what exists",
                "409 | {\"message\":\"Apps with ids [/x, /y] already exist.\"} | Apps with ids [/x, /y] already exist: nothing was changed; add --replace to change what exists",
                "404 | {\"message\":\"App '/x' does not exist\"} | App '/x' does not exist",
                "409 | {\"message\":\"App is locked.\",\"deployments\":[{\"id\":\"a\"},{\"id\":\"b\"}]} | Another deployment is at work on it (a, b): wait for its end, or override it with --force",
                "422 | {\"message\":\"Invalid JSON\",\"details\":[{\"path\":\"/cpus\",\"errors\":[\"error.min\",\"x\"]},{\"path\":\"/mem\",\"errors\":[\"y\"]}]} | Invalid JSON: /cpus is too small, x; /mem y",
                "400 | {\"message\":\"Invalid JSON\",\"details\":\"line one\\nline two\"} | Invalid JSON: line one",
                "422 | {\"message\":\"Invalid JSON\",\"details\":[{\"path\":\"/id\",\"errors\":[\"error.pattern\"]},{\"path\":\"/cpus\",\"errors\":[\"error.expected.jsnumber\"]}]} | Invalid JSON: /id must be lower-case letters, digits, dots and dashes; /cpus must be a number",
                "422 | {\"message\":\"Object is not valid\",\"details\":[{\"path\":\"/\",\"errors\":[\"must not be an empty string\"]}]} | Object is not valid: cmd must have at least two letters",
                "503 | {\"message\":\"The outcome is not known: look at /v2/deployments.\"} | The outcome is not known: look at /v2/deployments",
                "500 | <html>stack trace</html> | The server answered 500",
                "502 | Bad Gateway | The server answered 502: Bad Gateway"
            })
    void refusals_are_one_sentence(int status, String body, String told) {
        server.on("GET /v2/apps/x", status, body);
        var run = Run.at(server, "app", "show", "x");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).isEqualTo("dromos: " + told + "\n");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void many_broken_rules_are_counted() {
        var details = new StringBuilder();
        for (int i = 0; i < 9; i++)
            details.append(i == 0 ? "" : ",").append("{\"path\":\"/a\",\"errors\":[\"e\"]}");
        server.on("GET /v2/apps/x", 422, "{\"message\":\"m\",\"details\":[" + details + "]}");
        assertThat(Run.at(server, "app", "show", "x").err()).endsWith("; and 4 more\n");
    }

    @Test
    void a_server_that_wants_a_password_gets_it_from_flag_or_environment() {
        server.on("GET /v2/deployments", 401, "<html></html>");
        var run = Run.at(server, "deployment", "list");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("--user NAME:PASSWORD").contains("DROMOS_CREDENTIALS");
        Run.at(server, "deployment", "list", "--user", "me:ü");
        Run.of(
                Map.of("DROMOS_URL", server.url(), "DROMOS_CREDENTIALS", "me:ü"),
                "deployment",
                "list");
        assertThat(server.asked().get(0).authorization()).isEmpty();
        assertThat(server.asked().get(1).authorization()).contains("Basic bWU6w7w=");
        assertThat(server.asked().get(2).authorization()).contains("Basic bWU6w7w=");
    }

    @Test
    void nobody_at_the_address_is_another_exit_code() {
        var run = Run.of(Map.of(), "app", "list", "--url", "http://127.0.0.1:1");
        assertThat(run.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(run.err())
                .isEqualTo(
                        "dromos: Nobody answers at http://127.0.0.1:1: start Dromos with 'dromos up', or name its address with --url\n");
    }

    @Test
    void somebody_who_does_not_speak_json_is_no_server_of_ours() {
        server.on("GET /v2/apps", 200, "<html>");
        assertThat(Run.at(server, "app", "list").err()).contains("does not answer with JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "frob",
                "app",
                "app frob",
                "app scale web",
                "app scale web many",
                "app scale web -1",
                "app list --bogus",
                "app list --url ftp://x",
                "app list --url nonsense",
                "app list --user nobody",
                "up --agents 0",
                "up --agents 101",
                "up --http-port x",
                "up --http-port 99999",
                "up --agent-port 65500 --agents 100",
                "up --attributes foo",
                "up --attributes rack:[1] -d",
                "up --resources foo",
                "up --resources cpus:many",
                "up --allow nix",
                "up --http_credentials nobody"
            })
    void wrong_usage_is_one_sentence_that_shows_where_to_look(String words) {
        var run =
                Run.of(
                        Map.of("DROMOS_DATA", "target/usage"),
                        words.isEmpty() ? new String[0] : words.split(" ", -1));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("dromos: ").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "up --attributes foo -d, --attributes wants",
        "up --resources foo, --resources wants",
        "up --allow nix, '--allow knows privileged, host-root, docker-socket, host-pid, host-ipc, host-userns, not'"
    })
    void a_value_that_agents_would_refuse_is_refused_by_the_name_of_its_flag(
            String words, String told) {
        var run = Run.of(Map.of("DROMOS_DATA", "target/usage"), words.split(" ", -1));
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("dromos: " + told);
    }

    @Test
    void what_agents_take_is_not_refused() {
        var data = "/proc/nowhere/to/write";
        var words = "up --attributes rack:a;zone:b;w:1.5;r:[1-2,3-4] --allow host-pid,host-ipc";
        var run =
                Run.of(
                        Map.of("DROMOS_DATA", data),
                        (words + " --resources cpus:0.5;ports:[1-2];licences:{a,b}")
                                .split(" ", -1));
        assertThat(run.err()).contains("The data directory " + data + " cannot be made");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--url %s app list", "app --url %s list", "app list --url %s"})
    void options_of_all_commands_may_stand_anywhere(String words) {
        server.on("GET /v2/apps", 200, "{\"apps\":[]}");
        var run = Run.of(Map.of(), words.formatted(server.url()).split(" ", -1));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(server.lines()).containsExactly("GET /v2/apps");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "up --help", "app --help", "app add --help", "events --help"})
    void every_command_explains_itself(String words) {
        var run = Run.of(Map.of(), words.split(" ", -1));
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).startsWith("Usage: dromos");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bogus, dromos, bogus",
        "app bogus, dromos app, bogus",
        "task log x y, dromos task log, y"
    })
    void help_for_what_is_not_there_says_so(String words, String above, String what) {
        for (var asked : List.of(words, words + " --help")) {
            var run = Run.of(Map.of(), asked.split(" ", -1));
            assertThat(run.code()).isEqualTo(ExitCode.USAGE);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .startsWith("dromos: ")
                    .contains("'" + what + "'")
                    .endsWith("; see '" + above + " --help'\n");
        }
        assertThat(Run.of(Map.of(), "app", "bogus", "--help").err())
                .startsWith("dromos: 'dromos app' has no command 'bogus'; ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo --help", "app --help", "app list --help", "up --help"})
    void all_helps_order_their_options_alike(String words) {
        var help = Run.of(Map.of(), words.split(" ", -1)).out();
        var shared =
                List.of(
                        "\n  -h, --help  ",
                        "\n      --url=URL  ",
                        "\n      --user=NAME:PASSWORD  ",
                        "\n      --data=DIR  ",
                        "\n      --json  ");
        assertThat(shared.stream().map(help::indexOf)).as(help).isSorted().allMatch(at -> at > 0);
    }
}
