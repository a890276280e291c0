package io.dromos.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dromos.feed.kafka.Progress;
import io.dromos.json.Fragments;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Answers what the server says of itself.
final class SystemRoutes {

    private static final String PAGE =
            """
            <!DOCTYPE html>
            <html lang="en">
            <title>Dromos</title>
            <h1>Dromos</h1>
            <p>This is Dromos, a cluster orchestrator that speaks Marathon's REST API. It has no web console yet:
            use the <code>dromos</code> command, or any Marathon client.</p>
            <ul>
            <li><a href="/v2/apps">/v2/apps</a>: applications
            <li><a href="/v2/tasks">/v2/tasks</a>: tasks
            <li><a href="/v2/deployments">/v2/deployments</a>: changes being carried out
            <li><a href="/v2/queue">/v2/queue</a>: instances that wait; <code>/v3/apps/ID/why</code> says why
            <li><a href="/v2/info">/v2/info</a>, <a href="/v2/leader">/v2/leader</a>, <a href="/ping">/ping</a>: this server
            <li><code>/v2/events</code>: what happens, for <code>curl -H 'Accept: text/event-stream'</code>
            </ul>
            <p>Its documents are in <code>README.md</code> and <code>ops/docs</code> of its source.</p>
            </html>
            """;

    private final ReadModel reads;
    private final ServerInfo info;
    private final Publishing publishing;
    private final String scheme;
    private final String address;
    private final int port;

    /// @param address `host:port` under which clients reach the server
    SystemRoutes(
            ReadModel reads,
            ServerInfo info,
            Publishing publishing,
            String scheme,
            String address,
            int port) {
        this.reads = reads;
        this.info = info;
        this.publishing = publishing;
        this.scheme = scheme;
        this.address = address;
        this.port = port;
    }

    Reply ping(Call call) {
        if (!call.method().equals("GET")) return Reply.wrongMethod();
        var type = Accepts.best(call, List.of("text/plain", "text/html", Reply.JSON));
        if (type.isEmpty()) return Reply.empty(204);
        return Reply.text(200, type.get(), type.get().equals(Reply.JSON) ? "\"pong\"" : "pong");
    }

    Reply root(Call call) {
        if (!call.method().equals("GET")) return Reply.wrongMethod();
        return Reply.empty(302).with("Location", scheme + "://" + address + "/ui/");
    }

    /// What a browser gets where Marathon has its console.
    Reply page(Call call) {
        if (!call.method().equals("GET")) return Reply.wrongMethod();
        return Reply.text(200, "text/html", PAGE);
    }

    Reply leader(Call call) {
        if (!call.method().equals("GET")) return Reply.wrongMethod();
        return Reply.ok(Fragments.object(out -> out.writeStringField("leader", address)));
    }

    /// There are none, as with Marathon as it is installed.
    Reply plugins(Call call, List<String> rest) {
        if (!rest.isEmpty())
            return Reply.missing("No plugin with this pluginId: " + rest.getFirst());
        if (!call.method().equals("GET")) return Reply.wrongMethod();
        return Reply.ok(
                Fragments.object(out -> {
                    out.writeArrayFieldStart("plugins");
                    out.writeEndArray();
                }));
    }

    /// `/v3/kafka`: how the publisher is getting on.
    Reply kafka(Call call) {
        if (!call.method().equals("GET")) return Reply.wrongMethod();
        var progress = publishing.progress();
        return Reply.ok(
                Fragments.object(out -> {
                    out.writeStringField(
                            "state",
                            progress.map(it -> it.phase().name().toLowerCase(Locale.ROOT))
                                    .orElse("off"));
                    out.writeStringField(
                            "sentence",
                            progress.map(Progress::sentence)
                                    .orElse("nothing is published: the server has no --kafka"));
                    if (progress.isEmpty()) return;
                    out.writeNumberField("offset", progress.get().offset());
                    out.writeNumberField("lag", progress.get().lag());
                }));
    }

    Reply info(Call call) {
        if (!call.method().equals("GET")) return Reply.wrongMethod();
        var framework = reads.now().framework().state().framework();
        return Reply.ok(
                Fragments.object(out -> {
                    out.writeStringField("name", "marathon");
                    out.writeStringField("version", info.version());
                    out.writeStringField("buildref", info.buildref());
                    out.writeBooleanField("elected", true);
                    out.writeStringField("leader", address);
                    out.writeStringField(
                            "frameworkId", framework.map(it -> it.value()).orElse(null));
                    marathonConfig(out);
                    zookeeperConfig(out);
                    out.writeObjectFieldStart("http_config");
                    out.writeNumberField("http_port", port);
                    out.writeNumberField("https_port", 8_443);
                    out.writeEndObject();
                }));
    }

    private void marathonConfig(JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("marathon_config");
        for (var entry : ServerInfo.defaults()) {
            Object value = info.config().getOrDefault(entry.getKey(), entry.getValue());
            if (entry.getKey().equals("master")) value = info.master();
            value(out, entry.getKey(), value);
        }
        out.writeEndObject();
    }

    /// There is no ZooKeeper; old clients still ask for its settings.
    private static void zookeeperConfig(JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("zookeeper_config");
        out.writeNullField("zk");
        out.writeBooleanField("zk_compression", true);
        out.writeNumberField("zk_compression_threshold", 65_536);
        out.writeNumberField("zk_connection_timeout", 10_000);
        out.writeNumberField("zk_max_node_size", 1_024_000);
        out.writeNumberField("zk_max_versions", 50);
        out.writeNumberField("zk_session_timeout", 10_000);
        out.writeNumberField("zk_timeout", 10_000);
        out.writeEndObject();
    }

    private static void value(JsonGenerator out, String name, Object value) throws IOException {
        switch (value) {
            case Boolean flag -> out.writeBooleanField(name, flag);
            case Integer number -> out.writeNumberField(name, number);
            case Optional<?> _ -> out.writeNullField(name);
            case List<?> list -> {
                out.writeArrayFieldStart(name);
                for (var element : list) out.writeString(String.valueOf(element));
                out.writeEndArray();
            }
            default -> out.writeStringField(name, String.valueOf(value));
        }
    }
}
