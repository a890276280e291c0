package io.dromos.checks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A crowd at the real server: clients that never finish their request, subscribers of the event
/// stream, and among these one in ten that reads nothing. The crowd costs a bounded amount of
/// memory, whoever reads misses nothing, whoever does not is let go, and others are answered.
///
/// Before it comes, floods of changes and reads are each done or refused.
///
/// `-Ddromos.crowd=N` sets the size: N subscribers, 2 N unfinished requests, and floods of 3/2 N
/// requests at once. `-Ddromos.report=FILE` keeps a report.
final class CrowdTest {

    private static final int SUBSCRIBERS = Integer.getInteger("dromos.crowd", 50);
    private static final int UNFINISHED = 2 * SUBSCRIBERS;
    private static final int SPARE_CONNECTIONS = SUBSCRIBERS / 2 + 16;

    /// As many as there may be connections, but for those that look on.
    private static final int FLOOD = SUBSCRIBERS + SUBSCRIBERS / 2;

    private static final int FLOODS = 2;
    private static final int CHANGES = 100;
    private static final int LABEL_CHARACTERS = 16_384;

    /// What a connection may cost in the heap: its buffers, and its part of the pipeline.
    private static final long CONNECTION_BYTES_MAX = 192 * 1024;

    /// What may be there beside: changes, their events, and what they were made of.
    private static final long BESIDE_BYTES_MAX = 64L << 20;

    private static final Duration ANSWER_MAX = Duration.ofSeconds(20);

    @RegisterExtension
    final Cluster cluster =
            new Cluster(
                    Shape.SMALL.withServer(
                            "--limit", "subscribers=" + SUBSCRIBERS,
                            "--limit", "connections=" + (SUBSCRIBERS + SPARE_CONNECTIONS),
                            "--limit", "stalled=3s"));

    private final Crowd crowd = new Crowd();
    private Duration longest = Duration.ZERO;
    private String flooded = "";

    @AfterEach
    void leave() throws IOException {
        crowd.close();
    }

    @Test
    void a_crowd_costs_a_bounded_amount_whoever_reads_misses_nothing_and_others_are_answered()
            throws Exception {
        var api = cluster.api().answering(ANSWER_MAX);
        api.post("/v2/apps", app(0)).ok();
        api.awaitSettled();
        for (int i = 0; i < FLOODS; i++) flood(api);
        long before = cluster.server().heldBytes();

        crowd.subscribe(cluster.apiPort(), SUBSCRIBERS);
        for (int i = 0; i < UNFINISHED; i++) {
            crowd.beginRequest(cluster.apiPort());
            if (i % SPARE_CONNECTIONS == 0) answers(api);
        }
        for (int change = 1; change <= CHANGES; change++) {
            api.put("/v2/apps/noise?force=true", app(change)).ok();
            if (change % 10 == 0) answers(api);
        }
        long held = cluster.server().heldBytes() - before;
        answers(api);

        await("whoever reads has heard of every change")
                .atMost(Api.PATIENCE)
                .untilAsserted(() -> assertThat(crowd.heard()).containsOnly(CHANGES));
        await("whoever reads nothing is let go")
                .atMost(Api.PATIENCE)
                .until(() -> crowd.stalledAreGone());
        assertThat(cluster.server().isAlive()).isTrue();
        long connections = (long) SUBSCRIBERS + SPARE_CONNECTIONS;
        System.out.printf(
                "%d connections held %d KiB each, the slowest answer took %d ms%n",
                connections, held / connections / 1024, longest.toMillis());
        assertThat(held).isLessThan(connections * CONNECTION_BYTES_MAX + BESIDE_BYTES_MAX);
        report(connections, held);
    }

    /// Whoever looks on is answered meanwhile, and afterwards all works as before.
    private void flood(Api api) {
        long begin = System.nanoTime();
        try (var flood = new Flood(cluster.apiPort(), "/noise", FLOOD, Api.PATIENCE)) {
            while (flood.goesOn()) answers(api);
            var outcome = flood.outcome();
            flooded =
                    "%s of %d at once in %d ms"
                            .formatted(
                                    outcome,
                                    FLOOD,
                                    Duration.ofNanos(System.nanoTime() - begin).toMillis());
            System.out.println(flooded);
            assertThat(outcome.changes()).isPositive();
            assertThat(outcome.reads()).isPositive();
        }
        api.put("/v2/apps/noise?force=true", "{\"instances\":1}").ok();
        api.awaitRunning("/noise", 1);
        api.put("/v2/apps/noise?force=true", app(0)).ok();
        api.awaitSettled();
    }

    private void answers(Api api) {
        for (var path : new String[] {"/ping", "/v2/apps"}) {
            var begin = System.nanoTime();
            api.get(path).ok();
            var took = Duration.ofNanos(System.nanoTime() - begin);
            if (took.compareTo(longest) > 0) longest = took;
        }
    }

    private static String app(int change) {
        return """
        {"id":"/noise","cmd":"sleep 1000","instances":0,"labels":{"change":"%d","long":"%s"}}
        """
                .formatted(change, "x".repeat(LABEL_CHARACTERS));
    }

    private void report(long connections, long held) throws IOException {
        var file = System.getProperty("dromos.report");
        if (file == null) return;
        Files.writeString(
                Path.of(file),
                """
                # A crowd of clients

                %d subscribers of the event stream, one in ten of which reads nothing, and %d requests that are never
                finished, at a server of %d connections, while an application is changed %d times with a label of %d bytes.
                Made by `ops/bin/soak crowd` at %s.

                | What | Figure |
                |---|---|
                | the heap holds, for each connection | %d KiB |
                | a flood before it | %s |
                | the slowest answer to `/ping` and `/v2/apps` meanwhile | %d ms |
                | subscribers that read and missed a change | 0 |
                | subscribers that read nothing and were not let go | 0 |
                """
                        .formatted(
                                SUBSCRIBERS,
                                UNFINISHED,
                                connections,
                                CHANGES,
                                LABEL_CHARACTERS,
                                Instant.now(),
                                held / connections / 1024,
                                flooded,
                                longest.toMillis()));
    }
}
