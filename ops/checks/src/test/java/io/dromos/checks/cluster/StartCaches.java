package io.dromos.checks.cluster;

import java.io.File;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// What the JVM knows of the server's and the agent's classes before they start, as the installed
/// product has it: about half of what a start costs. Made once for a build by a short life of both,
/// when so many were started that it pays; whoever starts something meanwhile goes without.
final class StartCaches {

    private static final int STARTS_THAT_PAY = 8;

    private static final String APP =
            "{\"id\":\"/training\",\"cmd\":\"sleep 1000\",\"cpus\":0.01,\"mem\":16}";

    private static final AtomicInteger STARTS = new AtomicInteger();
    private static final Path HOME = Path.of("target/start-caches").toAbsolutePath();

    /// Of no worth for other jars, or another JVM.
    private static final Path CACHES = HOME.resolve(fingerprint());

    private static volatile boolean training;

    private StartCaches() {}

    /// What the JVM is to be told when it starts this program.
    static List<String> flags(String main) {
        STARTS.incrementAndGet();
        var name = main + ".aot";
        if (training) return List.of("-XX:AOTCacheOutput=" + CACHES.resolve(name));
        var cache = CACHES.resolve("made").resolve(name);
        return Files.isReadable(cache) ? List.of("-XX:AOTCache=" + cache) : List.of();
    }

    /// Makes them if it is time; to be called while nothing of a test runs.
    static void prepare() throws Exception {
        if (training || STARTS.get() < STARTS_THAT_PAY || Files.exists(CACHES)) return;
        Files.createDirectories(HOME);
        try (var channel =
                        FileChannel.open(
                                HOME.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            if (lock != null && !Files.exists(CACHES)) train();
        }
    }

    private static void train() throws Exception {
        Files.createDirectories(CACHES);
        training = true;
        try {
            live();
        } finally {
            training = false;
        }
        Files.createDirectory(CACHES.resolve("made"));
        try (var files = Files.newDirectoryStream(CACHES, "*.aot")) {
            for (var file : files)
                Files.move(file, CACHES.resolve("made").resolve(file.getFileName()));
        }
    }

    private static void live() throws Exception {
        var cluster = new Cluster(Shape.SMALL);
        try {
            cluster.start("StartCaches");
            cluster.api().post("/v2/apps", APP).ok();
            cluster.api().awaitRunning("/training", 1);
            cluster.api().get("/v2/apps").ok();
        } finally {
            cluster.end();
        }
    }

    private static String fingerprint() {
        var jars = new StringBuilder(System.getProperty("java.vm.version"));
        for (var entry : Program.classPath().split(File.pathSeparator)) {
            var file = new File(entry);
            jars.append('\n').append(entry).append(file.length()).append(' ');
            jars.append(file.lastModified());
        }
        var bytes = jars.toString().getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(bytes).toString();
    }
}
