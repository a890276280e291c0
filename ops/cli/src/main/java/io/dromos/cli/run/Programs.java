package io.dromos.cli.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How our Java programs are started: with the runtime, the class path and the start caches this
/// process has.
///
/// @param java the `java` program
/// @param classPath the same for all programs, since a cache holds for one class path
/// @param caches where the ahead-of-time caches for these very jars are, if any
/// @param training where such caches are to be written, when they are being made
public record Programs(
        Path java, String classPath, Optional<Path> caches, Optional<Path> training) {

    private static final List<String> QUIET =
            List.of(
                    "--sun-misc-unsafe-memory-access=allow",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Dcom.google.protobuf.use_unsafe_pre22_gencode",
                    "-Xlog:disable",
                    "-Xlog:all=error:stderr");

    /// As this process was started.
    public static Programs ofThisProcess(Map<String, String> environment) {
        return new Programs(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Optional.ofNullable(environment.get("DROMOS_CACHES")).map(Path::of),
                Optional.ofNullable(environment.get("DROMOS_TRAIN")).map(Path::of));
    }

    /// The orchestrator. What it compiles well pays over months.
    public List<String> server(List<String> arguments) {
        var flags = List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");
        return command("server", flags, "io.dromos.server.Main", arguments);
    }

    /// An embedded agent, or a master with one.
    ///
    /// @param trains whether it makes the cache for all of them, when caches are being made
    public List<String> agent(List<String> arguments, boolean trains) {
        var flags =
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xms24m",
                        "-Xmx512m",
                        "-XX:+ExitOnOutOfMemoryError");
        return trains
                ? command("agent", flags, "io.dromos.agent.Main", arguments)
                : new Programs(java, classPath, caches, Optional.empty())
                        .command("agent", flags, "io.dromos.agent.Main", arguments);
    }

    /// Who reads a log that no server has open.
    public List<String> offline(List<String> arguments) {
        var flags = List.of("-XX:+UseSerialGC");
        return command("offline", flags, "io.dromos.server.Offline", arguments);
    }

    /// The command line itself, in the background.
    public List<String> cli(List<String> arguments) {
        var flags = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms24m");
        return command("cli", flags, "io.dromos.cli.Main", arguments);
    }

    private List<String> command(
            String name, List<String> flags, String main, List<String> arguments) {
        var words = new ArrayList<String>();
        words.add(java.toString());
        words.addAll(flags);
        words.addAll(QUIET);
        training.ifPresent(dir -> words.add("-XX:AOTCacheOutput=" + dir.resolve(name + ".aot")));
        if (training.isEmpty())
            caches.map(dir -> dir.resolve(name + ".aot"))
                    .filter(Files::isReadable)
                    .ifPresent(file -> words.add("-XX:AOTCache=" + file));
        words.addAll(List.of("-cp", classPath, main));
        words.addAll(arguments);
        return words;
    }
}
