package io.dromos.cli.run;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Starts processes in sessions of their own, so that Ctrl-C reaches only who is to end them in
/// order; their output goes to files.
public final class Launcher {

    /// A log longer than this is set aside at the next start, in bytes.
    static final long LOG_MAX = 16L << 20;

    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final int TAIL_BYTES = 8 << 10;

    private Launcher() {}

    /// Starts a part.
    static Process start(Part part) throws IOException {
        return start(part.command(), part.environment(), part.log());
    }

    /// Starts a command that appends its output to a file.
    public static Process start(List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        createDirectory(log.toAbsolutePath().resolve("..").normalize());
        if (Files.exists(log) && Files.size(log) > LOG_MAX)
            Files.move(
                    log,
                    log.resolveSibling(log.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
        var words = new ArrayList<String>();
        if (Files.isExecutable(SETSID)) words.add(SETSID.toString());
        words.addAll(command);
        var builder = new ProcessBuilder(words);
        builder.environment().putAll(environment);
        return builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .start();
    }

    /// What processes say is for their owner.
    private static void createDirectory(Path directory) throws IOException {
        var mode = PosixFilePermissions.fromString("rwx------");
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(mode));
    }

    /// The last line of a log that says something; empty if there is none.
    public static String lastLine(Path log) {
        try (var channel = Files.newByteChannel(log)) {
            long from = Math.max(0, channel.size() - TAIL_BYTES);
            var bytes = java.nio.ByteBuffer.allocate(TAIL_BYTES);
            channel.position(from);
            while (bytes.hasRemaining() && channel.read(bytes) > 0) {}
            var text = StandardCharsets.UTF_8.decode(bytes.flip()).toString();
            return text.lines()
                    .filter(line -> !line.isBlank())
                    .reduce("", (_, last) -> last)
                    .strip();
        } catch (IOException _) {
            return "";
        }
    }
}
