package io.dromos.agent.node.docker;

import io.dromos.agent.node.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The container engine, through the `docker` command; which engine is the command's own business
/// (`DOCKER_HOST`, contexts).
///
/// @param program the command; empty when there is none on this machine
public record DockerEngine(Optional<Path> program) {
    private static final Duration QUICK = Duration.ofSeconds(30);
    private static final Duration PULL = Duration.ofMinutes(30);

    /// What to say when a task needs an engine and there is no command.
    public static final String MISSING =
            "Docker is not installed here (no 'docker' on the agent's PATH): install it, on Debian with 'apt-get install"
                    + " docker.io', and start the task again";

    /// Looks for the command on a search path.
    public static DockerEngine find(String searchPath) {
        return new DockerEngine(
                Arrays.stream(searchPath.split(":"))
                        .filter(directory -> !directory.isEmpty())
                        .map(directory -> Path.of(directory, "docker"))
                        .filter(Files::isExecutable)
                        .findFirst());
    }

    /// What the engine knows of a container; empty when it knows none of that name.
    ///
    /// @throws IOException when the engine does not answer
    public Optional<Inspection> inspect(String container) throws IOException, InterruptedException {
        var outcome = docker(QUICK, "inspect", "--type", "container", container);
        if (outcome.isSuccess()) {
            return Optional.of(Inspection.parse(outcome.output()));
        }
        if (outcome.errors().contains("No such container")) {
            return Optional.empty();
        }
        throw failure(outcome);
    }

    /// Whether the image is here already.
    public boolean hasImage(String image) throws IOException, InterruptedException {
        return docker(QUICK, "image", "inspect", "--format", "{{.Id}}", image).isSuccess();
    }

    /// Fetches an image.
    ///
    /// @param configuration a directory with credentials, as `docker --config` takes it
    public void pull(String image, Optional<Path> configuration)
            throws IOException, InterruptedException {
        var words = new ArrayList<String>();
        configuration.ifPresent(
                directory -> words.addAll(List.of("--config", directory.toString())));
        words.addAll(List.of("pull", image));
        expect(docker(PULL, words.toArray(String[]::new)));
    }

    /// Makes a container that does not run yet.
    public void create(DockerCommand command) throws IOException, InterruptedException {
        expect(docker(QUICK, command.arguments().toArray(String[]::new)));
    }

    /// Signals the container's first process; one that has ended is fine.
    public void signal(String container, String signal) throws IOException, InterruptedException {
        var outcome = docker(QUICK, "kill", "--signal", signal, container);
        var tooLate =
                outcome.errors().contains("is not running")
                        || outcome.errors().contains("No such container");
        if (!tooLate) {
            expect(outcome);
        }
    }

    /// Ends and removes a container and its anonymous volumes; one that is gone is fine.
    public void remove(String container) throws IOException, InterruptedException {
        var outcome = docker(QUICK, "rm", "--force", "--volumes", container);
        if (!outcome.errors().contains("No such container")) {
            expect(outcome);
        }
    }

    /// The names of all containers with this label.
    public List<String> labelled(String label) throws IOException, InterruptedException {
        return expect(
                        docker(
                                QUICK,
                                "ps",
                                "--all",
                                "--filter",
                                "label=" + label,
                                "--format",
                                "{{.Names}}"))
                .output()
                .lines()
                .toList();
    }

    private Tool.Outcome docker(Duration patience, String... arguments)
            throws IOException, InterruptedException {
        var words = new ArrayList<String>();
        words.add(program.orElseThrow(() -> new IOException(MISSING)).toString());
        words.addAll(List.of(arguments));
        return Tool.run(patience, words);
    }

    private static Tool.Outcome expect(Tool.Outcome outcome) throws IOException {
        if (!outcome.isSuccess()) {
            throw failure(outcome);
        }
        return outcome;
    }

    private static IOException failure(Tool.Outcome outcome) {
        var verb = outcome.command().size() > 1 ? outcome.command().get(1) : "";
        return new IOException(
                "'docker "
                        + verb
                        + "' exited with status "
                        + outcome.status()
                        + ": "
                        + outcome.errors().trim());
    }
}
