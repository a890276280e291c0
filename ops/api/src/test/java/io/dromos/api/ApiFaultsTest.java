package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorSystem;
import io.dromos.actors.Orchestrator.Answer;
import io.dromos.feed.History;
import io.dromos.feed.View;
import io.dromos.feed.Views;
import java.net.BindException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiFaultsTest {

    private static final String WEB = Served.WEB;
    private static final ActorSystem<?> SYSTEM = ReplayServer.system();

    private final Served served = Served.start(SYSTEM);
    private final World world = served.world();
    private final Client client = served.client();

    @AfterEach
    void stop() {
        served.close();
    }

    @AfterAll
    static void stopSystem() {
        SYSTEM.terminate();
    }

    @Test
    void the_host_a_request_names_must_be_ours() {
        var answer = client.send("GET", "/v2/apps", Map.of("Host", "evil.example"), "");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.message()).contains("evil.example");
    }

    @Test
    void a_page_of_another_origin_changes_nothing() {
        var headers = Map.of("Origin", "http://evil.example", "Content-Type", "application/json");
        assertThat(client.send("POST", "/v2/apps", headers, WEB).status()).isEqualTo(403);
        assertThat(client.get("/v2/apps/prod/web").status()).isEqualTo(404);
        assertThat(world.origins()).isEmpty();
    }

    @Test
    void who_asked_from_where_and_for_what_goes_into_the_record() {
        var headers = Map.of("X-Request-Id", "r-17", "Content-Type", "application/json");
        client.send("POST", "/v2/apps?force=true", headers, WEB);
        var origin = world.origins().getFirst();
        assertThat(origin.principal()).isEqualTo("anonymous");
        assertThat(origin.address()).contains("127.0.0.1");
        assertThat(origin.requestId()).contains("r-17");
        assertThat(origin.cause()).contains("POST /v2/apps");
    }

    @Test
    void a_body_that_is_too_long_is_refused_and_nothing_is_lost() {
        var answer = client.send("POST", "/v2/apps", "x".repeat(10_001));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(client.send("POST", "/v2/apps", WEB).status()).isEqualTo(201);
    }

    @Test
    void a_chunked_body_that_is_too_long_is_refused() {
        var chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
        var answer =
                client.raw(
                        "POST /v2/apps HTTP/1.1\r\nHost: localhost:"
                                + client.port()
                                + "\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + chunk.repeat(4)
                                + "0\r\n\r\n");
        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void a_body_that_does_not_arrive_in_time_is_given_up() {
        var answer =
                client.raw(
                        "POST /v2/apps HTTP/1.1\r\nHost: localhost:"
                                + client.port()
                                + "\r\nConnection: close\r\nContent-Length: 100\r\n\r\n{");
        assertThat(answer.status()).isEqualTo(408);
    }

    @Test
    void an_outcome_that_is_not_known_names_the_deployment() {
        world.answerWith(_ -> new Answer.OutcomeUnknown<>("the log does not answer"));
        var answer = client.send("POST", "/v2/apps", WEB);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.message())
                .contains("the log does not answer")
                .containsPattern("deployment [0-9a-f-]{36}");
    }

    @Test
    void a_server_that_is_busy_says_that_nothing_was_done() {
        world.answerWith(_ -> new Answer.Busy<>("64 requests wait"));
        var answer = client.send("DELETE", "/v2/apps/prod/web", "");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.message()).contains("Nothing was done");
        assertThat(answer.headers()).containsKey("retry-after");
    }

    @Test
    void a_log_that_cannot_take_a_change_is_named_as_the_reason_that_nothing_was_done() {
        world.answerWith(_ -> new Answer.NotWritten<>("no space left on /data"));
        var answer = client.send("POST", "/v2/apps", WEB);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.message()).isEqualTo("Nothing was done: no space left on /data");
        assertThat(answer.headers()).containsKey("retry-after");
    }

    @Test
    void a_change_that_is_too_big_says_that_nothing_was_done() {
        world.answerWith(_ -> new Answer.TooBig<>("a definition may have 1 MiB"));
        var answer = client.send("POST", "/v2/apps", WEB);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.message()).isEqualTo("Nothing was done: a definition may have 1 MiB");
    }

    @Test
    void what_goes_wrong_inside_is_not_told_to_clients() {
        world.answerWith(_ -> {
            throw new IllegalStateException("secret detail");
        });
        var answer = client.send("POST", "/v2/apps", WEB);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("secret detail").doesNotContain("Exception");
        assertThat(answer.message()).contains("its log tells of it under");
    }

    @Test
    void an_answer_waits_until_the_views_show_the_change() throws Exception {
        var shown = new CompletableFuture<Void>();
        var slow = new Delayed(world, shown);
        var other = Served.start(SYSTEM, world, slow);
        var late = other.client();
        var answer = CompletableFuture.supplyAsync(() -> late.send("POST", "/v2/apps", WEB));
        slow.asked.get(10, TimeUnit.SECONDS);
        assertThat(answer).isNotDone();
        shown.complete(null);
        assertThat(answer.get(10, TimeUnit.SECONDS).status()).isEqualTo(201);
        other.close();
    }

    @Test
    void an_answer_that_waits_for_the_views_too_long_names_the_deployment() {
        var other = Served.start(SYSTEM, world, new Delayed(world, new CompletableFuture<>()));
        var answer = other.client().send("POST", "/v2/apps", WEB);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.message()).containsPattern("deployment [0-9a-f-]{36}");
        other.close();
    }

    @Test
    void a_port_in_use_gets_one_sentence() {
        var settings = ApiSettings.onLoopback(client.port());
        var second =
                ApiServer.start(SYSTEM, settings, world, world, ReplayServer.info(), Waits.UNKNOWN);
        assertThatThrownBy(() -> second.toCompletableFuture().join())
                .hasRootCauseInstanceOf(BindException.class)
                .cause()
                .isInstanceOf(ApiServer.CannotListen.class)
                .hasMessage(
                        "Port %d on 127.0.0.1 is in use: stop what listens there, or choose another one with --http_port"
                                .formatted(client.port()));
    }

    /// Views that do not show what was decided until they are told to.
    private static final class Delayed implements ReadModel {
        private final World world;
        private final CompletableFuture<Void> shown;
        private final CompletableFuture<Void> asked = new CompletableFuture<>();

        Delayed(World world, CompletableFuture<Void> shown) {
            this.world = world;
            this.shown = shown;
        }

        @Override
        public History history() {
            return world.history();
        }

        @Override
        public View now() {
            return world.now();
        }

        @Override
        public CompletableFuture<Void> reached(String persistenceId, long sequenceNr) {
            asked.complete(null);
            return shown;
        }

        @Override
        public Listening listen(Views.Listener listener) {
            return world.listen(listener);
        }
    }
}
