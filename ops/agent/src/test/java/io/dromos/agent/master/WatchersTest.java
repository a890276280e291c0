package io.dromos.agent.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.agent.http.Outbox;
import io.dromos.agent.http.Request;
import io.dromos.agent.http.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Operators that watch all changes.
class WatchersTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Settings SETTINGS =
            new Settings(
                    "m", "127.0.0.1", 5050, "localhost", START, Duration.ofSeconds(15), 5, true);

    private final Desk desk = new Desk(SETTINGS, () -> START);
    private long uuids;
    private final MasterHttp http =
            new MasterHttp(new InlineShell(desk), SETTINGS, () -> new UUID(7, ++uuids));

    @Test
    void heartbeats_come_every_15_seconds_until_the_operator_leaves() {
        Books books = new Books(SETTINGS);
        books.step(new Input.Watched("w"), START);
        assertThat(books.nextDeadline()).contains(START.plusSeconds(15));
        assertThat(books.step(new Input.Wake(), START.plusSeconds(14))).isEmpty();
        assertThat(books.step(new Input.Wake(), START.plusSeconds(16)))
                .containsExactly(new Effect.TellOperator("w", OperatorEvents.heartbeat()));
        assertThat(books.nextDeadline()).contains(START.plusSeconds(30));
        books.step(new Input.WatcherGone("w"), START.plusSeconds(17));
        assertThat(books.nextDeadline()).isEmpty();
    }

    @Test
    void one_operator_too_many_is_refused_until_another_leaves() throws Exception {
        Response first = watch();
        for (int i = 1; i < MasterHttp.MAX_WATCHERS; i++) {
            assertThat(watch().status()).isEqualTo(200);
        }
        assertThat(watch().status()).isEqualTo(503);
        ((Outbox) ((Response.Chunked) first).body()).leave();
        assertThat(watch().status()).isEqualTo(200);
    }

    private Response watch() throws Exception {
        Map<String, List<String>> json =
                Map.of(
                        "content-type", List.of("application/json"),
                        "host", List.of("localhost"));
        byte[] body = "{\"type\":\"SUBSCRIBE\"}".getBytes(StandardCharsets.UTF_8);
        return http.handle(new Request("POST", "/api/v1", Map.of(), json, body, "test"));
    }
}
