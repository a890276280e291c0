package io.dromos.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dromos.events.spec.Health;
import io.dromos.events.spec.HealthCheck;
import io.dromos.events.spec.ReadinessCheck;
import io.dromos.events.spec.TaskCheck;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/// Writes health checks, readiness checks and Mesos checks with Marathon's exact keys, in
/// Marathon's order.
final class HealthWriter {

    private HealthWriter() {}

    /// Writes the fields `healthChecks` and `check`, each if there is one.
    static void checks(JsonGenerator out, Health health) throws IOException {
        if (!health.checks().isEmpty()) {
            out.writeArrayFieldStart("healthChecks");
            for (var check : health.checks()) healthCheck(out, check);
            out.writeEndArray();
        }
        if (health.check().isPresent()) check(out, health.check().get());
    }

    /// Writes the field `readinessChecks`, if there is one.
    static void readiness(JsonGenerator out, Health health) throws IOException {
        if (health.readiness().isEmpty()) return;
        out.writeArrayFieldStart("readinessChecks");
        readiness(out, health.readiness().get());
        out.writeEndArray();
    }

    /// Writes a health check as an object.
    static void healthCheck(JsonGenerator out, HealthCheck check) throws IOException {
        out.writeStartObject();
        if (check.command().isPresent()) {
            out.writeObjectFieldStart("command");
            out.writeStringField("value", check.command().get());
            out.writeEndObject();
        }
        out.writeNumberField("gracePeriodSeconds", check.gracePeriod().toSeconds());
        if (showsHttp1xx(check.protocol())) out.writeBooleanField("ignoreHttp1xx", false);
        out.writeNumberField("intervalSeconds", check.interval().toSeconds());
        out.writeNumberField("maxConsecutiveFailures", check.maxConsecutiveFailures());
        text(out, "path", check.path());
        number(out, "port", check.port());
        number(out, "portIndex", check.portIndex());
        out.writeStringField("protocol", check.protocol().name());
        out.writeStringField(
                "ipProtocol",
                switch (check.ipVersion()) {
                    case IPV4 -> "IPv4";
                    case IPV6 -> "IPv6";
                });
        out.writeNumberField("timeoutSeconds", check.timeout().toSeconds());
        out.writeNumberField("delaySeconds", check.delay().toSeconds());
        out.writeEndObject();
    }

    private static boolean showsHttp1xx(HealthCheck.Protocol protocol) {
        return switch (protocol) {
            case HTTP, HTTPS -> true;
            case TCP, COMMAND, MESOS_HTTP, MESOS_HTTPS, MESOS_TCP -> false;
        };
    }

    private static void readiness(JsonGenerator out, ReadinessCheck check) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", check.name());
        out.writeStringField("protocol", check.secure() ? "HTTPS" : "HTTP");
        out.writeStringField("path", check.path());
        out.writeStringField("portName", check.portName());
        out.writeNumberField("intervalSeconds", check.interval().toSeconds());
        out.writeNumberField("timeoutSeconds", check.timeout().toSeconds());
        Fragments.numbers(out, "httpStatusCodesForReady", check.readyCodes());
        out.writeBooleanField("preserveLastResponse", check.preserveLastResponse());
        out.writeEndObject();
    }

    private static void check(JsonGenerator out, TaskCheck check) throws IOException {
        out.writeObjectFieldStart("check");
        switch (check.kind()) {
            case TaskCheck.Http http -> {
                out.writeObjectFieldStart("http");
                number(out, "portIndex", http.portIndex());
                number(out, "port", http.port());
                text(out, "path", http.path());
                text(out, "scheme", http.scheme().map(it -> it.toUpperCase(Locale.ROOT)));
            }
            case TaskCheck.Tcp tcp -> {
                out.writeObjectFieldStart("tcp");
                number(out, "portIndex", tcp.portIndex());
                number(out, "port", tcp.port());
            }
            case TaskCheck.Exec exec -> {
                out.writeObjectFieldStart("exec");
                out.writeObjectFieldStart("command");
                text(out, "shell", exec.shell());
                if (exec.shell().isEmpty()) Fragments.texts(out, "argv", exec.argv());
                out.writeEndObject();
            }
        }
        out.writeEndObject();
        out.writeNumberField("intervalSeconds", check.interval().toSeconds());
        out.writeNumberField("timeoutSeconds", check.timeout().toSeconds());
        out.writeNumberField("delaySeconds", check.delay().toSeconds());
        out.writeEndObject();
    }

    private static void number(JsonGenerator out, String name, Optional<Integer> number)
            throws IOException {
        if (number.isPresent()) out.writeNumberField(name, number.get());
    }

    private static void text(JsonGenerator out, String name, Optional<String> text)
            throws IOException {
        if (text.isPresent()) out.writeStringField(name, text.get());
    }
}
