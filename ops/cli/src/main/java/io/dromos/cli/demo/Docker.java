package io.dromos.cli.demo;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The Docker engine of this machine, through its command line.
final class Docker {

    private static final Duration ASK_MAX = Duration.ofSeconds(10);
    private static final int SAID_MAX = 4 << 10;

    private Docker() {}

    /// Whether a command succeeded, and the last line it printed.
    record Result(boolean done, String said) {}

    /// Why there is no engine to use, if there is none.
    static Optional<String> absence() throws InterruptedException {
        var version = run(ASK_MAX, "version", "--format", "{{.Server.Version}}");
        return version.done() ? Optional.empty() : Optional.of(version.said());
    }

    static boolean has(String image) throws InterruptedException {
        return run(ASK_MAX, "image", "inspect", "--format", "{{.Id}}", image).done();
    }

    static Result pull(String image, Duration patience) throws InterruptedException {
        return run(patience, "pull", "--quiet", image);
    }

    private static Result run(Duration patience, String... words) throws InterruptedException {
        var command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words));
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectInput(Redirect.from(new java.io.File("/dev/null")))
                            .start();
            var reader = new Reader(process);
            var thread = Thread.ofVirtual().start(reader);
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new Result(false, "no answer within " + patience.toSeconds() + " s");
            }
            thread.join();
            return new Result(process.exitValue() == 0, reader.said);
        } catch (IOException _) {
            return new Result(false, "there is no docker command");
        }
    }

    private static final class Reader implements Runnable {
        private final Process process;
        private volatile String said = "";

        Reader(Process process) {
            this.process = process;
        }

        @Override
        public void run() {
            try (var in = process.getInputStream()) {
                var text = new String(in.readNBytes(SAID_MAX), StandardCharsets.UTF_8);
                said = text.lines().filter(line -> !line.isBlank()).reduce("", (_, line) -> line);
                in.transferTo(java.io.OutputStream.nullOutputStream());
            } catch (IOException e) {
                said = String.valueOf(e.getMessage());
            }
        }
    }
}
