package io.dromos.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dromos.domain.application.Headway;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Version;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.state.CatalogState.Open;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.DeploymentState.Pause;
import io.dromos.events.state.DeploymentState.Planned;
import java.io.IOException;
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
    public record Rollout(Open deployment, Optional<DeploymentState> state, List<Part> parts) {

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

        private Optional<Pause> pause() {
            return state.flatMap(it -> it.steering().pause());
        }

        /// What is so of this step.
        private String of(int step) {
            if (step <= completed()) return "done";
            return step <= started() ? "running" : "waiting";
        }
    }

    /// An application of a deployment.
    ///
    /// @param planned what is done to it
    /// @param headway how far it is
    /// @param paused whether it stands still
    /// @param why it is not at its target, if that is to be told
    public record Part(Planned planned, Headway headway, boolean paused, Optional<String> why) {
        AppId app() {
            return planned.app();
        }
    }

    /// An open deployment.
    public static byte[] open(Rollout rollout) {
        return Fragments.object(out -> {
            out.writeStringField("id", rollout.deployment().id().value());
            out.writeStringField("version", rollout.deployment().version().toString());
            out.writeStringField("state", rollout.pause().isPresent() ? "paused" : "running");
            if (rollout.pause().isPresent()) pause(out, rollout.pause().get());
            steps(out, rollout);
            out.writeArrayFieldStart("applications");
            for (var part : rollout.parts()) part(out, rollout, part);
            out.writeEndArray();
        });
    }

    /// A deployment that has ended.
    public static byte[] closed(DeploymentId deployment, Outcome outcome) {
        return Fragments.object(out -> {
            out.writeStringField("id", deployment.value());
            out.writeStringField("state", outcome.name().toLowerCase(Locale.ROOT));
        });
    }

    private static void pause(JsonGenerator out, Pause pause) throws IOException {
        out.writeObjectFieldStart("paused");
        out.writeStringField("since", new Version(pause.since()).toString());
        out.writeStringField("by", pause.by());
        if (pause.reason().isPresent()) out.writeStringField("reason", pause.reason().get());
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
        if (part.why().isPresent()) out.writeStringField("why", part.why().get());
        out.writeEndObject();
    }
}
