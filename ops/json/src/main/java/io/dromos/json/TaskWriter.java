package io.dromos.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dromos.domain.health.Watch;
import io.dromos.events.AppId;
import io.dromos.events.TaskState;
import io.dromos.events.Version;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.PortMapping;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.CatalogState.Definition;
import io.dromos.events.state.Instance;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Writes tasks with Marathon's keys.
public final class TaskWriter {

    private TaskWriter() {}

    /// An application's tasks.
    ///
    /// @param definition unless it is being removed
    /// @param watch what the server's checks have found
    public record Owner(
            AppId app, Optional<Definition> definition, List<Instance> instances, Watch watch) {

        /// Copies what it is given.
        public Owner {
            instances = List.copyOf(instances);
        }

        /// All of an application's tasks in the order of their ids.
        public static Owner of(
                AppId app,
                Optional<Definition> definition,
                Optional<ApplicationState> state,
                Watch watch) {
            var instances = state.map(it -> List.copyOf(it.instances().all().values()));
            return new Owner(app, definition, instances.orElse(List.of()), watch);
        }

        /// The same, but only these.
        public Owner only(List<Instance> some) {
            return new Owner(app, definition, some, watch);
        }
    }

    /// The tasks of one application as an array.
    ///
    /// @param servicePorts whether to tell them, which Marathon does in the list of all tasks only
    public static byte[] array(Owner owner, boolean servicePorts) {
        return Fragments.encode(out -> {
            out.writeStartArray();
            write(out, owner, servicePorts);
            out.writeEndArray();
        });
    }

    /// `{"tasks":[…]}` with the tasks of several applications.
    public static byte[] list(List<Owner> owners, boolean servicePorts) {
        return Fragments.object(out -> {
            out.writeArrayFieldStart("tasks");
            for (var owner : owners) write(out, owner, servicePorts);
            out.writeEndArray();
        });
    }

    /// `{"task":{…}}` with the only task.
    public static byte[] single(Owner owner) {
        return Fragments.object(out -> {
            out.writeFieldName("task");
            write(out, owner, false);
        });
    }

    private static void write(JsonGenerator out, Owner owner, boolean servicePorts)
            throws IOException {
        var ports =
                owner.definition()
                        .filter(_ -> servicePorts)
                        .map(definition -> servicePorts(definition.spec()))
                        .orElse(List.of());
        for (var instance : owner.instances())
            if (instance.task().isPresent())
                write(out, owner, instance, instance.task().get(), ports);
    }

    private static void write(
            JsonGenerator out,
            Owner owner,
            Instance instance,
            Instance.Task task,
            List<Integer> servicePorts)
            throws IOException {
        var place = task.placement();
        out.writeStartObject();
        out.writeStringField("appId", owner.app().path());
        ResultWriter.health(out, owner.definition(), instance, task, owner.watch());
        ResultWriter.check(out, task);
        out.writeStringField("host", place.host());
        out.writeStringField("id", task.id().value());
        addresses(out, task.ips());
        Fragments.numbers(out, "ports", place.hostPorts());
        Fragments.numbers(out, "servicePorts", servicePorts);
        out.writeStringField("slaveId", place.agent().value());
        out.writeStringField("state", state(owner, task).mesosName());
        time(out, "stagedAt", Optional.of(task.stagedAt().orElse(task.plannedAt())));
        time(out, "startedAt", task.startedAt());
        out.writeStringField("version", version(owner.definition(), instance).toString());
        out.writeArrayFieldStart("localVolumes");
        out.writeEndArray();
        if (place.region().isPresent()) out.writeStringField("region", place.region().get());
        if (place.zone().isPresent()) out.writeStringField("zone", place.zone().get());
        out.writeStringField("role", owner.definition().map(it -> it.spec().role()).orElse("*"));
        out.writeEndObject();
    }

    /// One that drains is shown as what it will be, so that nobody sends it work any more.
    private static TaskState state(Owner owner, Instance.Task task) {
        boolean drains =
                task.killRequestedAt().isPresent()
                        && task.state() == TaskState.RUNNING
                        && owner.definition().filter(it -> !it.spec().drain().isZero()).isPresent();
        return drains ? TaskState.KILLING : task.state();
    }

    /// The addresses of a container, each with its protocol.
    static void addresses(JsonGenerator out, List<String> ips) throws IOException {
        out.writeArrayFieldStart("ipAddresses");
        for (var ip : ips) {
            out.writeStartObject();
            out.writeStringField("ipAddress", ip);
            out.writeStringField("protocol", ip.indexOf(':') >= 0 ? "IPv6" : "IPv4");
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void time(JsonGenerator out, String name, Optional<Instant> at)
            throws IOException {
        if (at.isPresent()) out.writeStringField(name, new Version(at.get()).toString());
    }

    /// The service ports a definition has, in the order of its ports.
    private static List<Integer> servicePorts(ApplicationSpec spec) {
        if (spec.onHostNetwork())
            return spec.portDefinitions().stream().map(PortDefinition::port).toList();
        return spec.container().stream()
                .flatMap(held -> held.portMappings().stream())
                .map(PortMapping::servicePort)
                .toList();
    }

    /// The version an instance was launched in: the last one of its configuration that was in force
    /// when its run was planned. Scaling makes versions of the same configuration.
    public static Version version(Optional<Definition> definition, Instance instance) {
        if (definition.isEmpty() || instance.task().isEmpty()) return instance.config();
        var planned = instance.task().get().plannedAt();
        var known = definition.get();
        var present =
                known.info().lastConfigChangeAt().equals(instance.config())
                        ? Stream.of(known.version())
                        : Stream.<Version>empty();
        var past =
                known.past().stream()
                        .filter(it -> it.info().lastConfigChangeAt().equals(instance.config()))
                        .map(it -> it.version());
        return Stream.concat(present, past)
                .filter(version -> !version.at().isAfter(planned))
                .max(Comparator.naturalOrder())
                .orElse(instance.config());
    }
}
