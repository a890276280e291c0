package io.dromos.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.cli.ScriptedServer;
import io.dromos.cli.ScriptedServer.Reply;
import io.dromos.cli.run.Part.Kind;
import io.dromos.cli.run.Running.Known;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppingTest {

    private static final String FOR_EVER = "exec sleep 1000";
    private static final String STUBBORN = "trap '' TERM; exec sleep 1000";

    @TempDir private Path data;
    private ScriptedServer server;
    private final Health health = new Health();
    private final List<String> told = new ArrayList<>();
    private final List<Known> started = new ArrayList<>();

    @BeforeEach
    void begin() throws IOException {
        server =
                new ScriptedServer()
                        .on("GET /health", 200, "")
                        .on("POST /tasks/stop-all", 200, "{\"stopped\":1}");
    }

    @AfterEach
    void end() {
        started.forEach(known -> known.process().ifPresent(ProcessMark::kill));
        health.close();
        server.close();
    }

    private Known start(String name, Kind kind, String script) throws IOException {
        var part = Fakes.part(name, kind, script, data, server.uri("/health"));
        var process = Launcher.start(part);
        var known = new Known(part, ProcessMark.of(process.pid()));
        started.add(known);
        return known;
    }

    private List<String> stop(List<Known> parts, boolean keepTasks) throws InterruptedException {
        return new Stopping(health, Duration.ofSeconds(2), told::add).stop(parts, keepTasks);
    }

    @Test
    void the_server_goes_first_then_the_tasks_then_the_agents_and_the_master_last()
            throws Exception {
        var first = start("agent1", Kind.AGENT, FOR_EVER);
        var second = start("agent2", Kind.AGENT, FOR_EVER);
        var orchestrator = start("server", Kind.SERVER, FOR_EVER);
        var states = new ArrayList<String>();
        server.on(
                "POST /tasks/stop-all",
                () -> {
                    states.add(
                            "%s %s %s"
                                    .formatted(
                                            orchestrator.isAlive(),
                                            first.isAlive(),
                                            second.isAlive()));
                    return Reply.json(200, "{}");
                });
        assertThat(stop(List.of(first, second, orchestrator), false)).isEmpty();
        assertThat(states).containsExactly("false true true", "false true true");
        assertThat(told)
                .containsExactly(
                        "stopping server",
                        "ending all tasks",
                        "stopping agent2",
                        "stopping agent1");
        assertThat(started).noneMatch(Known::isAlive);
    }

    @Test
    void tasks_that_are_to_be_kept_are_not_touched() throws Exception {
        var agent = start("agent1", Kind.AGENT, FOR_EVER);
        assertThat(stop(List.of(agent), true)).isEmpty();
        assertThat(server.lines()).isEmpty();
        assertThat(agent.isAlive()).isFalse();
    }

    @Test
    void an_agent_that_died_is_started_to_end_its_tasks() throws Exception {
        var part = Fakes.part("agent1", Kind.AGENT, FOR_EVER, data, server.uri("/health"));
        assertThat(stop(List.of(new Known(part, Optional.empty())), false)).isEmpty();
        assertThat(server.lines()).contains("POST /tasks/stop-all");
        assertThat(told).containsExactly("ending all tasks", "stopping agent1");
    }

    @Test
    void tasks_that_do_not_end_are_complained_of() throws Exception {
        server.on("POST /tasks/stop-all", 503, "task t has not ended within 5 s\n");
        var agent = start("agent1", Kind.AGENT, FOR_EVER);
        assertThat(stop(List.of(agent), false))
                .containsExactly("Tasks of agent1 may still run: task t has not ended within 5 s");
    }

    @Test
    void who_does_not_end_is_killed() throws Exception {
        var stubborn = start("server", Kind.SERVER, STUBBORN);
        var name = Path.of("/proc/" + stubborn.process().orElseThrow().pid() + "/comm");
        await().until(() -> Files.readString(name).strip().equals("sleep"));
        assertThat(stop(List.of(stubborn), false)).isEmpty();
        assertThat(told)
                .containsExactly("stopping server", "server has not ended within 2 s: killing it");
        assertThat(stubborn.isAlive()).isFalse();
    }
}
