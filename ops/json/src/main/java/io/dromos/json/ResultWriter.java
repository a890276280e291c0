package io.dromos.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dromos.domain.health.Progress;
import io.dromos.domain.health.Watch;
import io.dromos.domain.health.Watched;
import io.dromos.events.Version;
import io.dromos.events.facts.CheckResult;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.CatalogState.Definition;
import io.dromos.events.state.Instance;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// Writes what health and readiness checks have found, with Marathon's keys.
public final class ResultWriter {

    private ResultWriter() {}

    /// The field `readinessCheckResults` with those instances of the newest configuration that were
    /// asked; empty unless a deployment is at work.
    ///
    /// @param watch what the server has found
    /// @param deploying whether a deployment is at work on the application
    public static byte[] readiness(
            Watch watch, Optional<ApplicationState> state, boolean deploying) {
        var object = Fragments.object(out -> readiness(out, watch, state, deploying));
        return Fragments.inner(object);
    }

    static void readiness(
            JsonGenerator out, Watch watch, Optional<ApplicationState> state, boolean deploying)
            throws IOException {
        out.writeArrayFieldStart("readinessCheckResults");
        // Most applications ask for none, and some have very many instances.
        if (deploying && state.isPresent() && asksForReadiness(state.get()))
            for (var instance : state.get().instances().all().values())
                if (state.get().config().equals(Optional.of(instance.config())))
                    readiness(out, watch, instance);
        out.writeEndArray();
    }

    private static boolean asksForReadiness(ApplicationState state) {
        return state.run()
                .filter(it -> it.spec().healthOrNone().readiness().isPresent())
                .isPresent();
    }

    private static void readiness(JsonGenerator out, Watch watch, Instance instance)
            throws IOException {
        var found = instance.task().flatMap(task -> watch.find(task.id()));
        var check = found.flatMap(it -> it.subject().readiness());
        if (check.isEmpty() || found.get().readiness().last().isEmpty()) return;
        var answer = found.get().readiness().last().get();
        out.writeStartObject();
        out.writeStringField("name", check.get().check().name());
        out.writeStringField("taskId", found.get().subject().task().value());
        out.writeBooleanField("ready", found.get().readiness().ready());
        if (check.get().check().preserveLastResponse()) {
            out.writeObjectFieldStart("lastResponse");
            out.writeNumberField("status", answer.status());
            out.writeStringField("contentType", answer.contentType());
            out.writeStringField("body", answer.body());
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    /// The field `healthCheckResults` of a task: what each check has found, and where that is not
    /// known, as with the agent's checks or after a new start, what the log has of its health.
    static void health(
            JsonGenerator out,
            Optional<Definition> definition,
            Instance instance,
            Instance.Task task,
            Watch watch)
            throws IOException {
        out.writeArrayFieldStart("healthCheckResults");
        var found = watch.find(task.id()).map(Watched::found);
        if (found.isPresent() && !found.get().isEmpty())
            for (var progress : found.get()) result(out, instance, task, progress);
        else if (task.healthy().isPresent())
            for (int number = 0; number < checks(definition, instance); number++)
                told(out, instance, task.healthy().get());
        out.writeEndArray();
    }

    /// The field `checkResult` of a task: what its `check` last found, if it was told.
    static void check(JsonGenerator out, Instance.Task task) throws IOException {
        if (task.check().isEmpty()) return;
        out.writeObjectFieldStart("checkResult");
        switch (task.check().get()) {
            case CheckResult.Command(int exitCode) -> {
                out.writeObjectFieldStart("command");
                out.writeNumberField("exitCode", exitCode);
            }
            case CheckResult.Http(int statusCode) -> {
                out.writeObjectFieldStart("http");
                out.writeNumberField("statusCode", statusCode);
            }
            case CheckResult.Tcp(boolean succeeded) -> {
                out.writeObjectFieldStart("tcp");
                out.writeBooleanField("succeeded", succeeded);
            }
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private static int checks(Optional<Definition> definition, Instance instance) {
        return definition
                .filter(it -> it.info().lastConfigChangeAt().equals(instance.config()))
                .map(it -> Math.max(1, it.spec().healthOrNone().checks().size()))
                .orElse(1);
    }

    private static void result(
            JsonGenerator out, Instance instance, Instance.Task task, Progress progress)
            throws IOException {
        if (progress.healthy().isEmpty()) {
            if (task.healthy().isPresent()) told(out, instance, task.healthy().get());
            return;
        }
        out.writeStartObject();
        out.writeBooleanField("alive", progress.healthy().get());
        out.writeNumberField("consecutiveFailures", progress.failures());
        time(out, "firstSuccess", progress.firstSuccess());
        out.writeStringField("instanceId", instance.id().value());
        time(out, "lastSuccess", progress.lastSuccess());
        time(out, "lastFailure", progress.lastFailure());
        if (progress.lastCause().isPresent())
            out.writeStringField("lastFailureCause", progress.lastCause().get());
        out.writeEndObject();
    }

    private static void told(JsonGenerator out, Instance instance, boolean healthy)
            throws IOException {
        out.writeStartObject();
        out.writeBooleanField("alive", healthy);
        out.writeNumberField("consecutiveFailures", healthy ? 0 : 1);
        out.writeStringField("instanceId", instance.id().value());
        out.writeEndObject();
    }

    private static void time(JsonGenerator out, String name, Optional<Instant> at)
            throws IOException {
        if (at.isPresent()) out.writeStringField(name, new Version(at.get()).toString());
    }
}
