package io.dromos.cli.local;

import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.run.DataLock;
import io.dromos.cli.run.Launcher;
import io.dromos.cli.run.Programs;
import io.dromos.cli.run.RunFile;
import io.dromos.cli.run.Running;
import io.dromos.cli.text.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs `up` as a process of its own and passes on what it says until everything serves.
record Background(Terminal terminal, Path data, Programs programs) {

    /// Set for an `up` that no Ctrl-C reaches.
    static final String DETACHED = "DROMOS_DETACHED";

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(20);

    /// What is to be done when everything serves.
    @FunctionalInterface
    interface Then {
        void run() throws Failure, IOException, InterruptedException;
    }

    int start(List<String> words, Optional<String> secret, Then then)
            throws Failure, IOException, InterruptedException {
        // Only looked at: the other process takes it.
        DataLock.hold(data, () -> ExitCode.OK);
        var log = data.resolve("logs").resolve("up.log");
        long from = Files.exists(log) ? Files.size(log) : 0;
        var environment = new HashMap<>(Map.of("DROMOS_LIVE", "0", "COLUMNS", "", DETACHED, "1"));
        secret.ifPresent(text -> environment.put("DROMOS_HTTP_CREDENTIALS", text));
        var process = Launcher.start(programs.cli(words), environment, log);
        await(process, log, from);
        then.run();
        return ExitCode.OK;
    }

    private void await(Process process, Path log, long from)
            throws Failure, IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long passed = from;
        while (true) {
            boolean ready = isReady(process.pid());
            boolean alive = process.isAlive();
            if (!alive) throw Failure.failed(lastWords(log, from));
            passed = pass(log, Files.size(log) < passed ? 0 : passed);
            if (ready) return;
            if (System.nanoTime() > deadline)
                throw Failure.timedOut("Dromos is still starting; what it says is in " + log);
            Thread.sleep(POLL);
        }
    }

    private boolean isReady(long pid) throws IOException {
        return RunFile.in(data)
                .read()
                .filter(Running::ready)
                .filter(running -> running.supervisor().pid() == pid)
                .isPresent();
    }

    private static String lastWords(Path log, long from) throws IOException {
        var last = Files.size(log) != from ? Launcher.lastLine(log) : "Dromos ended without a word";
        return last.replaceFirst("^dromos: ", "") + " (all it said is in " + log + ")";
    }

    /// Prints whole lines from a place on.
    ///
    /// @return the place after them
    private long pass(Path log, long from) throws IOException {
        try (var in = Files.newInputStream(log)) {
            in.skipNBytes(from);
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            var whole = text.substring(0, text.lastIndexOf('\n') + 1);
            // Its last sentence, if it fails, is ours to tell.
            whole.lines().filter(line -> !line.startsWith("dromos: ")).forEach(terminal::say);
            return from + whole.getBytes(StandardCharsets.UTF_8).length;
        }
    }
}
