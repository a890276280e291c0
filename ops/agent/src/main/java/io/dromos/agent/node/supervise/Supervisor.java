package io.dromos.agent.node.supervise;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Starts supervisors: one `supervisor.sh` in a session of its own beside each command, which
/// outlives the agent.
public final class Supervisor {
    /// Search path of a task that brings none, as Mesos gives it.
    public static final String STANDARD_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final String SHELL_NAME = "[a-zA-Z_][a-zA-Z0-9_]*";

    private final Path script;
    private final LogLimits logs;

    private Supervisor(Path script, LogLimits logs) {
        this.script = script;
        this.logs = logs;
    }

    /// Writes the script into a directory and returns what starts it. A script that is already at
    /// work there keeps its text: the new one takes its name only.
    public static Supervisor install(Path directory, LogLimits logs) throws IOException {
        Files.createDirectories(directory);
        var script = directory.resolve("supervisor.sh");
        var part = Files.createTempFile(directory, "supervisor", ".part");
        try (var text = Supervisor.class.getResourceAsStream("supervisor.sh")) {
            if (text == null) {
                throw new FileNotFoundException(
                        "supervisor.sh is missing from the agent's own jar");
            }
            Files.copy(text, part, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(
                part, script, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new Supervisor(script, logs);
    }

    /// Starts a supervisor and returns at once; what becomes of it is in the run's directory.
    public Process start(Run run) throws IOException {
        var builder = builder(arguments(run), run.environment());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(
                ProcessBuilder.Redirect.appendTo(
                        run.directory().path().resolve("supervisor.log").toFile()));
        return builder.start();
    }

    /// Starts a command beside a supervised one, with the same directories, limits and user. It
    /// prints `begun` when it has really begun, and nothing else; a group that cannot be entered is
    /// status 125 without that word.
    ///
    /// @param seconds after which it and its process group are killed, if they are left to
    ///   themselves
    public Process beside(Run run, long seconds) throws IOException {
        var words = new ArrayList<String>();
        words.addAll(List.of("/usr/bin/setsid", "/bin/sh", script.toString(), "beside"));
        words.add(run.directory().path().toString());
        words.add(run.sandbox().toString());
        words.add(Long.toString(seconds));
        words.addAll(who(run));
        var builder = builder(words, run.environment());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return builder.start();
    }

    private List<String> arguments(Run run) {
        var words = new ArrayList<String>();
        words.addAll(List.of("/usr/bin/setsid", "/bin/sh", script.toString(), "run"));
        words.add(run.directory().path().toString());
        words.add(run.sandbox().toString());
        words.add(Long.toString(logs.bytes()));
        words.add(Integer.toString(logs.kept()));
        words.addAll(who(run));
        return words;
    }

    private static List<String> who(Run run) {
        var words = new ArrayList<String>();
        words.add(run.joins().stream().map(Path::toString).collect(Collectors.joining(":")));
        words.add(String.join(" ", run.identity()));
        words.addAll(withOddNames(run.environment(), run.command()));
        return words;
    }

    private static ProcessBuilder builder(List<String> words, Map<String, String> environment) {
        var builder = new ProcessBuilder(words);
        builder.environment().clear();
        builder.environment().putAll(shellEnvironment(environment));
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        return builder;
    }

    private static Map<String, String> shellEnvironment(Map<String, String> environment) {
        var result = new TreeMap<>(Map.of("PATH", STANDARD_PATH));
        environment.forEach((name, value) -> {
            if (name.matches(SHELL_NAME)) {
                result.put(name, value);
            }
        });
        return result;
    }

    /// A shell hands on only variables it could name itself; others (`my.var`) are set by `env` at
    /// the last moment.
    private static List<String> withOddNames(
            Map<String, String> environment, List<String> command) {
        var odd =
                environment.entrySet().stream()
                        .filter(entry -> !entry.getKey().matches(SHELL_NAME))
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .sorted()
                        .toList();
        if (odd.isEmpty()) {
            return command;
        }
        var words = new ArrayList<String>(List.of("/usr/bin/env"));
        words.addAll(odd);
        words.addAll(command);
        return words;
    }
}
