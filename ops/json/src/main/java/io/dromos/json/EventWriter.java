package io.dromos.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dromos.events.AppId;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact.TaskObserved;
import io.dromos.events.state.CatalogState.Definition;
import io.dromos.events.state.Instance;
import io.dromos.json.DeploymentWriter.Plan;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// Writes the payloads of Marathon's event stream, each on one line.
public final class EventWriter {

    private EventWriter() {}

    /// A step of a deployment begins: `deployment_info`, or is done: `deployment_step_success`.
    public static byte[] step(String type, Plan plan, int step, Instant at) {
        return event(
                type,
                at,
                out -> {
                    DeploymentWriter.plan(out, plan);
                    DeploymentWriter.currentStep(out, plan, step);
                });
    }

    /// A deployment reached its end.
    public static byte[] succeeded(Plan plan, Instant at) {
        return event(
                "deployment_success",
                at,
                out -> {
                    out.writeStringField("id", plan.id().value());
                    DeploymentWriter.plan(out, plan);
                });
    }

    /// A deployment was stopped before its end.
    public static byte[] failed(Plan plan, String reason, Instant at) {
        return event(
                "deployment_failed",
                at,
                out -> {
                    out.writeStringField("id", plan.id().value());
                    DeploymentWriter.plan(out, plan);
                    out.writeStringField("reason", reason);
                });
    }

    /// Definitions changed below a group.
    public static byte[] groupChanged(String group, Version version, Instant at) {
        return event(
                "group_change_success",
                at,
                out -> {
                    out.writeStringField("groupId", group);
                    out.writeStringField("version", version.toString());
                });
    }

    /// A client created or changed an application.
    ///
    /// @param clientIp where the request came from
    /// @param uri its path
    /// @param definition in force after it
    /// @param history whether to tell when it changed before, which Marathon leaves out after a
    ///   `POST`
    public static byte[] posted(
            String clientIp, String uri, Definition definition, boolean history, Instant at) {
        var info = Optional.of(definition.info()).filter(_ -> history);
        return event(
                "api_post_event",
                at,
                out -> {
                    out.writeStringField("clientIp", clientIp);
                    out.writeStringField("uri", uri);
                    out.writeObjectFieldStart("appDefinition");
                    ApplicationWriter.fields(
                            out, definition.app(), definition.spec(), definition.version(), info);
                    out.writeEndObject();
                });
    }

    /// An application is gone.
    public static byte[] terminated(AppId app, Instant at) {
        return event("app_terminated_event", at, out -> out.writeStringField("appId", app.path()));
    }

    /// Mesos told news of a task.
    ///
    /// @param task as it was before
    public static byte[] status(TaskObserved news, Instance.Task task, Version version) {
        var place = task.placement();
        return event(
                "status_update_event",
                news.at(),
                out -> {
                    out.writeStringField("slaveId", place.agent().value());
                    out.writeStringField("taskId", news.task().value());
                    out.writeStringField("taskStatus", news.state().mesosName());
                    out.writeStringField("message", news.message());
                    out.writeStringField("appId", news.app().path());
                    out.writeStringField("host", place.host());
                    TaskWriter.addresses(out, news.ips().isEmpty() ? task.ips() : news.ips());
                    Fragments.numbers(out, "ports", place.hostPorts());
                    out.writeStringField("version", version.toString());
                });
    }

    /// An instance came into another condition.
    ///
    /// @param condition in Marathon's words, such as `Running`
    /// @param task its run; absent while it waits for one
    public static byte[] instance(
            Instance instance,
            String condition,
            Optional<Instance.Task> task,
            Version version,
            Instant at) {
        return event(
                "instance_changed_event",
                at,
                out -> {
                    out.writeStringField("instanceId", instance.id().value());
                    out.writeStringField("condition", condition);
                    out.writeStringField("runSpecId", instance.id().app().path());
                    out.writeStringField(
                            "agentId", task.map(it -> it.placement().agent().value()).orElse(null));
                    out.writeStringField(
                            "host", task.map(it -> it.placement().host()).orElse(null));
                    out.writeStringField("runSpecVersion", version.toString());
                });
    }

    /// A subscriber of the stream came: `event_stream_attached`, or went: `event_stream_detached`.
    public static byte[] stream(String type, String remoteAddress, Instant at) {
        return event(type, at, out -> out.writeStringField("remoteAddress", remoteAddress));
    }

    /// Mesos knows us.
    public static byte[] registered(String framework, String master, Instant at) {
        return event(
                "scheduler_registered_event",
                at,
                out -> {
                    out.writeStringField("frameworkId", framework);
                    out.writeStringField("master", master);
                });
    }

    static byte[] event(String type, Instant at, Fields fields) {
        return Fragments.object(out -> {
            fields.writeTo(out);
            out.writeStringField("eventType", type);
            out.writeStringField("timestamp", new Version(at).toString());
        });
    }

    /// Writes the fields of an event.
    @FunctionalInterface
    interface Fields {
        /// Writes.
        void writeTo(JsonGenerator out) throws IOException;
    }
}
