package io.dromos.feed.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.journal.embedded.EmbeddedLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A publisher whose process is killed at any point.
@Timeout(180)
class KilledPublisherTest {

    private static final int FACTS = Integer.getInteger("dromos.kafka.facts", 20_000);

    private final KafkaBroker broker = KafkaBroker.shared();
    private final KafkaSettings settings =
            PublishingProgram.settings(broker.servers(), "killed" + FACTS);

    @TempDir Path directory;

    @Test
    void what_waits_is_published_once_by_processes_that_are_killed_one_after_the_other()
            throws Exception {
        long end;
        try (var log = EmbeddedLog.open(directory, PublishingProgram.SETTINGS)) {
            new Facts(log, 9).write(FACTS);
            end = log.head().offset();
        }
        var random = new Random(9);
        killAt(1 + random.nextLong(end - 1));
        killAt(end);
        try (var log = EmbeddedLog.open(directory, PublishingProgram.SETTINGS)) {
            assertThat(log.head().offset()).isEqualTo(end);
            Published.assertIsTheLog(settings, log);
        }
    }

    /// Kills the program as soon as it has said that it is so far.
    private void killAt(long offset) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:+UseSerialGC",
                                        "-XX:TieredStopAtLevel=1",
                                        "-Xmx192m",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        PublishingProgram.class.getName(),
                                        directory.toString(),
                                        broker.servers(),
                                        "killed" + FACTS))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (var said = process.inputReader()) {
            while (reached(said) < offset) {}
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static long reached(BufferedReader said) throws IOException {
        var line = said.readLine();
        if (line == null) throw new IllegalStateException("the program ended by itself");
        return Long.parseLong(line);
    }
}
