package io.dromos.checks.cluster;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One Java program of the product as a process of its own, with this test's class path.
public final class Program {

    /// How long a start may take on a busy machine.
    public static final Duration START_MAX = Duration.ofSeconds(60);

    private static final Duration STOP_MAX = Duration.ofSeconds(30);

    private static final List<String> FLAGS =
            List.of(
                    "--sun-misc-unsafe-memory-access=allow",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Dcom.google.protobuf.use_unsafe_pre22_gencode",
                    // Not that of a test among the libraries.
                    "-Dlogback.configurationFile=logback.xml",
                    // A start cache that does not fit is no news.
                    "-Xlog:disable",
                    "-Xlog:all=error:stderr",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx512m");

    /// A generation's line in what jcmd tells of a heap: `total 157248K, used 88132K`.
    private static final Pattern HEAP_USED = Pattern.compile("total \\d+K, used (\\d+)K");

    private final String name;
    private final Process process;
    private final Path out;

    private Program(String name, Process process, Path out) {
        this.name = name;
        this.process = process;
        this.out = out;
    }

    /// Starts a program; its output is added to `name.out` and `name.err` in the directory.
    static Program launch(
            String name, String main, List<String> words, Map<String, String> env, Path directory) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(StartCaches.flags(main));
        command.addAll(List.of("-cp", classPath(), main));
        command.addAll(words);
        var out = directory.resolve(name + ".out");
        var builder =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(out.toFile())
                        .redirectError(
                                ProcessBuilder.Redirect.appendTo(
                                        directory.resolve(name + ".err").toFile()));
        builder.environment().putAll(env);
        try {
            return new Program(name, builder.start(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The entries of this test's class path that belong to the product.
    public static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes") && !entry.isEmpty())
                .filter(entry -> !entry.endsWith("-tests.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// Waits for the line that says that it serves.
    Program awaitReady() {
        await(name + " is ready")
                .atMost(START_MAX)
                .pollInterval(Duration.ofMillis(20))
                .failFast(name + " has ended", () -> !process.isAlive())
                .until(() -> output().startsWith("ready"));
        return this;
    }

    /// Waits until it serves or has ended; whether it serves.
    public boolean awaitReadyOrEnd() {
        await(name + " is ready or has ended")
                .atMost(START_MAX)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !process.isAlive() || output().startsWith("ready"));
        return process.isAlive();
    }

    /// Waits so long for its end; whether it has come.
    public boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// What it wrote to its standard output.
    public String output() {
        try {
            return Files.readString(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What it, and those of its name before it, wrote to the standard error.
    public String errors() {
        try {
            return Files.readString(out.resolveSibling(name + ".err"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What it is called in its log's name.
    String name() {
        return name;
    }

    /// Whether it runs.
    public boolean isAlive() {
        return process.isAlive();
    }

    /// Waits for its end and gives its exit code.
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(START_MAX.toSeconds(), TimeUnit.SECONDS))
            throw new AssertionError(name + " has not ended");
        return process.exitValue();
    }

    /// Its process id.
    public long pid() {
        return process.pid();
    }

    /// What its heap holds once all garbage is gone, in bytes.
    public long heldBytes() throws IOException, InterruptedException {
        diagnose("GC.run");
        var text = diagnose("GC.heap_info");
        return HEAP_USED
                .matcher(text)
                .results()
                .mapToLong(part -> Long.parseLong(part.group(1)) * 1024)
                .sum();
    }

    private String diagnose(String command) throws IOException, InterruptedException {
        var program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var jcmd = new ProcessBuilder(program, Long.toString(pid()), command).start();
        var text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = jcmd.waitFor();
        if (code != 0) throw new IOException(command + " of " + name + ": " + text);
        return text;
    }

    /// Stops it where it is, until [#resume].
    public void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /// Lets it go on.
    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        var shell = new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(name, process.pid()));
        int code = shell.start().waitFor();
        if (code != 0) throw new IOException(name + " to " + this.name + ": " + code);
    }

    /// `kill -9`.
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /// Asks it to end, and kills it if it does not.
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) kill();
    }
}
