package io.dromos.agent.node.work;

import io.dromos.agent.node.docker.DockerEngine;
import io.dromos.agent.node.health.Beside;
import io.dromos.agent.node.tool.Tool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.CommandInfo;

/// A check that runs in a container, by `docker exec`. One for a shell tells its number there, so
/// that it can be ended; an engine has no other way to it.
record BesideContainer(String docker, String container, Process process, boolean announces)
        implements Beside {
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
        return new BesideContainer(docker, container, builder.start(), command.getShell());
    }

    @Override
    public void end(String announcement) throws IOException, InterruptedException {
        var number = announcement.substring(Math.min(announcement.length(), BEGUN.length())).trim();
        if (number.matches("[1-9][0-9]{0,9}")) {
            Tool.run(
                    PATIENCE, docker, "exec", container, "/bin/sh", "-c", "kill -s KILL " + number);
        }
    }
}
