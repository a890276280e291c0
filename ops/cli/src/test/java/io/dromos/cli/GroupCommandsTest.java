package io.dromos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.cli.ScriptedServer.Reply;
import io.dromos.cli.outcome.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands for groups, and `rollback`, against a server that answers as it is told.
class GroupCommandsTest {

    private static final String DEPLOYMENT = "{\"version\":\"v\",\"deploymentId\":\"d-1\"}";
    private static final String SHOP =
            """
            {"id":"/shop","version":"V2","dependencies":["/base"],
             "apps":[{"id":"/shop/web","instances":2,"tasksRunning":1,"cpus":1,"mem":32,"cmd":"true",
                      "deployments":[{"id":"d"}]}],
             "groups":[{"id":"/shop/db","version":"V1","groups":[],
                        "apps":[{"id":"/shop/db/pg","instances":1,"tasksRunning":1,"deployments":[]}]}]}
            """;

    @TempDir private Path dir;
    private ScriptedServer server;

    @BeforeEach
    void begin() throws IOException {
        server = new ScriptedServer();
        var ended = "event: deployment_success\r\ndata: {\"id\":\"d-1\"}\r\n\r\n";
        server.on(
                "GET /v2/events",
                () -> new Reply(200, ended, Map.of("Content-Type", "text/event-stream")));
        server.on("GET /v2/deployments", 200, "[]").on("GET /v2/groups/shop", 200, SHOP);
    }

    @AfterEach
    void end() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "group scale shop 1.5, PUT /v2/groups/shop?force=false, '{\"scaleBy\":1.5}', /shop is scaled by 1.5",
        "group destroy shop/db --force, DELETE /v2/groups/shop/db?force=true, '', /shop/db is destroyed",
        "group destroy / --everything, DELETE /v2/groups?force=false, '', / is destroyed"
    })
    void changes_of_a_group_are_watched_to_their_end(
            String command, String request, String body, String told) {
        server.on(request.replaceFirst("\\?.*", ""), 200, DEPLOYMENT);
        var run = Run.at(server, command.split(" ", -1));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out().strip()).isEqualTo(told);
        assertThat(server.asked())
                .anyMatch(asked -> asked.line().equals(request) && asked.body().equals(body));
    }

    @Test
    void whoever_adds_a_group_waits_for_each_application_in_it() throws IOException {
        var text =
                """
                {"id":"shop","labels":{},"apps":[{"id":"web","cmdd":"x"}],
                 "groups":[{"id":"db","apps":[{"id":"../pg"},{"id":"/shop/db/redis"}]}]}
                """;
        Files.writeString(dir.resolve("f.json"), text);
        server.on("POST /v2/groups", 201, DEPLOYMENT).on("PUT /v2/groups", 200, DEPLOYMENT);
        var settled = "{\"app\":{\"deployments\":[],\"tasksRunning\":1,\"instances\":1}}";
        for (var app : new String[] {"shop/web", "shop/pg", "shop/db/redis"})
            server.on("GET /v2/apps/" + app, 200, settled);
        var file = dir.resolve("f.json").toString();
        var run = Run.at(server, "group", "add", file);
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).isEqualTo("/shop is deployed\n");
        assertThat(run.err())
                .contains("shop: the unknown field 'labels' is ignored")
                .contains("web: the unknown field 'cmdd' is ignored; did you mean 'cmd'?");
        assertThat(server.asked()).anyMatch(asked -> asked.body().equals(text));
        assertThat(server.lines())
                .contains("GET /v2/apps/shop/web", "GET /v2/apps/shop/pg")
                .contains("GET /v2/apps/shop/db/redis");
        assertThat(Run.at(server, "group", "add", "--replace", file).code()).isZero();
        assertThat(server.lines()).contains("PUT /v2/groups?force=false");
    }

    @Test
    void a_plan_is_shown_step_by_step() throws IOException {
        Files.writeString(dir.resolve("f.json"), "{\"id\":\"shop\"}");
        server.on(
                "PUT /v2/groups",
                200,
                "{\"steps\":[{\"actions\":[{\"action\":\"StopApplication\",\"app\":\"/shop/web\"}]}]}");
        var file = dir.resolve("f.json").toString();
        assertThat(Run.at(server, "group", "plan", file).out().lines())
                .containsExactly(
                        "STEP  ACTION           APPLICATION", "1     StopApplication  /shop/web");
        assertThat(server.lines()).containsExactly("PUT /v2/groups?dryRun=true");
        server.on("PUT /v2/groups", 200, "{\"steps\":[]}");
        assertThat(Run.at(server, "group", "plan", file).out())
                .isEqualTo("/shop is as the file has it: nothing would change\n");
    }

    @Test
    void groups_are_shown_with_the_sums_of_what_is_in_them() {
        server.on("GET /v2/groups", 200, SHOP);
        assertThat(Run.at(server, "group", "list").out().lines())
                .containsExactly(
                        "ID        APPS  RUNNING  DEPLOYING  VERSION",
                        "/shop     2     2/3      yes        V2",
                        "/shop/db  1     1/1      -          V1");
        assertThat(Run.at(server, "group", "show", "shop").out().lines())
                .containsExactly(
                        "GROUP    /shop",
                        "version  V2",
                        "holds    2 applications; 2 of 3 instances run; deployments are at work on 1",
                        "after    /base",
                        "group    /shop/db",
                        "",
                        "ID         RUNNING  CPUS  MEM  DEPLOYING  RUNS",
                        "/shop/web  1/2      1     32   yes        true");
        assertThat(Run.at(server, "group", "list", "--json").out()).contains("\"/shop/db/pg\"");
    }

    @ParameterizedTest
    @CsvSource({"rollback shop, V1", "rollback shop V0, V0", "rollback shop V2, V2"})
    void a_rollback_of_a_group_goes_to_the_version_before_or_the_one_named(
            String command, String version) {
        server.on("GET /v2/groups/shop/versions", 200, "[\"V2\",\"V0\",\"V1\"]")
                .on("PUT /v2/groups/shop", 200, DEPLOYMENT);
        var run = Run.at(server, command.split(" ", -1));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).isEqualTo("/shop is back at " + version + "\n");
        assertThat(server.asked())
                .anyMatch(asked -> asked.body().equals("{\"version\":\"" + version + "\"}"));
    }

    /// A group shows the version of the last change of anything, which need not be one of its own.
    @Test
    void a_rollback_of_a_group_goes_before_its_own_last_change_whatever_changed_elsewhere() {
        server.on("GET /v2/groups/shop", 200, "{\"id\":\"/shop\",\"version\":\"V9\"}")
                .on("GET /v2/groups/shop/versions", 200, "[\"V2\",\"V1\"]")
                .on("PUT /v2/groups/shop", 200, DEPLOYMENT);
        assertThat(Run.at(server, "rollback", "shop").out()).isEqualTo("/shop is back at V1\n");
    }

    @Test
    void a_rollback_of_an_application_waits_for_its_instances() {
        server.on(
                        "GET /v2/apps/web",
                        200,
                        "{\"app\":{\"version\":\"V2\",\"deployments\":[],\"tasksRunning\":1,\"instances\":1}}")
                .on("GET /v2/apps/web/versions", 200, "{\"versions\":[\"V2\",\"V1\"]}")
                .on("PUT /v2/apps/web", 200, DEPLOYMENT);
        assertThat(Run.at(server, "rollback", "web", "--force").out())
                .isEqualTo("/web is back at V1\n");
        assertThat(server.lines()).contains("PUT /v2/apps/web?force=true");
    }

    @ParameterizedTest
    @CsvSource({
        "rollback shop V7, 1, /shop never had the version V7",
        "rollback shop, 1, /shop has no version before that of now",
        "rollback nowhere, 1, There is neither an application nor a group /nowhere",
        "group destroy /, 2, add --everything",
        "group scale shop -1, 2, cannot be scaled by -1",
        "group scale shop NaN, 2, cannot be scaled by NaN"
    })
    void what_cannot_be_done_is_told_before_anything_changes(
            String command, int code, String told) {
        server.on("GET /v2/groups/shop/versions", 200, "[\"V2\"]");
        server.on("GET /v2/groups/nowhere", 404, "{\"message\":\"Group does not exist\"}");
        var run = Run.at(server, command.split(" ", -1));
        assertThat(run.err()).contains(told);
        assertThat(run.code()).isEqualTo(code);
        assertThat(server.lines()).noneMatch(line -> !line.startsWith("GET "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"id\":\"shop\",}", "7"})
    void a_file_that_is_no_group_is_not_sent(String text) throws IOException {
        Files.writeString(dir.resolve("f.json"), text);
        var run = Run.at(server, "group", "add", dir.resolve("f.json").toString());
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(server.lines()).isEmpty();
    }

    @Test
    void a_group_that_exists_is_told_with_the_flag_that_changes_it() throws IOException {
        Files.writeString(dir.resolve("f.json"), "{\"id\":\"shop\"}");
        server.on(
                "POST /v2/groups",
                409,
                "{\"message\":\"Group /shop is already created. Use PUT to change this group\"}");
        assertThat(Run.at(server, "group", "add", dir.resolve("f.json").toString()).err())
                .contains("Group /shop exists: add --replace to change it");
    }
}
