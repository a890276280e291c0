package io.dromos.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.Origin;
import io.dromos.feed.kafka.Progress;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KafkaRouteTest {

    @Test
    void a_server_that_publishes_nothing_says_so() {
        assertThat(told("GET", Publishing.NONE))
                .isEqualTo(
                        "{\"state\":\"off\",\"sentence\":\"nothing is published: the server has no --kafka\"}");
    }

    @Test
    void a_publisher_tells_how_far_it_is_and_what_is_wrong() {
        var progress = new Progress(Progress.Phase.WAITING, "they wait in the log", 40, 2);
        assertThat(told("GET", () -> Optional.of(progress)))
                .isEqualTo(
                        "{\"state\":\"waiting\",\"sentence\":\"they wait in the log\",\"offset\":40,\"lag\":2}");
    }

    @Test
    void it_is_read_only() {
        assertThat(reply("PUT", Publishing.NONE).status()).isEqualTo(405);
    }

    private static String told(String method, Publishing publishing) {
        return new String(reply(method, publishing).body(), UTF_8);
    }

    private static Reply reply(String method, Publishing publishing) {
        var routes =
                new SystemRoutes(
                        new World(), ReplayServer.info(), publishing, "http", "127.0.0.1:1", 1);
        var origin = Origin.system("test");
        return routes.kafka(new Call(method, "/v3/kafka", Map.of(), Call.Body.NONE, origin));
    }
}
