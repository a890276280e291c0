package io.dromos.checks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import io.dromos.checks.cluster.SharedCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Marathon's TaskUnreachable: an agent falls silent and comes back. All tests see the same outage,
/// the first ones during it and the others after it.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TaskUnreachableTest {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final int LAUNCH_MILLIS = 8_000;

    @RegisterExtension
    static final SharedCluster SHARED =
            new SharedCluster(
                    "unreachable",
                    Shape.agents(2)
                            .withAgents(
                                    "--agent-ping-timeout", "2", "--max-agent-ping-timeouts", "3")
                            .withServer("--task_launch_timeout", "" + LAUNCH_MILLIS));

    /// The tasks that were on the agent, by application.
    private static final Map<String, String> LOST = new TreeMap<>();

    private static final Slow SLOW = Slow.begin();

    @BeforeAll
    static void an_agent_falls_silent() throws Exception {
        var here = ",\"constraints\":[[\"hostname\",\"IS\",\"localhost\"]]}";
        var fetching = app("/slow", "\"disabled\"").replace("}", SLOW.fetched() + here);
        api().post("/v2/apps", fetching).ok();
        var filler = "{\"id\":\"/filler\",\"cpus\":99.7,\"mem\":32,\"cmd\":\"sleep 3600\"";
        api().post("/v2/apps", filler + here).ok();
        api().awaitRunning("/filler", 1);
        deploy(app("/instant", strategy(0, 0)));
        deploy(app("/patient", strategy(1, 3_600)));
        deploy(app("/disabled", "\"disabled\""));
        api().delete("/v2/apps/filler").ok();
        var unique = ",\"instances\":2,\"constraints\":[[\"hostname\",\"UNIQUE\"]]}";
        deploy(app("/unique", strategy(3_600, 7_200)).replace("}}", "}" + unique));
        for (var app : List.of("/instant", "/patient", "/disabled", "/unique"))
            for (var task : api().tasks(app))
                if (host(task).equals("agent1")) LOST.put(app, id(task));
        assertThat(LOST).hasSize(4);
        cluster().agent(cluster().nodes().getLast()).pause();
        awaitTasks("/disabled", "unreachable", all(it -> is(it, "TASK_UNREACHABLE")));
    }

    @AfterAll
    static void go_on() throws Exception {
        cluster().agent(cluster().nodes().getLast()).resume();
        SLOW.close();
    }

    @Test
    @Order(1)
    void a_lost_task_is_replaced_at_once_if_nothing_else_is_said() {
        awaitTasks("/instant", "replaced", TaskUnreachableTest::replaced);
        assertThat(api().tasks("/instant")).noneMatch(it -> id(it).equals(LOST.get("/instant")));
    }

    @Test
    @Order(1)
    void a_task_that_is_lost_for_long_is_replaced_and_shown_until_its_time_is_up() {
        var tasks = awaitTasks("/patient", "another runs", it -> it.size() == 2 && anyRuns(it));
        assertThat(tasks)
                .filteredOn(it -> id(it).equals(LOST.get("/patient")))
                .singleElement()
                .satisfies(it -> assertThat(is(it, "TASK_UNREACHABLE")).isTrue());
    }

    @Test
    @Order(2)
    void the_lost_one_goes_first_when_there_are_to_be_fewer() {
        api().put("/v2/apps/unique", "{\"instances\":1}").ok();
        awaitTasks("/unique", "one is left", it -> it.size() == 1);
        assertThat(api().tasks("/unique"))
                .extracting(TaskUnreachableTest::host)
                .containsOnly("localhost");
    }

    @Test
    @Order(3)
    void nothing_takes_the_place_of_a_lost_task_if_that_is_switched_off() {
        assertThat(ids("/disabled")).containsExactly(LOST.get("/disabled"));
        assertThat(api().get("/v2/queue").ok().json().path("queue"))
                .noneMatch(it -> it.at("/app/id").asText().equals("/disabled"));
    }

    @Test
    @Order(4)
    void who_comes_back_is_at_work_again_or_ends_if_another_took_its_place() throws Exception {
        cluster().agent(cluster().nodes().getLast()).resume();
        awaitTasks("/disabled", "runs", all(it -> is(it, "TASK_RUNNING")));
        assertThat(ids("/disabled")).containsExactly(LOST.get("/disabled"));
        awaitTasks("/patient", "one is left", it -> it.size() == 1);
        assertThat(ids("/patient")).doesNotContain(LOST.get("/patient"));
        var agent = cluster().nodes().getLast();
        await("only what is wanted is at work on the agent")
                .atMost(Api.PATIENCE)
                .pollInterval(POLL)
                .untilAsserted(() -> assertThat(atWork(agent)).containsOnly(LOST.get("/disabled")));
    }

    @Test
    @Order(5)
    void a_task_that_does_not_come_up_in_time_is_ended_and_begins_anew() {
        await("begun a second time")
                .atMost(Api.PATIENCE)
                .pollInterval(POLL)
                .until(() -> ids("/slow").stream().anyMatch(it -> it.endsWith(".2")));
        SLOW.release();
        awaitTasks("/slow", "runs", all(it -> is(it, "TASK_RUNNING")));
    }

    private static Cluster cluster() {
        return SHARED.get();
    }

    private static Api api() {
        return cluster().api();
    }

    private static void deploy(String app) {
        api().post("/v2/apps", app).ok();
        await("its task runs")
                .atMost(Api.PATIENCE)
                .pollInterval(POLL)
                .until(() -> Api.json(app).path("instances").asInt(1) == running(app));
    }

    private static long running(String app) {
        return api().tasks(Api.json(app).path("id").asText()).stream()
                .filter(it -> is(it, "TASK_RUNNING"))
                .count();
    }

    private static String app(String id, String strategy) {
        return "{\"id\":\"%s\",\"cpus\":0.2,\"mem\":32,\"cmd\":\"exec sleep 3600\",\"unreachableStrategy\":%s}"
                .formatted(id, strategy);
    }

    private static String strategy(int inactive, int expunge) {
        return "{\"inactiveAfterSeconds\":%d,\"expungeAfterSeconds\":%d}"
                .formatted(inactive, expunge);
    }

    private static List<JsonNode> awaitTasks(
            String app, String what, Predicate<List<JsonNode>> wanted) {
        return await("%s: %s".formatted(app, what))
                .atMost(Api.PATIENCE)
                .pollInterval(POLL)
                .until(() -> api().tasks(app), wanted);
    }

    private static Predicate<List<JsonNode>> all(Predicate<JsonNode> wanted) {
        return tasks -> !tasks.isEmpty() && tasks.stream().allMatch(wanted);
    }

    private static boolean replaced(List<JsonNode> tasks) {
        return tasks.size() == 1 && anyRuns(tasks);
    }

    private static boolean anyRuns(List<JsonNode> tasks) {
        return tasks.stream()
                .anyMatch(it -> is(it, "TASK_RUNNING") && host(it).equals("localhost"));
    }

    private static boolean is(JsonNode task, String state) {
        return task.path("state").asText().equals(state);
    }

    private static String host(JsonNode task) {
        return task.path("host").asText();
    }

    private static String id(JsonNode task) {
        return task.path("id").asText();
    }

    private static List<String> ids(String app) {
        return api().tasks(app).stream().map(TaskUnreachableTest::id).toList();
    }

    /// The tasks at work by the agent's own word.
    private static List<String> atWork(Cluster.Node node) {
        var tasks = new ArrayList<String>();
        for (var framework : node.api().get("/state").ok().json().path("frameworks"))
            for (var executor : framework.path("executors"))
                for (var task : executor.path("tasks")) tasks.add(task.path("id").asText());
        return tasks;
    }

    /// Holds a file that a task fetches back until it is released.
    private static final class Slow implements AutoCloseable {
        private final HttpServer server;
        private final CountDownLatch released = new CountDownLatch(1);

        static Slow begin() {
            try {
                var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
                return new Slow(HttpServer.create(address, 50));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Slow(HttpServer server) {
            this.server = server;
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext(
                    "/",
                    exchange -> {
                        try {
                            released.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        exchange.sendResponseHeaders(200, -1);
                        exchange.close();
                    });
            server.start();
        }

        String fetched() {
            return ",\"fetch\":[{\"uri\":\"http://127.0.0.1:%d/file\"}]"
                    .formatted(server.getAddress().getPort());
        }

        void release() {
            released.countDown();
        }

        @Override
        public void close() {
            release();
            server.stop(0);
        }
    }
}
