package io.dromos.schema;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// The AsyncAPI document of the messages: which topics there are, and what stands in them.
final class AsyncApi {

    private static final JsonMapper JSON = new JsonMapper();

    private AsyncApi() {}

    /// The document for facts of these names.
    static ObjectNode of(List<String> names) {
        var document = JSON.createObjectNode().put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "Dromos")
                .put("version", "1")
                .put(
                        "description",
                        "Each fact of an application's, its tasks' and a deployment's life as a CloudEvent, once for consumers that read committed records, and in order for each key. The id names the record of the log.")
                .putObject("license")
                .put("name", "Apache-2.0");
        document.put("defaultContentType", "application/cloudevents+json");
        var channels = document.putObject("channels");
        var operations = document.putObject("operations");
        channel(channels, operations, "tasks", "app.", names);
        channel(channels, operations, "deployments", "deployment.", names);
        var messages = document.putObject("components").putObject("messages");
        for (var name : names) message(messages.putObject(name), name);
        return document;
    }

    private static void channel(
            ObjectNode channels,
            ObjectNode operations,
            String channel,
            String prefix,
            List<String> names) {
        boolean tasks = channel.equals("tasks");
        var node = channels.putObject(channel).put("address", "dromos." + channel);
        node.put(
                "description",
                tasks
                        ? "Facts of applications and their tasks, keyed by application. The topic's name can be set."
                        : "Facts of deployments, keyed by deployment. The topic's name can be set.");
        var messages = node.putObject("messages");
        for (var name : names)
            if (name.startsWith(prefix))
                messages.putObject(name).put("$ref", "#/components/messages/" + name);
        operations
                .putObject("publish-" + channel)
                .put("action", "send")
                .putObject("channel")
                .put("$ref", "#/channels/" + channel);
    }

    private static void message(ObjectNode message, String name) {
        message.put("name", name).put("contentType", "application/cloudevents+json");
        var payload =
                message.putObject("payload")
                        .put("schemaFormat", "application/schema+json;version=draft-2020-12")
                        .putObject("schema");
        var all = payload.putArray("allOf");
        all.addObject().put("$ref", "envelope.json");
        var properties = all.addObject().putObject("properties");
        properties.putObject("type").put("const", name);
        properties.putObject("dataschema").put("const", "urn:dromos:schema:" + name);
        properties.putObject("data").put("$ref", "facts/" + name + ".json");
        message.putObject("bindings")
                .putObject("kafka")
                .put("bindingVersion", "0.5.0")
                .putObject("key")
                .put("type", "string");
    }
}
