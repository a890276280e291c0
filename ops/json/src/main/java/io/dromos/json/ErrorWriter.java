package io.dromos.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dromos.domain.definition.Violation;
import io.dromos.events.DeploymentId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Writes Marathon's error bodies.
public final class ErrorWriter {

    private ErrorWriter() {}

    /// Only a message.
    public static byte[] message(String message) {
        return Fragments.object(out -> out.writeStringField("message", message));
    }

    /// A message and no details, as lookups of what does not exist answer.
    public static byte[] missing(String message) {
        return Fragments.object(out -> {
            out.writeStringField("message", message);
            out.writeArrayFieldStart("details");
            out.writeEndArray();
        });
    }

    /// A message and what the parser says.
    public static byte[] unreadable(String message, String details) {
        return Fragments.object(out -> {
            out.writeStringField("message", message);
            out.writeStringField("details", details);
        });
    }

    /// Values of the wrong kind or out of range.
    public static byte[] misshapen(List<Violation> violations) {
        return violations("Invalid JSON", violations);
    }

    /// Broken rules.
    public static byte[] invalid(List<Violation> violations) {
        return violations("Object is not valid", violations);
    }

    /// Deployments that hold what a change wants.
    public static byte[] locked(String message, List<DeploymentId> deployments) {
        return Fragments.object(out -> {
            out.writeStringField("message", message);
            out.writeArrayFieldStart("deployments");
            for (var deployment : deployments) {
                out.writeStartObject();
                out.writeStringField("id", deployment.value());
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }

    /// Violations of one path stand together, in the order of their first.
    private static byte[] violations(String message, List<Violation> violations) {
        var byPath = new LinkedHashMap<String, List<String>>();
        for (var found : violations)
            byPath.computeIfAbsent(found.path(), _ -> new ArrayList<>()).add(found.message());
        return Fragments.object(out -> {
            out.writeStringField("message", message);
            out.writeArrayFieldStart("details");
            for (var entry : byPath.entrySet()) detail(out, entry.getKey(), entry.getValue());
            out.writeEndArray();
        });
    }

    private static void detail(JsonGenerator out, String path, List<String> errors)
            throws IOException {
        out.writeStartObject();
        out.writeStringField("path", path);
        Fragments.texts(out, "errors", errors);
        out.writeEndObject();
    }
}
