package io.dromos.agent.node.tool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Runs a small program to its end and keeps what it said, within bounds.
public final class Tool {
    /// How much of each output is kept, in bytes; the rest is read and dropped.
    public static final int MAX_OUTPUT = 1 << 20;

    private Tool() {}

    /// What a program said and how it ended.
    ///
    /// @param status exit status; 128 + n when signal n ended it
    public record Outcome(List<String> command, int status, String output, String errors) {
        /// Whether it exited with 0.
        public boolean isSuccess() {
            return status == 0;
        }
    }

    /// Runs a program with the agent's environment and no input.
    ///
    /// @throws IOException when it cannot be started, or has not ended in time (it is killed then)
    /// @throws InterruptedException when the caller is interrupted; the program is killed then
    public static Outcome run(Duration patience, String... command)
            throws IOException, InterruptedException {
        return run(patience, List.of(command));
    }

    /// As [#run(Duration, String...)].
    public static Outcome run(Duration patience, List<String> command)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command);
        builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        var process = builder.start();
        var output = drain(process.getInputStream());
        var errors = drain(process.getErrorStream());
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        command.getFirst()
                                + " has not ended within "
                                + patience.toSeconds()
                                + " s");
            }
            return new Outcome(command, process.exitValue(), output.join(), errors.join());
        } finally {
            process.destroyForcibly();
        }
    }

    private static CompletableFuture<String> drain(InputStream stream) {
        var text = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> text.complete(readAtMost(stream)));
        return text;
    }

    private static String readAtMost(InputStream stream) {
        try (stream) {
            var kept = stream.readNBytes(MAX_OUTPUT);
            stream.transferTo(java.io.OutputStream.nullOutputStream());
            return new String(kept, StandardCharsets.UTF_8);
        } catch (IOException closed) {
            return "";
        }
    }
}
