package io.dromos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.cli.ScriptedServer.Reply;
import io.dromos.cli.outcome.ExitCode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `why` and `deployment watch` against a server that answers as it is told.
class WhyTest {

    private static final String OPEN =
            """
            [{"id":"d-17","currentStep":1,"totalSteps":2,
              "currentActions":[{"action":"ScaleApplication","app":"/shop/web"}]},
             {"id":"d-28","currentActions":[]}]
            """;

    private ScriptedServer server;

    @BeforeEach
    void begin() throws IOException {
        server = new ScriptedServer();
        server.on("GET /v2/deployments", 200, OPEN)
                .on(
                        "GET /v2/apps/shop/web",
                        200,
                        "{\"app\":{\"instances\":3,\"tasksRunning\":1,\"deployments\":[{\"id\":\"d-17\"}]}}")
                .on(
                        "GET /v3/apps/shop/web/why",
                        200,
                        "{\"waiting\":2,\"why\":\"needs 100 cpus; the only offer has 4\"}")
                .on(
                        "GET /v2/apps/shop/pg",
                        200,
                        "{\"app\":{\"instances\":1,\"tasksRunning\":1,\"deployments\":[]}}")
                .on("GET /v3/apps/shop/pg/why", 200, "{\"waiting\":0}")
                .on(
                        "GET /v2/groups/shop",
                        200,
                        "{\"apps\":[{\"id\":\"/shop/web\"}],\"groups\":[{\"apps\":[{\"id\":\"/shop/pg\"}]}]}");
    }

    @AfterEach
    void end() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop/web", "/shop/web/", "d-17", "d-1"})
    void an_application_and_a_deployment_say_what_they_wait_for(String id) {
        var run = Run.at(server, "why", id);
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .isEqualTo(
                        "/shop/web: 1 of 3 instances run; needs 100 cpus; the only offer has 4\n");
    }

    @Test
    void a_deployment_says_first_what_it_waits_for_as_a_whole_even_between_two_steps() {
        server.on(
                        "GET /v3/deployments/d-17",
                        200,
                        "{\"state\":\"running\",\"why\":\"step 1 of 2: 0 of 1 application is done\"}")
                .on(
                        "GET /v3/deployments/d-28",
                        200,
                        "{\"state\":\"running\",\"why\":\"step 1 of 2 is about to begin\"}");
        assertThat(Run.at(server, "why", "d-17").out().lines())
                .containsExactly(
                        "deployment d-17: step 1 of 2: 0 of 1 application is done",
                        "/shop/web: 1 of 3 instances run; needs 100 cpus; the only offer has 4");
        assertThat(Run.at(server, "why", "d-28").out())
                .isEqualTo("deployment d-28: step 1 of 2 is about to begin\n");
        assertThat(Run.at(server, "why", "d-28", "--json").out())
                .contains(
                        "\"deployment\" : \"d-28\"", "\"why\" : \"step 1 of 2 is about to begin\"");
    }

    @Test
    void a_group_says_it_for_each_application_in_it() {
        assertThat(Run.at(server, "why", "shop").out().lines())
                .containsExactly(
                        "/shop/web: 1 of 3 instances run; needs 100 cpus; the only offer has 4",
                        "/shop/pg: 1 of 1 instances run");
        assertThat(Run.at(server, "why", "shop", "--json").out())
                .contains("\"app\" : \"/shop/pg\"", "\"why\" : \"1 of 1 instances run\"");
    }

    @Test
    void more_instances_than_wanted_are_not_a_part_of_them() {
        server.on(
                "GET /v2/apps/shop/pg",
                200,
                "{\"app\":{\"instances\":2,\"tasksRunning\":3,\"deployments\":[]}}");
        assertThat(Run.at(server, "why", "shop/pg").out())
                .isEqualTo("/shop/pg: 3 instances run, 2 are wanted\n");
    }

    @Test
    void what_is_not_there_is_said_and_two_that_could_be_meant_are_named() {
        assertThat(Run.at(server, "why", "nowhere").err())
                .contains(
                        "There is no application and no group /nowhere, and no deployment whose id");
        assertThat(Run.at(server, "why", "d-").err()).contains("2 deployments begin with 'd-'");
        assertThat(Run.at(server, "deployment", "watch", "x").err())
                .contains("There is no deployment 'x', at work or among the last that ended");
    }

    @Test
    void one_that_has_ended_is_found_by_its_beginning_and_says_what_undid_it() {
        var why = "undone by the deployment e-3, which ops asked for at T";
        server.on(
                        "GET /v3/deployments",
                        200,
                        "[{\"id\":\"d-17\",\"state\":\"paused\"},{\"id\":\"e-27\",\"state\":\"superseded\",\"why\":\"undone\",\"ended\":\"T\"},{\"id\":\"f-1\",\"ended\":\"T\"}]")
                .on(
                        "GET /v3/deployments/e-27",
                        200,
                        "{\"id\":\"e-27\",\"state\":\"superseded\",\"why\":\"%s\",\"ended\":\"T\"}"
                                .formatted(why));
        var run = Run.at(server, "why", "e-2");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).isEqualTo("deployment e-27: " + why + "\n");
        assertThat(Run.at(server, "why", "e-2", "--json").out()).contains("\"why\" : \"" + why);
        assertThat(Run.at(server, "deployment", "watch", "e-2").err())
                .contains("The deployment e-27 was stopped before its end: " + why);
        assertThat(Run.at(server, "deployment", "list", "--ended").out().lines())
                .containsExactly("ID    STATE       WHY", "e-27  superseded  undone", "f-1");
        assertThat(Run.at(server, "deployment", "list").out().lines())
                .anyMatch(line -> line.matches("d-17 +paused +1/2 .*"))
                .anyMatch(line -> line.matches("d-28 +- .*"));
        assertThat(Run.at(server, "deployment", "list", "--json").out())
                .contains("\"state\" : \"paused\"");
    }

    @Test
    void one_that_has_ended_is_told_from_one_that_never_was() {
        server.on("GET /v3/deployments/e-1", 200, "{\"id\":\"e-1\",\"state\":\"finished\"}")
                .on("GET /v3/deployments/e-2", 200, "{\"id\":\"e-2\",\"state\":\"superseded\"}");
        server.on(
                "GET /v3/deployments",
                200,
                "[{\"id\":\"e-1\",\"ended\":\"T\"},{\"id\":\"e-2\",\"ended\":\"T\"}]");
        var done = Run.at(server, "deployment", "watch", "e-1");
        assertThat(done.code()).as(done.err()).isEqualTo(ExitCode.OK);
        assertThat(done.out()).isEqualTo("Deployment e-1 is done\n");
        var stopped = Run.at(server, "deployment", "watch", "e-2");
        assertThat(stopped.code()).isEqualTo(ExitCode.FAILED);
        assertThat(stopped.err()).contains("The deployment e-2 was stopped before its end");
    }

    @Test
    void a_paused_deployment_is_watched_and_with_json_nothing_but_the_failure_is_told() {
        server.on("GET /v3/deployments/d-17", 200, "{\"id\":\"d-17\",\"state\":\"paused\"}");
        var people = Run.at(server, "deployment", "watch", "d-17", "--timeout", "2");
        assertThat(people.code()).isEqualTo(ExitCode.TIMED_OUT);
        assertThat(people.err()).contains("step 1 of 2: ScaleApplication /shop/web – paused");
        var program = Run.at(server, "deployment", "watch", "d-17", "--timeout", "2", "--json");
        assertThat(program.code()).isEqualTo(ExitCode.TIMED_OUT);
        assertThat(program.err()).startsWith("{").doesNotContain("step 1 of 2");
    }

    @Test
    void a_deployment_is_watched_to_its_end() {
        var ended = "event: deployment_success\r\ndata: {\"id\":\"d-17\"}\r\n\r\n";
        server.on(
                "GET /v2/events",
                () -> new Reply(200, ended, Map.of("Content-Type", "text/event-stream")));
        var run = Run.at(server, "deployment", "watch", "d-17");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).isEqualTo("Deployment d-17 is done\n");
    }
}
