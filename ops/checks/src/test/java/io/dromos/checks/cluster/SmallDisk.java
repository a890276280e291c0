package io.dromos.checks.cluster;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A file system of its own, small enough to be filled. Where none can be mounted the test is
/// skipped. Register it before the [Cluster] that uses it.
public final class SmallDisk implements BeforeEachCallback, AfterEachCallback {

    private static final int MOUNT_SECONDS_MAX = 30;
    private static final int CHUNK = 64 << 10;

    private final int megabytes;
    private Path place = Path.of("");

    /// A disk of so many MiB.
    public SmallDisk(int megabytes) {
        this.megabytes = megabytes;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        var root = Files.createDirectories(Path.of("target/disks").toAbsolutePath());
        place = Files.createTempDirectory(root, "disk");
        var size = "size=" + megabytes + "m";
        var said = run("mount", "-t", "tmpfs", "-o", size, "tmpfs", place.toString());
        if (!said.isEmpty()) {
            Files.delete(place);
            abort("no small file system can be mounted: " + said);
        }
    }

    /// Where it is mounted.
    public Path place() {
        return place;
    }

    /// Takes all the room that is left.
    public void fill() throws IOException {
        var options =
                new StandardOpenOption[] {StandardOpenOption.CREATE, StandardOpenOption.WRITE};
        try (var file = FileChannel.open(filler(), options)) {
            file.position(file.size());
            for (int size = CHUNK; size > 0; size /= 2) writeAll(file, size);
        }
    }

    private static void writeAll(FileChannel file, int size) {
        try {
            while (file.write(ByteBuffer.allocate(size)) == size) Thread.onSpinWait();
        } catch (IOException _) {
            // full, for pieces of this size
        }
    }

    /// Gives back what [#fill] took.
    public void free() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return place.resolve("filler");
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (!Files.exists(place) || place.toString().isEmpty()) return;
        var said = run("umount", "-l", place.toString());
        if (!said.isEmpty()) throw new IOException(said);
        Files.delete(place);
    }

    /// What a command had to say; nothing if it succeeded.
    private static String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(MOUNT_SECONDS_MAX, TimeUnit.SECONDS)) process.destroyForcibly();
        if (process.exitValue() == 0) return "";
        return said.isEmpty() ? command[0] + " failed" : said;
    }
}
