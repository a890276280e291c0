package io.dromos.checks.cluster;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// Compiles libraries in C that are loaded before all others of a process, from `faults` in the
/// resources.
final class Preloaded {

    private static final int COMPILE_SECONDS_MAX = 60;

    private Preloaded() {}

    /// Compiles one. Without a C compiler the test is skipped.
    static Path compile(String name, Path directory) throws IOException, InterruptedException {
        var source = directory.resolve(name + ".c");
        var library = directory.resolve(name + ".so");
        try (var stream = Preloaded.class.getResourceAsStream("/faults/" + name + ".c")) {
            Files.write(source, Objects.requireNonNull(stream).readAllBytes());
        }
        var command = new ProcessBuilder(compiler(library, source)).redirectErrorStream(true);
        try {
            var process = command.start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(COMPILE_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0)
                throw new AssertionError("gcc: " + said);
        } catch (IOException e) {
            abort("gcc is missing: " + e.getMessage());
        }
        return library;
    }

    private static String[] compiler(Path library, Path source) {
        return new String[] {
            "gcc", "-shared", "-fPIC", "-O1", "-o", library.toString(), source.toString(), "-ldl"
        };
    }
}
