package io.dromos.json;

import io.dromos.events.AppId;
import io.dromos.events.InstanceId;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact.KillRequested;
import io.dromos.events.spec.HealthCheck;
import io.dromos.events.state.Instance;
import java.time.Instant;

/// Writes the events of health checks with Marathon's fields, each on one line.
public final class HealthEventWriter {

    private HealthEventWriter() {}

    /// Tasks of an application are checked like this from now on.
    public static byte[] added(AppId app, HealthCheck check, Version version, Instant at) {
        return EventWriter.event(
                "add_health_check_event",
                at,
                out -> {
                    out.writeStringField("appId", app.path());
                    out.writeFieldName("healthCheck");
                    HealthWriter.healthCheck(out, check);
                    out.writeStringField("version", version.toString());
                });
    }

    /// Tasks of an application are no longer checked by one of its checks.
    public static byte[] removed(AppId app, Instant at) {
        return EventWriter.event(
                "remove_health_check_event", at, out -> out.writeStringField("appId", app.path()));
    }

    /// A check of an instance failed, though it was not known to.
    public static byte[] failed(InstanceId instance, HealthCheck check, Instant at) {
        return EventWriter.event(
                "failed_health_check_event",
                at,
                out -> {
                    out.writeStringField("appId", instance.app().path());
                    out.writeFieldName("healthCheck");
                    HealthWriter.healthCheck(out, check);
                    // So named by Marathon, and so filled.
                    out.writeStringField("taskId", instance.value());
                });
    }

    /// What checks find of an instance changed.
    public static byte[] status(InstanceId instance, Version version, boolean alive, Instant at) {
        return EventWriter.event(
                "health_status_changed_event",
                at,
                out -> {
                    out.writeStringField("appId", instance.app().path());
                    out.writeStringField("instanceId", instance.value());
                    out.writeStringField("version", version.toString());
                    out.writeBooleanField("alive", alive);
                });
    }

    /// The same, as what became of the instance.
    public static byte[] instance(
            InstanceId instance, Version version, boolean healthy, Instant at) {
        return EventWriter.event(
                "instance_health_changed_event",
                at,
                out -> {
                    out.writeStringField("instanceId", instance.value());
                    out.writeStringField("runSpecId", instance.app().path());
                    out.writeStringField("runSpecVersion", version.toString());
                    out.writeBooleanField("healthy", healthy);
                });
    }

    /// An instance is ended for its health.
    ///
    /// @param task its run
    public static byte[] killed(KillRequested kill, Instance.Task task, Version version) {
        return EventWriter.event(
                "unhealthy_instance_kill_event",
                kill.at(),
                out -> {
                    out.writeStringField("appId", kill.app().path());
                    out.writeStringField("taskId", task.id().value());
                    out.writeStringField("instanceId", kill.instance().value());
                    out.writeStringField("version", version.toString());
                    out.writeStringField(
                            "reason", kill.why().substring(KillRequested.UNHEALTHY.length()));
                    out.writeStringField("host", task.placement().host());
                    out.writeStringField("slaveId", task.placement().agent().value());
                });
    }
}
