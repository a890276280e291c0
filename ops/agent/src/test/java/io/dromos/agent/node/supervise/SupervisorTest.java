package io.dromos.agent.node.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dromos.agent.node.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupervisorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir Path directory;
    private final List<Process> scripts = new ArrayList<>();
    private RunDirectory meta;
    private Path sandbox;
    private Supervisor supervisor;

    @BeforeEach
    void prepare() throws IOException {
        meta = new RunDirectory(Files.createDirectory(directory.resolve("meta")));
        sandbox = Files.createDirectory(directory.resolve("sandbox"));
        supervisor = Supervisor.install(directory.resolve("bin"), LogLimits.STANDARD);
    }

    @AfterEach
    void end() throws Exception {
        for (var script : scripts) {
            // It writes to the last, so that the directory is not to be removed before it has
            // ended.
            await().atMost(PATIENCE)
                    .until(() -> {
                        if (meta.process().isPresent()) {
                            Signals.KILL.send(meta.process().get());
                        }
                        return script.waitFor(20, TimeUnit.MILLISECONDS);
                    });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exit 0 | 0",
                "exit 3 | 3",
                "exit 255 | 255",
                "kill -9 $$ | 137",
                "kill -TERM $$ | 143",
                "kill -INT $$ | 130",
                "kill -SEGV $$ | 139",
                "no-such-program | 127"
            })
    void the_exit_status_of_a_shell_command_is_written_down(String command, int status)
            throws Exception {
        start("sh", "-c", command);
        assertThat(ending()).isEqualTo(new Ending(status));
    }

    @Test
    void output_lands_in_the_sandbox_and_is_complete_when_the_end_is_told() throws Exception {
        start("sh", "-c", "pwd; echo oops >&2; seq 20000");
        ending();
        assertThat(Files.readAllLines(sandbox.resolve("stdout")))
                .hasSize(20001)
                .startsWith(sandbox.toString())
                .endsWith("20000");
        assertThat(sandbox.resolve("stderr")).hasContent("oops");
        assertThat(meta.path().resolve("supervisor.log")).isEmptyFile();
    }

    @Test
    void output_is_visible_while_the_command_runs() throws Exception {
        start("sh", "-c", "echo early; exec sleep 1000");
        await().atMost(PATIENCE).until(() -> sandboxText("stdout").equals("early\n"));
        assertThat(meta.ending()).isEmpty();
    }

    @Test
    void arguments_arrive_as_they_are() throws Exception {
        start("printf", "%s|", "a b", "$HOME", "'", "", "*");
        ending();
        assertThat(sandbox.resolve("stdout")).hasContent("a b|$HOME|'||*|");
    }

    @Test
    void a_program_that_is_not_there_ends_with_status_1_and_says_so() throws Exception {
        start("/no/such/program", "x");
        assertThat(ending()).isEqualTo(new Ending(1));
        assertThat(sandboxText("stderr"))
                .isEqualTo("Failed to execute '/no/such/program': no such program\n");
    }

    @Test
    void the_environment_is_the_tasks_own_even_with_odd_names_and_a_path_of_its_own()
            throws Exception {
        var environment = Map.of("A", "1 2\n3", "my.var", "odd", "PATH", "/only/mine");
        start(run(environment, List.of(), "/usr/bin/env"));
        ending();
        assertThat(sandboxText("stdout").lines())
                .contains("A=1 2", "3", "my.var=odd", "PATH=/only/mine")
                .noneMatch(line -> line.startsWith("JAVA_HOME"));
    }

    @Test
    void the_command_leads_a_session_of_its_own() throws Exception {
        start("sleep", "1000");
        var process = awaitProcess();
        var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        assertThat(fields[2]).as("process group").isEqualTo(Long.toString(process.pid()));
        assertThat(fields[3]).as("session").isEqualTo(Long.toString(process.pid()));
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void signals_reach_the_whole_group_and_the_end_is_told_with_the_signal() throws Exception {
        start("sh", "-c", "sleep 1000 & echo $! >child; wait");
        var process = awaitProcess();
        await().atMost(PATIENCE).until(() -> !sandboxText("child").isEmpty());
        var child = ProcessIdentity.of(Long.parseLong(sandboxText("child").trim())).orElseThrow();
        Signals.TERM.send(process);
        assertThat(ending()).isEqualTo(new Ending(143));
        await().atMost(PATIENCE).until(() -> !child.isAlive());
    }

    @Test
    void a_command_does_not_inherit_ignored_signals() throws Exception {
        start("sh", "-c", "grep SigIgn /proc/self/status");
        ending();
        // The C library's own two real-time signals may be ignored above us; the 31 standard ones
        // must not.
        var mask = Long.parseUnsignedLong(sandboxText("stdout").split("\\s+")[1], 16);
        assertThat(mask & 0x7fff_ffffL).isZero();
    }

    @Test
    void what_a_command_leaves_in_its_group_ends_with_it() throws Exception {
        start("sh", "-c", "sleep 1000 & echo $! >child");
        ending();
        var child = Long.parseLong(sandboxText("child").trim());
        await().atMost(PATIENCE).until(() -> ProcessIdentity.of(child).isEmpty());
    }

    @Test
    void a_process_that_left_the_group_does_not_hold_up_the_end() throws Exception {
        start("sh", "-c", "setsid sleep 1000 & echo $! >child; sleep 0.1");
        assertThat(ending()).isEqualTo(new Ending(0));
        ProcessHandle.of(Long.parseLong(sandboxText("child").trim()))
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void logs_are_rotated_and_bounded() throws Exception {
        supervisor = Supervisor.install(directory.resolve("bin"), new LogLimits(8192, 2));
        start("sh", "-c", "i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done");
        assertThat(ending()).isEqualTo(new Ending(0));
        for (var name : List.of("stdout", "stdout.1", "stdout.2")) {
            assertThat(Files.size(sandbox.resolve(name))).as(name).isLessThanOrEqualTo(8192 + 4096);
        }
        assertThat(sandbox.resolve("stdout.3")).doesNotExist();
        // The newest file may be empty: the last block can be the one that filled the file before.
        var all = sandboxText("stdout.2") + sandboxText("stdout.1") + sandboxText("stdout");
        assertThat(all).endsWith("line 2999\n");
        assertThat(all).as("nothing is lost between two files").contains("line 2000\nline 2001\n");
        assertThat(all.lines().skip(1).count())
                .isEqualTo(
                        2999
                                - Integer.parseInt(
                                        all.lines().skip(1).findFirst().orElseThrow().substring(5))
                                + 1);
    }

    @Test
    void a_log_replaced_by_a_link_is_not_followed() throws Exception {
        var target = Files.writeString(directory.resolve("precious"), "safe\n");
        Files.createSymbolicLink(sandbox.resolve("stdout"), target);
        start("sh", "-c", "echo overwritten; exit 5");
        assertThat(ending()).isEqualTo(new Ending(5));
        assertThat(target).hasContent("safe\n");
    }

    @Test
    void a_forbidden_start_never_happens() throws Exception {
        assertThat(meta.forbidStart()).isTrue();
        start("touch", "ran").waitFor();
        assertThat(sandbox.resolve("ran")).doesNotExist();
        assertThat(meta.process()).isEmpty();
    }

    @Test
    void a_start_that_was_cannot_be_forbidden() throws Exception {
        start("sleep", "1000");
        awaitProcess();
        assertThat(meta.forbidStart()).isFalse();
    }

    @Test
    void a_supervisor_told_to_end_stays_with_its_command() throws Exception {
        start("sleep", "1000");
        var process = awaitProcess();
        var supervisorPid = meta.supervisor().orElseThrow().pid();
        Tool.run(PATIENCE, "/bin/sh", "-c", "kill -TERM " + supervisorPid);
        Signals.TERM.send(process);
        assertThat(ending()).isEqualTo(new Ending(143));
    }

    @Test
    void as_root_a_command_can_be_another_user() throws Exception {
        assumeTrue(
                System.getProperty("user.name").equals("root"), "needs root: becomes user nobody");
        var identity = List.of("--reuid=65534", "--regid=65534", "--clear-groups", "--");
        start(run(Map.of(), identity, "sh", "-c", "id -u; echo again >/dev/stdout"));
        assertThat(ending()).isEqualTo(new Ending(0));
        assertThat(sandbox.resolve("stdout")).hasContent("65534\nagain");
    }

    private Process start(String... command) throws IOException {
        return start(run(Map.of(), List.of(), command));
    }

    private Process start(Run run) throws IOException {
        var script = supervisor.start(run);
        scripts.add(script);
        return script;
    }

    private Run run(Map<String, String> environment, List<String> identity, String... command) {
        return new Run(meta, sandbox, environment, List.of(), identity, List.of(command));
    }

    private Ending ending() {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(meta::ending, java.util.Optional::isPresent)
                .orElseThrow();
    }

    private ProcessIdentity awaitProcess() {
        return await().atMost(PATIENCE)
                .until(meta::process, java.util.Optional::isPresent)
                .orElseThrow();
    }

    private String sandboxText(String name) throws IOException {
        return Files.exists(sandbox.resolve(name)) ? Files.readString(sandbox.resolve(name)) : "";
    }
}
