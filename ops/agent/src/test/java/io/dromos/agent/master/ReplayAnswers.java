package io.dromos.agent.master;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.agent.http.Header;
import io.dromos.agent.http.Response;
import io.dromos.agent.link.MesosJson;
import io.dromos.agent.link.MesosJson.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Compares answers to calls with the recorded ones.
final class ReplayAnswers {
    private final Recording recording;
    private final Ids ids;

    ReplayAnswers(Recording recording, Ids ids) {
        this.recording = recording;
        this.ids = ids;
    }

    /// Status, the headers that matter, and the body.
    void compare(JsonNode line, Response response) throws Malformed {
        int n = line.path("re").asInt();
        assertThat(response.status()).as("status of n" + n).isEqualTo(line.path("status").asInt());
        for (String name : List.of("Content-Type", "Allow", "Location")) {
            assertThat(header(response, name))
                    .as(name + " of n" + n)
                    .isEqualTo(
                            Optional.ofNullable(line.path("headers").get(name))
                                    .map(JsonNode::asText));
        }
        JsonNode stream = line.path("headers").path("Mesos-Stream-Id");
        Optional<String> ours = header(response, "Mesos-Stream-Id");
        assertThat(ours.isPresent()).as("stream id of n" + n).isEqualTo(stream.isTextual());
        ours.ifPresent(id -> ids.pair(stream.asText(), id));
        boolean bodiless = bodiless(n);
        if (response instanceof Response.Whole whole && !bodiless) {
            compareBodies(n, line, whole.body());
        }
    }

    /// The HTTP server leaves the body out of answers to HEAD.
    private boolean bodiless(int n) {
        return recording.lines().stream()
                .filter(line -> line.path("n").asInt() == n)
                .anyMatch(line -> line.path("method").asText().equals("HEAD"));
    }

    private void compareBodies(int n, JsonNode line, byte[] body) throws Malformed {
        if (line.has("body")) {
            JsonNode expected = Alike.of(ids.map(line.path("body")));
            assertThat(Alike.differences(expected, Alike.of(MesosJson.parse(body))))
                    .as("differences in the body of n" + n)
                    .isEmpty();
        } else {
            assertThat(new String(body, StandardCharsets.UTF_8))
                    .as("text of n" + n)
                    .isEqualTo(ids.map(line.path("bodyText").asText()));
        }
    }

    static Optional<String> header(Response response, String name) {
        return response.headers().stream()
                .filter(header -> header.name().equals(name))
                .map(Header::value)
                .findFirst();
    }
}
