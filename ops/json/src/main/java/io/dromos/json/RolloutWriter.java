package io.dromos.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dromos.domain.application.Headway;
import io.dromos.domain.deployment.Outlook;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Version;
import io.dromos.events.spec.ProgressDeadline;
import io.dromos.events.state.CatalogState.Open;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.DeploymentState.Limit;
import io.dromos.events.state.DeploymentState.Pause;
import io.dromos.events.state.DeploymentState.Planned;
import io.dromos.events.state.Ending;
import io.dromos.events.state.Silence;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/// Writes how a deployment stands, `/v3/deployments/{id}`.
public final class RolloutWriter {

    private RolloutWriter() {}

    /// An open deployment.
    ///
    /// @param deployment as the catalog has it
    /// @param state how far it is, once it started
    /// @param parts its applications, in the order of the plan
    /// @param why it is not done
    /// @param outlook what its steps wait for
    public record Rollout(
            Open deployment,
            Optional<DeploymentState> state,
            List<Part> parts,
            String why,
            Outlook outlook) {

        /// Copies what it is given.
        public Rollout {
            parts = List.copyOf(parts);
        }

        private int started() {
            return state.flatMap(DeploymentState::progress)
                    .map(DeploymentState.Progress::started)
                    .orElse(-1);
        }

        private int completed() {
            return state.flatMap(DeploymentState::progress)
                    .map(DeploymentState.Progress::completed)
                    .orElse(-1);
        }

        private String name() {
            if (pause().isPresent()) return "paused";
            return parts.stream()
                            .flatMap(part -> part.patience().stream())
                            .anyMatch(patience -> patience.stall().isPresent())
                    ? "stalled"
                    : "running";
        }

        private Optional<Pause> pause() {
            return state.flatMap(it -> it.steering().pause());
        }

        /// What is so of this step.
        private String of(int step) {
            if (step <= completed()) return "done";
            return step <= started() ? "running" : "waiting";
        }

        /// Why this step is not done.
        private Optional<String> why(int step) {
            if (step <= completed()) return Optional.empty();
            return Optional.of(step <= started() ? outlook.atWork() : outlook.before(step));
        }
    }

    /// An application of a deployment.
    ///
    /// @param planned what is done to it
    /// @param headway how far it is
    /// @param paused whether it stands still
    /// @param patience how long it may make no progress, if there is a bound and it is at work
    /// @param why it is not at its target, if that is to be told
    public record Part(
            Planned planned,
            Headway headway,
            boolean paused,
            Optional<Bounded> patience,
            Optional<String> why) {
        AppId app() {
            return planned.app();
        }
    }

    /// An application's deadline.
    ///
    /// @param left until it passes
    /// @param stall once it has passed
    public record Bounded(
            ProgressDeadline deadline, Duration left, Optional<Silence.Stall> stall) {}

    /// An open deployment.
    public static byte[] open(Rollout rollout) {
        return Fragments.object(out -> {
            summary(out, rollout);
            if (rollout.pause().isPresent()) pause(out, rollout.pause().get());
            var limit = rollout.state().flatMap(it -> it.steering().limit());
            if (limit.isPresent()) limit(out, limit.get());
            steps(out, rollout);
            out.writeArrayFieldStart("applications");
            for (var part : rollout.parts()) part(out, rollout, part);
            out.writeEndArray();
        });
    }

    /// The same in few words, for a list.
    public static byte[] brief(Rollout rollout) {
        return Fragments.object(out -> summary(out, rollout));
    }

    private static void summary(JsonGenerator out, Rollout rollout) throws IOException {
        out.writeStringField("id", rollout.deployment().id().value());
        out.writeStringField("version", rollout.deployment().version().toString());
        out.writeStringField("state", rollout.name());
        out.writeStringField("why", rollout.why());
        if (rollout.deployment().undoes().isPresent())
            out.writeStringField("undoes", rollout.deployment().undoes().get().value());
    }

    /// A deployment that has ended.
    ///
    /// @param why it ended so, in one sentence
    /// @param by who brought that about, if it is to be told
    public static byte[] closed(
            DeploymentId deployment, Ending ending, String why, Optional<String> by) {
        return Fragments.object(out -> {
            out.writeStringField("id", deployment.value());
            out.writeStringField("state", ending.outcome().name().toLowerCase(Locale.ROOT));
            out.writeStringField("why", why);
            out.writeStringField("ended", new Version(ending.at()).toString());
            if (by.isPresent()) out.writeStringField("by", by.get());
            if (ending.successor().isPresent())
                out.writeStringField(
                        ending.undone() ? "undoneBy" : "supersededBy",
                        ending.successor().get().value());
        });
    }

    private static void pause(JsonGenerator out, Pause pause) throws IOException {
        out.writeObjectFieldStart("paused");
        out.writeStringField("since", new Version(pause.since()).toString());
        out.writeStringField("by", pause.by());
        if (pause.reason().isPresent()) out.writeStringField("reason", pause.reason().get());
        out.writeEndObject();
    }

    private static void limit(JsonGenerator out, Limit limit) throws IOException {
        out.writeObjectFieldStart("deadline");
        if (limit.deadline().isPresent()) {
            out.writeNumberField("seconds", limit.deadline().get().limit().toSeconds());
            out.writeBooleanField("rollback", limit.deadline().get().rollback());
        } else out.writeBooleanField("lifted", true);
        out.writeStringField("since", new Version(limit.since()).toString());
        out.writeStringField("by", limit.by());
        out.writeEndObject();
    }

    private static void bounded(JsonGenerator out, Bounded patience) throws IOException {
        out.writeObjectFieldStart("deadline");
        out.writeNumberField("seconds", patience.deadline().limit().toSeconds());
        out.writeBooleanField("rollback", patience.deadline().rollback());
        out.writeNumberField("remainingSeconds", patience.left().plusMillis(999).toSeconds());
        out.writeEndObject();
        if (patience.stall().isEmpty()) return;
        out.writeObjectFieldStart("stalled");
        out.writeStringField("since", new Version(patience.stall().get().at()).toString());
        out.writeStringField("why", patience.stall().get().why());
        out.writeEndObject();
    }

    private static void steps(JsonGenerator out, Rollout rollout) throws IOException {
        var numbers = new TreeSet<Integer>();
        for (var planned : rollout.deployment().actions()) numbers.add(planned.step());
        out.writeNumberField("currentStep", Math.max(0, rollout.started()) + 1);
        out.writeNumberField("totalSteps", numbers.size());
        out.writeArrayFieldStart("steps");
        for (int step : numbers) {
            out.writeStartObject();
            out.writeNumberField("step", step + 1);
            out.writeStringField("state", rollout.of(step));
            var why = rollout.why(step);
            if (why.isPresent()) out.writeStringField("why", why.get());
            out.writeArrayFieldStart("actions");
            for (var planned : rollout.deployment().actions())
                if (planned.step() == step) action(out, planned);
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void action(JsonGenerator out, Planned planned) throws IOException {
        out.writeStartObject();
        out.writeStringField("action", planned.action().marathonName());
        out.writeStringField("app", planned.app().path());
        out.writeEndObject();
    }

    private static void part(JsonGenerator out, Rollout rollout, Part part) throws IOException {
        out.writeStartObject();
        out.writeStringField("app", part.app().path());
        out.writeStringField("action", part.planned().action().marathonName());
        out.writeNumberField("step", part.planned().step() + 1);
        out.writeStringField("state", rollout.of(part.planned().step()));
        out.writeBooleanField("paused", part.paused());
        out.writeNumberField("old", part.headway().old());
        out.writeNumberField("new", part.headway().started());
        out.writeNumberField("ready", part.headway().ready());
        out.writeNumberField("wanted", part.headway().wanted());
        if (part.patience().isPresent()) bounded(out, part.patience().get());
        if (part.why().isPresent()) out.writeStringField("why", part.why().get());
        out.writeEndObject();
    }
}
