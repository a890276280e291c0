package io.dromos.checks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.DiskShim;
import io.dromos.checks.cluster.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A sync that fails under the real server, as protocols.md 4.4 says.
final class FailedSyncTest {

    private static final int TRIES_MAX = 10;

    @TempDir static Path directory;
    private static DiskShim shim;

    @RegisterExtension
    final Cluster cluster =
            new Cluster(() -> Shape.SMALL.withServerEnvironment(shim.environment()));

    @BeforeAll
    static void compile() throws Exception {
        shim = DiskShim.in(directory);
    }

    @Test
    void what_a_failed_sync_left_is_reported_as_failed_and_never_read_and_all_else_goes_on()
            throws Exception {
        var api = cluster.api();
        api.post("/v2/apps", app("before", 1)).ok();
        api.awaitRunning("/before", 1);
        api.awaitSettled();

        var acknowledged = new ArrayList<>(List.of("/before"));
        var refused = refusedChange(acknowledged);

        api.post("/v2/apps", app("after", 1)).ok();
        acknowledged.add("/after");
        api.awaitRunning("/after", 1);
        shows(acknowledged);
        assertThat(cluster.server().errors()).contains("goes on in a new segment");

        cluster.server().kill();
        cluster.startServer();
        shows(acknowledged);
        assertThat(text(segments().getFirst()))
                .as("the bytes of %s are still there, behind the end", refused)
                .contains("\"" + refused + "\"");
        api.post("/v2/apps", app(refused.substring(1), 0)).ok();
    }

    /// Lets the sync of a change fail. Should the server itself have written just then, the next
    /// change is tried.
    private String refusedChange(List<String> acknowledged) throws IOException {
        for (int i = 0; i < TRIES_MAX; i++) {
            shim.failOneSync();
            var answer = cluster.api().post("/v2/apps", app("doubtful" + i, 0));
            await("a sync failed").atMost(Api.PATIENCE).until(shim::hasFailed);
            if (answer.status() == 503) {
                assertThat(answer.body()).contains("Nothing was done: the store failed");
                return "/doubtful" + i;
            }
            acknowledged.add("/doubtful" + i);
            cluster.api().awaitSettled();
        }
        throw new AssertionError("no change met the failed sync");
    }

    private void shows(List<String> ids) {
        var shown = new ArrayList<String>();
        cluster.api()
                .get("/v2/apps")
                .ok()
                .json()
                .path("apps")
                .forEach(app -> shown.add(app.path("id").asText()));
        assertThat(shown).containsExactlyInAnyOrderElementsOf(ids);
    }

    private List<Path> segments() throws IOException {
        try (var files = Files.list(cluster.data().resolve("log"))) {
            return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static String app(String id, int instances) {
        return """
        {"id":"%s","cmd":"exec sleep 3600","cpus":0.1,"mem":32,"instances":%d}
        """
                .formatted(id, instances);
    }
}
