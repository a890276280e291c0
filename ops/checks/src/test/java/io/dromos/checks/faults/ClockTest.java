package io.dromos.checks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.agent.node.supervise.ProcessIdentity;
import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Clock;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The calendar clock of server, master and agent is set while they run and while they are off. No
/// task may end or be replaced for it, and versions go on in their order.
final class ClockTest {

    private static final Duration DAY = Duration.ofDays(1);

    /// How often all is off for a day before it is off for a year.
    private static final int DAYS_OFF = Integer.getInteger("dromos.clock.days", 0);

    private static final Duration YEAR = Duration.ofDays(365);

    @TempDir static Path directory;
    private static Clock clock;

    @RegisterExtension
    final Cluster cluster = new Cluster(() -> Shape.SMALL.withEnvironment(clock.environment()));

    private final List<Instant> versions = new ArrayList<>();
    private Duration ahead = DAY;
    private Map<String, ProcessIdentity> before = Map.of();

    @BeforeAll
    static void compile() throws Exception {
        clock = Clock.in(directory);
    }

    @Test
    void a_clock_that_jumps_or_is_wrong_at_a_start_ends_no_task_and_gives_no_version_twice()
            throws Exception {
        cluster.api()
                .post("/v2/apps", "{\"id\":\"calm\",\"cmd\":\"exec sleep 3600\",\"instances\":3}")
                .ok();
        cluster.api().awaitRunning("/calm", 3);
        cluster.api().awaitSettled();
        before = cluster.processes();
        assertThat(before).hasSize(3);

        jumps_while_everything_runs();
        for (int day = 0; day < DAYS_OFF; day++) off_for_a_day();
        started_a_year_ahead();
        and_back();
        report();
    }

    private void jumps_while_everything_runs() throws Exception {
        changes();
        clock.set(ahead);
        changes();
        assertThat(versions.getLast()).isAfter(versions.getFirst().plus(DAY.minusMinutes(30)));
        clock.set(Duration.ZERO);
        changes();
        nothing_ended();
    }

    private void off_for_a_day() throws Exception {
        var node = cluster.nodes().getFirst();
        cluster.server().kill();
        cluster.agent(node).kill();
        ahead = ahead.plus(DAY).plusHours(1);
        clock.set(ahead);
        cluster.startAgent(node);
        cluster.startServer();
        changes();
        nothing_ended();
    }

    private void started_a_year_ahead() throws Exception {
        var node = cluster.nodes().getFirst();
        cluster.server().kill();
        cluster.agent(node).kill();
        clock.set(YEAR);
        cluster.startAgent(node);
        cluster.startServer();
        changes();
        nothing_ended();
    }

    private void and_back() throws Exception {
        cluster.server().kill();
        clock.set(Duration.ZERO);
        var refused = cluster.launchServer("refused");
        assertThat(refused.awaitExit()).isEqualTo(1);
        assertThat(refused.errors()).contains("--trust_clock");
        assertThat(cluster.processes()).isEqualTo(before);
        cluster.startServer(Map.of("DROMOS_TRUST_CLOCK", "yes"));
        changes();
        nothing_ended();
    }

    /// Two changes in a row, each of which starts a task and ends it: what is asked for still
    /// happens.
    private void changes() {
        version("POST", "{\"id\":\"lively\",\"cmd\":\"exec sleep 3600\"}");
        cluster.api().awaitRunning("/lively", 1);
        cluster.api().awaitSettled();
        version("DELETE", "");
        cluster.api().awaitSettled();
    }

    private void version(String method, String body) {
        var path = method.equals("POST") ? "/v2/apps" : "/v2/apps/lively";
        var version = cluster.api().send(method, path, body).ok().json().path("version").asText();
        versions.add(Instant.parse(version));
        assertThat(versions).isSorted().doesNotHaveDuplicates();
    }

    private void nothing_ended() {
        await("the tasks are those from before, by the server's and the kernel's word")
                .atMost(Api.PATIENCE)
                .untilAsserted(() -> {
                    var tasks = cluster.api().awaitRunning("/calm", 3);
                    assertThat(tasks).hasSize(3);
                    assertThat(cluster.processes()).isEqualTo(before);
                    assertThat(before.values()).allMatch(ProcessIdentity::isAlive);
                });
    }

    private void report() throws IOException {
        var text =
                """
                # Clocks that jump

                Written by `ClockTest` (`ops/bin/soak clocks`). The calendar clock of the real server, master and agent was set a
                day ahead and back while they ran; then all were off, %d times for a day and once for a year by their clock; then
                it was set right, which the server refuses without `--trust_clock`.

                - After each step the three tasks from before still ran, by the server's word and by their process numbers and
                  start times.
                - %d changes in between were carried out; their versions were later each time, from %s to %s.
                """
                        .formatted(
                                DAYS_OFF, versions.size(), versions.getFirst(), versions.getLast());
        System.out.println(text);
        var file = System.getProperty("dromos.report", "");
        if (!file.isEmpty()) Files.writeString(Path.of(file), text);
    }
}
