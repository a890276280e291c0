package io.dromos.journal.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/// The programs of a PostgreSQL server, unpacked once for each process that runs tests. As root
/// they run as `nobody`, since they refuse to run as root.
final class PostgresPrograms {
    private static final String BINARIES = "/postgres-linux-x86_64.txz";
    private static final int NOBODY = 65_534;
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private static @Nullable Path programs;

    private PostgresPrograms() {}

    /// Runs one of them to its end.
    static void run(String... command) throws IOException {
        execute(asNobody(List.of(command)));
    }

    /// The command line that runs one of them.
    static List<String> asNobody(List<String> command) throws IOException {
        var found = new ArrayList<String>();
        if (ROOT) {
            var id = String.valueOf(NOBODY);
            found.addAll(List.of("setpriv", "--reuid", id, "--regid", id, "--clear-groups"));
        }
        found.add(programs().resolve("bin").resolve(command.getFirst()).toString());
        found.addAll(command.subList(1, command.size()));
        return found;
    }

    private static synchronized Path programs() throws IOException {
        if (programs == null) {
            var to = newDirectory("dromos-postgres-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(to)));
            unpack(to);
            programs = to;
        }
        return programs;
    }

    private static void unpack(Path to) throws IOException {
        var tar =
                new ProcessBuilder("tar", "-x", "-C", to.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (InputStream packed = PostgresPrograms.class.getResourceAsStream(BINARIES)) {
            if (packed == null) {
                throw new IOException("there is no PostgreSQL for this kind of machine");
            }
            try (var in = new XZInputStream(packed);
                    var out = tar.getOutputStream()) {
                in.transferTo(out);
            }
            if (tar.waitFor() != 0) throw new IOException("tar cannot unpack PostgreSQL");
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /// A directory of theirs below the temporary one.
    static Path newDirectory(String prefix) throws IOException {
        var directory = Files.createTempDirectory(prefix);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        own(directory);
        return directory;
    }

    /// Makes a file theirs.
    static void own(Path file) throws IOException {
        if (ROOT) execute(List.of("chown", NOBODY + ":" + NOBODY, file.toString()));
    }

    /// Runs a command of this machine to its end.
    static void execute(List<String> command) throws IOException {
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .directory(Path.of("/").toFile())
                            .start();
            var said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(command + " failed: " + said);
            }
        } catch (InterruptedException e) {
            throw new IOException(Arrays.toString(command.toArray()), e);
        }
    }

    /// Removes a directory with all that is in it.
    static void remove(Path directory) {
        try {
            execute(List.of("rm", "-rf", directory.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
