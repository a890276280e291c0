package io.dromos.checks.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dromos.checks.tidy.Repository;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The `dromos` program as a user has it, built, in a directory and with data of its own: nothing
/// that the program makes or builds touches the tree whose tests these are.
public final class Installation implements AutoCloseable {

    private static final int PATIENCE_MINUTES = 5;
    private static final int PORTS = 4;

    private final Path root;
    private final int firstPort;

    private Installation(Path root, int firstPort) {
        this.root = root;
        this.firstPort = firstPort;
    }

    /// What a command came to.
    public record Done(int code, String out, String err) {}

    /// Sets one up from the jars of this build.
    public static Installation in(Path directory) throws IOException {
        var repository = Repository.root();
        var built = repository.resolve("ops/server/target/dist/lib");
        assumeTrue(
                Files.isDirectory(built),
                "Skipped: ops/server is not packaged; 'mvn verify' does it, 'mvn test' does not");
        var dist = Files.createDirectories(directory.resolve("ops/server/target/dist"));
        copy(repository.resolve("ops/bin"), directory.resolve("ops/bin"));
        copy(repository.resolve("ops/examples"), directory.resolve("ops/examples"));
        copy(built, dist.resolve("lib"));
        Files.copy(repository.resolve("pom.xml"), directory.resolve("pom.xml"));
        Files.createFile(dist.resolve("built"));
        return new Installation(directory, FreePorts.block(PORTS));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (var file : files.filter(Files::isRegularFile).toList())
                Files.copy(
                        file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /// Runs `dromos up` on ports of its own, with these further words.
    public Done up(String... words) throws IOException, InterruptedException {
        var all = new ArrayList<String>();
        all.add("up");
        var flags = List.of("--http-port", "--master-port", "--agent-port", "--dns-port");
        for (int at = 0; at < PORTS; at++) {
            all.add(flags.get(at));
            all.add(Integer.toString(firstPort + at));
        }
        all.addAll(List.of(words));
        return dromos(all.toArray(String[]::new));
    }

    /// Runs `dromos` and waits for its end.
    public Done dromos(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(root.resolve("ops/bin/dromos").toString());
        command.addAll(List.of(words));
        var out = root.resolve("out").toFile();
        var err = root.resolve("err").toFile();
        var builder =
                new ProcessBuilder(command)
                        .directory(root.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(out)
                        .redirectError(err);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("DROMOS_DATA", data().toString());
        var process = builder.start();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("dromos %s has not ended".formatted(String.join(" ", words)));
        }
        return new Done(
                process.exitValue(),
                Files.readString(out.toPath()),
                Files.readString(err.toPath()));
    }

    /// A client of its server.
    public Api api() {
        return Api.at(firstPort);
    }

    /// Where it keeps everything.
    public Path data() {
        return root.resolve("data");
    }

    @Override
    public void close() throws IOException {
        try {
            dromos("down");
            Traces.sweep(root, List.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Processes of " + root + " may be left", e);
        }
    }
}
