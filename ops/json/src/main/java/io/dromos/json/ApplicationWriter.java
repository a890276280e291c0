package io.dromos.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dromos.events.AppId;
import io.dromos.events.Version;
import io.dromos.events.facts.VersionInfo;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Constraint;
import io.dromos.events.spec.Fetch;
import io.dromos.events.spec.Network;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.UnreachableStrategy;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Writes definitions with Marathon's exact keys, in Marathon's order.
public final class ApplicationWriter {

    private ApplicationWriter() {}

    /// The bare definition.
    ///
    /// @param info absent in the answer to a creation, as with Marathon
    public static byte[] definition(
            AppId app, ApplicationSpec spec, Version version, Optional<VersionInfo> info) {
        return Fragments.object(out -> fields(out, app, spec, version, info));
    }

    /// Writes the fields of a definition into an object that is open.
    static void fields(
            JsonGenerator out,
            AppId app,
            ApplicationSpec spec,
            Version version,
            Optional<VersionInfo> info)
            throws IOException {
        out.writeStringField("id", app.path());
        if (spec.acceptedResourceRoles().isPresent())
            Fragments.texts(
                    out, "acceptedResourceRoles", spec.acceptedResourceRoles().orElseThrow());
        if (!spec.args().isEmpty()) Fragments.texts(out, "args", spec.args());
        out.writeNumberField("backoffFactor", spec.backoff().factor());
        out.writeNumberField("backoffSeconds", spec.backoff().initial().toSeconds());
        text(out, "cmd", spec.cmd());
        constraints(out, spec.constraints());
        if (spec.container().isPresent())
            ContainerWriter.write(out, spec.container().get(), spec.onHostNetwork());
        out.writeNumberField("cpus", spec.resources().cpus());
        if (!spec.dependencies().isEmpty())
            Fragments.texts(out, "dependencies", spec.dependencies());
        out.writeNumberField("disk", spec.resources().disk());
        if (!spec.env().isEmpty()) Fragments.texts(out, "env", spec.env());
        out.writeStringField("executor", spec.executor());
        fetch(out, spec.fetch());
        HealthWriter.checks(out, spec.healthOrNone());
        out.writeNumberField("instances", spec.instances());
        Fragments.texts(out, "labels", spec.labels());
        out.writeNumberField("maxLaunchDelaySeconds", spec.backoff().max().toSeconds());
        out.writeNumberField("mem", spec.resources().mem());
        out.writeNumberField("gpus", spec.resources().gpus());
        networks(out, spec.networks());
        if (spec.onHostNetwork()) definitions(out, spec.portDefinitions());
        HealthWriter.readiness(out, spec.healthOrNone());
        out.writeBooleanField("requirePorts", spec.requirePorts());
        rest(out, spec, version, info);
    }

    private static void rest(
            JsonGenerator out, ApplicationSpec spec, Version version, Optional<VersionInfo> info)
            throws IOException {
        if (spec.killGracePeriod().isPresent())
            out.writeNumberField(
                    "taskKillGracePeriodSeconds", spec.killGracePeriod().get().toSeconds());
        out.writeObjectFieldStart("upgradeStrategy");
        out.writeNumberField("maximumOverCapacity", spec.upgradeStrategy().maximumOverCapacity());
        out.writeNumberField(
                "minimumHealthCapacity", spec.upgradeStrategy().minimumHealthCapacity());
        out.writeEndObject();
        text(out, "user", spec.user());
        out.writeStringField("version", version.toString());
        if (info.isPresent()) {
            out.writeObjectFieldStart("versionInfo");
            out.writeStringField("lastScalingAt", info.get().lastScalingAt().toString());
            out.writeStringField("lastConfigChangeAt", info.get().lastConfigChangeAt().toString());
            out.writeEndObject();
        }
        out.writeStringField("killSelection", spec.killSelection().name());
        unreachable(out, spec.unreachable());
        out.writeStringField("role", spec.role());
    }

    private static void text(JsonGenerator out, String name, Optional<String> text)
            throws IOException {
        if (text.isPresent()) out.writeStringField(name, text.get());
    }

    private static void constraints(JsonGenerator out, List<Constraint> constraints)
            throws IOException {
        if (constraints.isEmpty()) return;
        out.writeArrayFieldStart("constraints");
        for (var constraint : constraints) {
            out.writeStartArray();
            out.writeString(constraint.field());
            out.writeString(constraint.operator().name());
            if (constraint.value().isPresent()) out.writeString(constraint.value().get());
            out.writeEndArray();
        }
        out.writeEndArray();
    }

    private static void fetch(JsonGenerator out, List<Fetch> fetch) throws IOException {
        if (fetch.isEmpty()) return;
        out.writeArrayFieldStart("fetch");
        for (var item : fetch) {
            out.writeStartObject();
            out.writeStringField("uri", item.uri());
            out.writeBooleanField("extract", item.extract());
            out.writeBooleanField("executable", item.executable());
            out.writeBooleanField("cache", item.cache());
            text(out, "destPath", item.destPath());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void networks(JsonGenerator out, List<Network> networks) throws IOException {
        out.writeArrayFieldStart("networks");
        for (var network : networks) {
            out.writeStartObject();
            text(out, "name", network.name());
            out.writeStringField(
                    "mode",
                    switch (network.mode()) {
                        case HOST -> "host";
                        case BRIDGE -> "container/bridge";
                        case CONTAINER -> "container";
                    });
            if (!network.labels().isEmpty()) Fragments.texts(out, "labels", network.labels());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void definitions(JsonGenerator out, List<PortDefinition> ports)
            throws IOException {
        out.writeArrayFieldStart("portDefinitions");
        for (var port : ports) {
            out.writeStartObject();
            out.writeNumberField("port", port.port());
            if (!port.labels().isEmpty()) Fragments.texts(out, "labels", port.labels());
            text(out, "name", port.name());
            out.writeStringField("protocol", port.protocol());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void unreachable(JsonGenerator out, UnreachableStrategy strategy)
            throws IOException {
        switch (strategy) {
            case UnreachableStrategy.Disabled _ ->
                    out.writeStringField("unreachableStrategy", "disabled");
            case UnreachableStrategy.After after -> {
                out.writeObjectFieldStart("unreachableStrategy");
                out.writeNumberField("inactiveAfterSeconds", after.inactive().toSeconds());
                out.writeNumberField("expungeAfterSeconds", after.expunge().toSeconds());
                out.writeEndObject();
            }
        }
    }
}
