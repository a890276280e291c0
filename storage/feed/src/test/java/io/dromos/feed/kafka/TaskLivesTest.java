package io.dromos.feed.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.InstanceId;
import io.dromos.events.Origin;
import io.dromos.events.PersistenceIds;
import io.dromos.events.Recorded;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.feed.Feed;
import io.dromos.feed.MemoryLog;
import io.dromos.feed.kafka.Progress.Phase;
import io.dromos.journal.AtomicList;
import io.dromos.journal.Batch;
import io.dromos.journal.Bytes;
import io.dromos.journal.Entry;
import io.dromos.schema.EventCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The consumer of `ops/examples`, as a downstream team would start it.
@Timeout(180)
class TaskLivesTest {

    private static final Path EXAMPLE = Path.of("../../ops/examples/kafka/TaskLives.java");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final EventCodec CODEC = new EventCodec();
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final AppId APP = new AppId("/web");
    private static final TaskId TASK =
            TaskId.of(new InstanceId("web.instance-00000000-0000-0000-0000-000000000001"), 1);

    private final KafkaBroker broker = KafkaBroker.shared();
    private final MemoryLog log = new MemoryLog();
    private long written;

    @TempDir Path directory;

    @Test
    void an_example_consumer_tells_each_turn_of_a_task_once_also_when_it_is_started_again()
            throws Exception {
        var settings = PublishingProgram.settings(broker.servers(), "example");
        write(planned(), observed(TaskState.RUNNING, ""));
        try (var feed = Feed.open(log, CODEC);
                var publisher = KafkaPublisher.start(feed, settings)) {
            awaitAll(publisher);
            told(settings, " is to run on host-1", " is RUNNING");
            write(
                    observed(TaskState.FAILED, "exit status 3"),
                    new ApplicationFact.Removed(APP, AT));
            awaitAll(publisher);
            told(settings, " is FAILED: exit status 3", " is gone");
        }
    }

    /// Runs it until it has told so many lines, which must be these.
    private void told(KafkaSettings settings, String... ends) throws Exception {
        var out = Files.createTempFile(directory, "told", "");
        var process = start(settings, out);
        try {
            await().atMost(PATIENCE).until(() -> Files.readAllLines(out).size() >= ends.length);
            // It commits what it told within a second.
            await().during(Duration.ofSeconds(2))
                    .atMost(PATIENCE)
                    .until(() -> Files.readAllLines(out).size() == ends.length);
        } finally {
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        var lines = Files.readAllLines(out);
        for (int i = 0; i < ends.length; i++)
            assertThat(lines.get(i)).contains(" " + APP + " ").endsWith(ends[i]);
    }

    private Process start(KafkaSettings settings, Path out) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EXAMPLE.toString(),
                        broker.servers(),
                        settings.topics().tasks())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(out.toFile())
                .start();
    }

    private void awaitAll(KafkaPublisher publisher) {
        await().atMost(PATIENCE)
                .until(() ->
                        publisher.progress().phase() == Phase.PUBLISHING
                                && publisher.progress().offset() == log.head().offset());
    }

    private static ApplicationFact planned() {
        var placement =
                new ApplicationFact.Placement(
                        new AgentId("agent-1"),
                        "host-1",
                        "10.0.0.1",
                        List.of(),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty());
        return new ApplicationFact.InstancePlanned(
                APP, TASK.instance(), TASK, new Version(AT), placement, 1, AT);
    }

    private static ApplicationFact observed(TaskState state, String message) {
        return new ApplicationFact.TaskObserved(
                APP,
                TASK,
                state,
                Optional.empty(),
                message,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                AT);
    }

    private void write(ApplicationFact... facts) {
        for (var fact : facts) {
            var encoded = CODEC.encode(new Recorded(fact, Origin.system("test")));
            var id = PersistenceIds.of(APP);
            var entry =
                    Entry.of(
                            id,
                            written + 1,
                            AT,
                            encoded.name(),
                            Bytes.of(encoded.payload()),
                            Bytes.of(encoded.origin()));
            var list = new AtomicList(id, written++, List.of(), List.of(entry));
            log.append(Batch.of(list)).toCompletableFuture().join();
        }
    }
}
