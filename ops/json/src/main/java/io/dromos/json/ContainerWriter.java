package io.dromos.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dromos.events.spec.Container;
import io.dromos.events.spec.PortMapping;
import java.io.IOException;

/// Writes containers with Marathon's keys.
final class ContainerWriter {

    private ContainerWriter() {}

    /// Writes the field `container`.
    ///
    /// @param host whether the task is on the host network, where mappings mean nothing
    static void write(JsonGenerator out, Container container, boolean host) throws IOException {
        out.writeObjectFieldStart("container");
        out.writeStringField("type", container.type().name());
        if (container.docker().isPresent()) docker(out, container.docker().get());
        out.writeArrayFieldStart("volumes");
        for (var volume : container.volumes()) {
            out.writeStartObject();
            out.writeStringField("containerPath", volume.containerPath());
            out.writeStringField("hostPath", volume.hostPath());
            out.writeStringField("mode", volume.mode().name());
            out.writeEndObject();
        }
        out.writeEndArray();
        if (!host) {
            out.writeArrayFieldStart("portMappings");
            for (var mapping : container.portMappings()) mapping(out, mapping);
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private static void docker(JsonGenerator out, Container.Docker docker) throws IOException {
        out.writeObjectFieldStart("docker");
        out.writeBooleanField("forcePullImage", docker.forcePullImage());
        out.writeStringField("image", docker.image());
        out.writeArrayFieldStart("parameters");
        for (var parameter : docker.parameters()) {
            out.writeStartObject();
            out.writeStringField("key", parameter.key());
            out.writeStringField("value", parameter.value());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeBooleanField("privileged", docker.privileged());
        out.writeEndObject();
    }

    private static void mapping(JsonGenerator out, PortMapping mapping) throws IOException {
        out.writeStartObject();
        out.writeNumberField("containerPort", mapping.containerPort());
        if (mapping.hostPort().isPresent())
            out.writeNumberField("hostPort", mapping.hostPort().get());
        Fragments.texts(out, "labels", mapping.labels());
        if (mapping.name().isPresent()) out.writeStringField("name", mapping.name().get());
        out.writeStringField("protocol", mapping.protocol());
        out.writeNumberField("servicePort", mapping.servicePort());
        if (!mapping.networkNames().isEmpty())
            Fragments.texts(out, "networkNames", mapping.networkNames());
        out.writeEndObject();
    }
}
