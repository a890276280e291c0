package io.dromos.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dromos.cli.ScriptedServer;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs a layout whose `java` is a script that only sleeps, while somebody else answers for it.
class SessionTest {

    @TempDir private Path data;
    private ScriptedServer server;
    private final Health health = new Health();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final List<ProcessMark> seen = new ArrayList<>();
    private String script = "#!/bin/sh\nexec sleep 1000\n";
    private String resources = "cpus:1";

    @BeforeEach
    void begin() throws IOException {
        server =
                new ScriptedServer()
                        .on("GET /health", 200, "")
                        .on("GET /ping", 200, "pong")
                        .on("POST /tasks/stop-all", 200, "{}");
    }

    @AfterEach
    void end() {
        seen.forEach(ProcessMark::kill);
        health.close();
        server.close();
    }

    private Session start(Optional<Running> former) throws IOException {
        var java = data.resolve("java");
        Files.writeString(java, script);
        assertThat(java.toFile().setExecutable(true)).isTrue();
        int port = Integer.parseInt(server.authority().split(":", -1)[1]);
        var layout =
                new Layout(
                        data,
                        1,
                        resources,
                        List.of(),
                        List.of(),
                        port,
                        5050,
                        port,
                        Optional.empty(),
                        "127.0.0.1:8053",
                        Optional.empty());
        var programs = new Programs(java, "a.jar", Optional.empty(), Optional.empty());
        return Session.start(layout, programs, former, health, told::add);
    }

    private Running awaitProcesses() throws IOException {
        await().until(() ->
                RunFile.in(data).read().orElseThrow().parts().stream()
                        .limit(2)
                        .allMatch(Running.Known::isAlive));
        var running = RunFile.in(data).read().orElseThrow();
        running.parts().forEach(known -> known.process().ifPresent(seen::add));
        return running;
    }

    @Test
    void others_find_what_runs_and_afterwards_nothing_runs() throws Exception {
        var session = start(Optional.empty());
        assertThat(session.awaitService()).isEmpty();
        assertThat(awaitProcesses().ready()).isFalse();
        session.announce();
        var running = awaitProcesses();
        assertThat(running.ready()).isTrue();
        assertThat(running.supervisor().isAlive()).isTrue();
        assertThat(running.url()).isEqualTo(server.url());
        assertThat(session.stop(false)).isEmpty();
        assertThat(seen).noneMatch(ProcessMark::isAlive);
        assertThat(RunFile.in(data).read()).isEmpty();
        assertThat(server.lines()).contains("POST /tasks/stop-all");
    }

    @Test
    void tasks_that_are_kept_are_remembered_for_a_later_down() throws Exception {
        var session = start(Optional.empty());
        assertThat(session.awaitService()).isEmpty();
        awaitProcesses();
        Session.wish(data, true);
        assertThat(session.stop(false)).isEmpty();
        assertThat(server.lines()).doesNotContain("POST /tasks/stop-all");
        assertThat(data.resolve("down.wish")).doesNotExist();
        assertThat(RunFile.in(data).read().orElseThrow().parts()).noneMatch(Running.Known::isAlive);
    }

    @Test
    void the_last_word_on_tasks_is_that_of_down() throws Exception {
        var session = start(Optional.empty());
        assertThat(session.awaitService()).isEmpty();
        awaitProcesses();
        Session.wish(data, false);
        assertThat(session.stop(true)).isEmpty();
        assertThat(server.lines()).contains("POST /tasks/stop-all");
        assertThat(RunFile.in(data).read()).isEmpty();
    }

    @Test
    void agents_that_only_an_earlier_start_had_are_not_forgotten() throws Exception {
        var session = start(Optional.empty());
        assertThat(session.awaitService()).isEmpty();
        var running = awaitProcesses();
        session.stop(true);
        var other =
                Fakes.part(
                        "agent2", Part.Kind.AGENT, "exec sleep 1000", data, server.uri("/health"));
        var parts = new ArrayList<>(running.ended().parts());
        parts.add(new Running.Known(other, Optional.empty()));
        var former =
                new Running(
                        running.supervisor(),
                        running.url(),
                        running.master(),
                        running.dns(),
                        running.bridgeDns(),
                        running.started(),
                        false,
                        3,
                        parts);
        var again = start(Optional.of(former));
        assertThat(again.awaitService()).isEmpty();
        assertThat(awaitProcesses().parts())
                .extracting(known -> known.part().name() + " " + known.isAlive())
                .containsExactly("agent1 true", "server true", "agent2 false");
        assertThat(again.stop(false)).isEmpty();
        assertThat(told).filteredOn(line -> line.equals("stopping agent2")).hasSize(1);
    }

    @Test
    void an_agent_that_never_served_leaves_nothing_for_a_later_down() throws Exception {
        server.on("GET /health", 503, "").on("GET /ping", 503, "");
        script = "#!/bin/sh\necho it is refused\nexit 2\n";
        var session = start(Optional.empty());
        assertThat(session.awaitService()).contains("it is refused");
        assertThat(session.stop(true)).isEmpty();
        assertThat(RunFile.in(data).read()).isEmpty();
    }

    @Test
    void an_agent_that_never_served_is_remembered_as_it_was_before() throws Exception {
        var session = start(Optional.empty());
        assertThat(session.awaitService()).isEmpty();
        var command = awaitProcesses().parts().getFirst().part().command();
        assertThat(session.stop(true)).isEmpty();

        server.on("GET /health", 503, "").on("GET /ping", 503, "");
        script = "#!/bin/sh\nexit 2\n";
        resources = "nonsense";
        var former = RunFile.in(data).read();
        var again = start(former);
        assertThat(again.awaitService()).isPresent();
        assertThat(again.stop(true)).isEmpty();
        assertThat(RunFile.in(data).read().orElseThrow().parts().getFirst().part().command())
                .isEqualTo(command)
                .doesNotContain("nonsense");
    }

    @Test
    void a_data_directory_is_for_one_at_a_time() throws Exception {
        int code =
                DataLock.hold(
                        data,
                        () -> {
                            assertThatThrownBy(() -> DataLock.hold(data, () -> ExitCode.OK))
                                    .isInstanceOf(Failure.class)
                                    .hasMessageContaining(data.toString());
                            return 7;
                        });
        assertThat(code).isEqualTo(7);
        assertThat(DataLock.hold(data, () -> ExitCode.OK)).isZero();
    }
}
