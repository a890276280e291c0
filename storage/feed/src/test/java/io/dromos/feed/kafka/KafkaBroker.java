package io.dromos.feed.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A real Kafka broker in a process of its own, on free ports of this machine and in a directory
/// below the temporary one that is removed at the end.
final class KafkaBroker implements AutoCloseable {

    private static final Path LIBRARIES = Path.of("../broker/target/lib");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qk";

    private static @Nullable KafkaBroker shared;

    private final Path directory;
    private final int port;
    private @Nullable Process process;

    private KafkaBroker() throws IOException {
        this.directory = Files.createTempDirectory("dromos-kafka-");
        this.port = freePort();
        Files.writeString(properties(), configuration(freePort()));
    }

    /// The one broker of this process, which ends with it. Whoever stops it starts it again.
    static synchronized KafkaBroker shared() {
        if (shared == null) {
            shared = start();
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    private static KafkaBroker start() {
        try {
            var broker = new KafkaBroker();
            var format =
                    broker.run(
                            "kafka.tools.StorageTool",
                            "format",
                            "-t",
                            CLUSTER,
                            "-c",
                            broker.properties().toString());
            if (format.waitFor() != 0) throw new IllegalStateException(broker.said());
            broker.begin();
            return broker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Where it listens.
    String servers() {
        return "127.0.0.1:" + port;
    }

    /// Starts it if it does not run, with what it had, and waits until it lets somebody in.
    void begin() {
        if (process != null && process.isAlive()) return;
        try {
            process = run("kafka.Kafka", properties().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await().atMost(PATIENCE).until(this::listens);
    }

    /// Kills it without a chance to write anything.
    void kill() {
        var running = process;
        if (running == null) return;
        try {
            if (!running.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                throw new IllegalStateException("the broker cannot be killed");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        process = null;
    }

    @Override
    public void close() {
        kill();
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean listens() {
        if (process == null || !process.isAlive()) throw new IllegalStateException(said());
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    private Process run(String main, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx384m", "-cp"));
        command.add(LIBRARIES.toAbsolutePath().normalize().resolve("*").toString());
        command.add(main);
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private String configuration(int controllerPort) {
        return """
        process.roles=broker,controller
        node.id=1
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        controller.listener.names=CONTROLLER
        controller.quorum.voters=1@127.0.0.1:%2$d
        log.dirs=%3$s
        num.partitions=4
        auto.create.topics.enable=false
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=2
        group.initial.rebalance.delay.ms=0
        """
                .formatted(port, controllerPort, directory.resolve("data"));
    }

    private Path properties() {
        return directory.resolve("server.properties");
    }

    private Path log() {
        return directory.resolve("log.txt");
    }

    private String said() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
