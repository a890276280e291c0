package io.dromos.agent.master;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Message;
import io.dromos.agent.ResourceTextAccess;
import io.dromos.agent.http.Forms;
import io.dromos.agent.http.Request;
import io.dromos.agent.link.MesosJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.mesos.v1.Protos.AgentInfo;

/// Makes settings, agents and requests of what was recorded.
final class RecordedArguments {

    private RecordedArguments() {}

    static Settings master(JsonNode argv, String id, Instant now) {
        return new Settings(
                id,
                "127.0.0.1",
                Integer.parseInt(flag(argv, "port", "5050")),
                flag(argv, "hostname", "localhost"),
                now,
                seconds(flag(argv, "agent_ping_timeout", "15secs")),
                Integer.parseInt(flag(argv, "max_agent_ping_timeouts", "5")),
                false);
    }

    static AgentInfo agent(JsonNode argv) throws Exception {
        return AgentInfo.newBuilder()
                .setHostname(flag(argv, "hostname", "agent"))
                .setPort(Integer.parseInt(flag(argv, "port", "5051")))
                .addAllResources(ResourceTextAccess.resources(flag(argv, "resources", "cpus:1")))
                .addAllAttributes(ResourceTextAccess.attributes(flag(argv, "attributes", "")))
                .build();
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds(Integer.parseInt(text.replace("secs", "")));
    }

    private static String flag(JsonNode argv, String name, String otherwise) {
        for (JsonNode word : argv) {
            String prefix = "--" + name + "=";
            if (word.asText().startsWith(prefix)) {
                return word.asText().substring(prefix.length());
            }
        }
        return otherwise;
    }

    static Request request(JsonNode line, Ids ids) throws Exception {
        Map<String, List<String>> headers = new HashMap<>();
        line.path("headers")
                .properties()
                .forEach(entry -> {
                    String value = ids.map(entry.getValue().asText());
                    headers.put(entry.getKey().toLowerCase(Locale.ROOT), List.of(value));
                });
        String target = line.path("path").asText();
        int mark = target.indexOf('?');
        return new Request(
                line.path("method").asText(),
                mark < 0 ? target : target.substring(0, mark),
                Forms.parse(mark < 0 ? "" : target.substring(mark + 1)),
                headers,
                body(line, headers, ids),
                "recorded");
    }

    private static byte[] body(JsonNode line, Map<String, List<String>> headers, Ids ids)
            throws Exception {
        boolean gzip = headers.getOrDefault("content-encoding", List.of()).contains("gzip");
        if (gzip) {
            return ids.map(new String(gunzip(line), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
        }
        if (line.has("bodyText")) {
            return ids.map(line.path("bodyText").asText()).getBytes(StandardCharsets.UTF_8);
        }
        if (!line.has("body") && headers.getOrDefault("content-length", List.of()).contains("4")) {
            return "null".getBytes(StandardCharsets.UTF_8); // the recording leaves JSON null out
        }
        if (!line.has("body")) {
            return Base64.getDecoder().decode(line.path("bodyBase64").asText());
        }
        JsonNode json = ids.map(line.path("body"));
        boolean protobuf =
                headers.getOrDefault("content-type", List.of()).contains("application/x-protobuf");
        return protobuf
                ? MesosJson.read(json, call(line), "Call").toByteArray()
                : MesosJson.bytes(json);
    }

    private static Message call(JsonNode line) {
        return line.path("dir").asText().equals("operator")
                ? org.apache.mesos.v1.master.Protos.Call.getDefaultInstance()
                : org.apache.mesos.v1.scheduler.Protos.Call.getDefaultInstance();
    }

    private static byte[] gunzip(JsonNode line) throws IOException {
        byte[] zipped = Base64.getDecoder().decode(line.path("bodyBase64").asText());
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            return in.readAllBytes();
        }
    }
}
