package io.dromos.agent.node.work;

import io.dromos.agent.node.docker.DockerEngine;
import io.dromos.agent.node.health.Beside;
import io.dromos.agent.node.tool.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.mesos.v1.Protos.CommandInfo;

/// A check that runs in a container, by `docker exec`, which has no way to end what it started. One
/// for a shell tells its number there; any other, in whose image there may be no shell, is known by
/// a variable of its own in the processes that the engine tells of, if these run on this machine.
///
/// @param mark the value of that variable
record BesideContainer(
        String docker, String container, Process process, boolean announces, String mark)
        implements Beside {
    private static final String MARK = "DROMOS_CHECK";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String ANNOUNCED =
            "echo " + BEGUN + " $$; exec >/dev/null 2>&1; exec /bin/sh -c \"$1\"";

    /// Starts it, with the environment of the container and what the check adds.
    static BesideContainer start(DockerEngine engine, String container, CommandInfo command)
            throws IOException {
        var docker =
                engine.program()
                        .orElseThrow(() -> new IOException(DockerEngine.MISSING))
                        .toString();
        var words = new ArrayList<String>(List.of(docker, "exec"));
        var variables = Variables.given(command);
        // Without a value: the client takes it from its own environment, where nobody else reads
        // it.
        var mark = UUID.randomUUID().toString();
        variables.put(MARK, mark);
        variables.keySet().forEach(name -> words.addAll(List.of("--env", name)));
        words.add(container);
        if (command.getShell()) {
            words.addAll(List.of("/bin/sh", "-c", ANNOUNCED, "check", command.getValue()));
        } else {
            words.addAll(CommandWork.words(command));
        }
        var builder = new ProcessBuilder(words);
        builder.environment().putAll(variables);
        builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        if (!command.getShell()) {
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        return new BesideContainer(docker, container, builder.start(), command.getShell(), mark);
    }

    @Override
    public void end(String announcement) throws IOException, InterruptedException {
        if (!announces) {
            endMarked();
            return;
        }
        var number = announcement.substring(Math.min(announcement.length(), BEGUN.length())).trim();
        if (number.matches("[1-9][0-9]{0,9}")) {
            Tool.run(
                    PATIENCE, docker, "exec", container, "/bin/sh", "-c", "kill -s KILL " + number);
        }
    }

    private void endMarked() throws IOException, InterruptedException {
        var processes = Tool.run(PATIENCE, docker, "top", container, "-eo", "pid").output();
        for (var pid : processes.lines().skip(1).map(String::trim).toList()) {
            if (isMarked(pid)) {
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    /// Not if it has ended meanwhile, or the engine runs on another machine.
    private boolean isMarked(String pid) {
        try {
            var environment = Files.readAllBytes(Path.of("/proc", pid, "environ"));
            var text = new String(environment, StandardCharsets.ISO_8859_1);
            return List.of(text.split("\0")).contains(MARK + "=" + mark);
        } catch (IOException gone) {
            return false;
        }
    }
}
