package io.dromos.checks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.DiskShim;
import io.dromos.checks.cluster.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A disk that does not answer for a while, under the real server. `-Ddromos.stall.seconds=N` says
/// for how long; from 20 on clients are answered before it goes on.
final class StalledDiskTest {

    private static final int STALL_SECONDS = Integer.getInteger("dromos.stall.seconds", 3);

    /// How long a client may wait at most, on a busy machine.
    private static final int ANSWER_SECONDS_MAX = 40;

    private static final int CHANGES = 20;
    private static final Duration QUIET = Duration.ofMillis(500);

    @TempDir static Path directory;
    private static DiskShim shim;

    @RegisterExtension
    final Cluster cluster =
            new Cluster(() -> Shape.SMALL.withServerEnvironment(shim.environment()));

    @BeforeAll
    static void compile() throws Exception {
        shim = DiskShim.in(directory);
    }

    @AfterEach
    void release() throws IOException {
        shim.release();
    }

    @Test
    void a_stalled_disk_delays_changes_and_launches_drops_none_and_leaves_reads_alone()
            throws Exception {
        var api = cluster.api();
        api.post("/v2/apps", app("steady", 2)).ok();
        api.awaitRunning("/steady", 2);
        api.awaitSettled();

        awaitQuiet();
        int before = acknowledgements();
        shim.stall();
        var end = System.nanoTime() + Duration.ofSeconds(STALL_SECONDS).toNanos();
        var changes = new ArrayList<CompletableFuture<Api.Answer>>();
        for (int i = 0; i < CHANGES; i++) {
            var app = app("late" + i, 1);
            changes.add(
                    CompletableFuture.supplyAsync(
                            () -> api.post("/v2/apps?force=true", app),
                            Thread::startVirtualThread));
        }
        var ended = cluster.processes().entrySet().iterator().next();
        ProcessHandle.of(ended.getValue().pid()).ifPresent(ProcessHandle::destroyForcibly);
        while (System.nanoTime() < end) {
            api.get("/ping").ok();
            assertThat(api.get("/v2/apps").ok().json().path("apps")).hasSize(1);
            assertThat(cluster.processes()).hasSizeLessThanOrEqualTo(2);
            assertThat(acknowledgements()).isEqualTo(before);
            TimeUnit.MILLISECONDS.sleep(50);
        }
        shim.release();

        for (int i = 0; i < CHANGES; i++) {
            var answer = changes.get(i).get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
            if (answer.status() != 201) {
                assertThat(answer.status()).as(answer.body()).isEqualTo(503);
                assertThat(answer.body()).containsPattern("deployment [0-9a-f-]{36}");
                assertThat(STALL_SECONDS).isGreaterThanOrEqualTo(20);
            }
            // Whether its client was told or not, it was not dropped.
            api.awaitRunning("/late" + i, 1);
        }
        api.awaitRunning("/steady", 2);
        api.awaitSettled();
        assertThat(cluster.processes()).hasSize(CHANGES + 2);
        assertThat(acknowledgements()).isGreaterThan(before);
    }

    /// Updates are acknowledged a moment after they are shown.
    private void awaitQuiet() {
        var known = new AtomicInteger(-1);
        await("no update is on its way")
                .during(QUIET)
                .atMost(Api.PATIENCE)
                .until(() -> {
                    int now = acknowledgements();
                    return known.getAndSet(now) == now;
                });
    }

    /// How many updates of tasks were acknowledged, by the agent's own notes.
    private int acknowledgements() throws IOException {
        var notes = cluster.nodes().getFirst().work().resolve("meta/tasks");
        int sum = 0;
        try (var files = Files.walk(notes)) {
            for (var file : files.filter(it -> it.endsWith("acknowledgements")).toList())
                sum += (int) Files.size(file);
        }
        return sum;
    }

    private static String app(String id, int instances) {
        return """
        {"id":"%s","cmd":"exec sleep 3600","cpus":0.1,"mem":32,"instances":%d}
        """
                .formatted(id, instances);
    }
}
