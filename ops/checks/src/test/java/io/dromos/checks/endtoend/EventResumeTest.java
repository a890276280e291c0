package io.dromos.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Subscribers that are cut off at random instants hold in the end what one holds that is not, also
/// if the server is killed; `-Ddromos.events.seed=S` repeats a choice of changes and cuts.
final class EventResumeTest {

    private static final long SEED = Long.getLong("dromos.events.seed", System.nanoTime());
    private static final int CHANGES = 25;

    @RegisterExtension final Cluster cluster = new Cluster(Shape.SMALL);

    private final Random random = new Random(SEED);

    @Test
    void who_is_cut_off_at_random_instants_holds_what_one_holds_that_is_not() throws Exception {
        System.out.printf("seed %d%n", SEED);
        int port = cluster.apiPort();
        var cuts = new Random(SEED + 1);
        try (var whole = new EventClient(port, EventClient.NEVER, 0);
                var often = new EventClient(port, () -> 1 + cuts.nextInt(120), 0);
                var slow = new EventClient(port, () -> 1 + cuts.nextInt(2_000), 3)) {
            var all = List.of(whole, often, slow);
            for (int i = 0; i < CHANGES; i++) change();
            all_hold_in_the_end_what_the_log_tells("/first", all);
            assertThat(whole.connections()).isEqualTo(1);
            assertThat(often.connections()).isGreaterThan(10);

            killed_while_applications_change();
            all_hold_in_the_end_what_the_log_tells("/second", all);
            assertThat(whole.connections()).isGreaterThan(1);
            System.out.printf(
                    "%d events, over %d, %d and %d connections%n",
                    whole.held().size(),
                    whole.connections(),
                    often.connections(),
                    slow.connections());
        }
    }

    private void killed_while_applications_change() throws Exception {
        var changing = CompletableFuture.runAsync(this::change_until_the_server_is_away);
        await().atMost(Api.PATIENCE)
                .until(() -> !cluster.api().get("/v2/deployments").json().isEmpty());
        cluster.server().kill();
        changing.join();
        cluster.startServer();
        for (int i = 0; i < CHANGES / 4; i++) change();
    }

    private void change_until_the_server_is_away() {
        try {
            while (true) change();
        } catch (UncheckedIOException _) {
            // It is.
        }
    }

    private void change() {
        var app = "/v2/apps/a" + random.nextInt(5);
        var body =
                "{\"cmd\":\"exec sleep %d\",\"instances\":%d,\"cpus\":0.1,\"mem\":32}"
                        .formatted(3_600 + random.nextInt(3), random.nextInt(3));
        switch (random.nextInt(6)) {
            case 0 -> cluster.api().delete(app + "?force=true");
            case 1 -> cluster.api().post(app + "/restart?force=true", "{}");
            case 2 -> cluster.api().delete(app + "/tasks");
            default -> cluster.api().put(app + "?force=true", body);
        }
    }

    /// Those that are cut off, and the one that is not.
    private void all_hold_in_the_end_what_the_log_tells(String last, List<EventClient> clients) {
        var api = cluster.api();
        var body = "{\"id\":\"%s\",\"cmd\":\"true\",\"instances\":0}".formatted(last);
        api.awaitSettled();
        api.post("/v2/apps", body).ok();
        api.delete("/v2/apps" + last + "?force=true").ok();
        for (var client : clients) await().atMost(Api.PATIENCE).until(() -> client.knowsEnd(last));
        await("all hold the same")
                .atMost(Api.PATIENCE)
                .untilAsserted(() -> {
                    var told = replayed();
                    assertThat(told).hasSizeGreaterThan(50);
                    for (var client : clients)
                        assertThat(client.held()).as("seed %d", SEED).isEqualTo(told);
                });
    }

    /// Everything that the log tells.
    private List<String> replayed() {
        var events = new ArrayList<String>();
        for (var block : cluster.api().get("/v3/events").ok().body().split("(\r\n){2,}")) {
            var lines = block.strip().split("\r\n");
            if (lines.length < 3) continue;
            events.add(
                    lines[1].substring(4)
                            + " "
                            + lines[0].substring(7)
                            + " "
                            + lines[2].substring(6));
        }
        return events;
    }
}
