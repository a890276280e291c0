package io.dromos.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Version;
import io.dromos.events.state.CatalogState.Open;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.DeploymentState.Planned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/// Writes deployments with Marathon's keys.
public final class DeploymentWriter {

    private DeploymentWriter() {}

    /// What clients see of a plan.
    ///
    /// @param actions by step
    public record Plan(DeploymentId id, Version version, List<Planned> actions) {

        /// Copies what it is given.
        public Plan {
            actions = List.copyOf(actions);
        }

        /// The plan of a deployment that was not closed.
        public static Plan of(Open open) {
            return new Plan(open.id(), open.version(), open.actions());
        }

        /// The plan of a deployment that has started, if it has.
        public static Optional<Plan> of(DeploymentState state) {
            return state.progress()
                    .map(it -> new Plan(state.id(), it.version(), List.copyOf(it.actions())));
        }

        List<Planned> step(int step) {
            return DeploymentWriter.step(actions, step);
        }

        SortedSet<Integer> steps() {
            return numbers(actions);
        }
    }

    /// One open deployment.
    ///
    /// @param state how far it is, once it started
    /// @param readiness writes the field `readinessCheckResults` of an application
    public static byte[] open(
            Open open, Optional<DeploymentState> state, Function<AppId, byte[]> readiness) {
        var plan = Plan.of(open);
        int started =
                state.flatMap(DeploymentState::progress)
                        .map(progress -> Math.max(0, progress.started()))
                        .orElse(0);
        return Fragments.object(out -> {
            out.writeStringField("id", open.id().value());
            steps(out, plan.actions());
            out.writeStringField("version", open.version().toString());
            Fragments.texts(out, "affectedApps", affected(plan));
            Fragments.texts(out, "affectedPods", List.of());
            out.writeArrayFieldStart("currentActions");
            for (var planned : plan.step(started)) current(out, planned, readiness);
            out.writeEndArray();
            out.writeNumberField("currentStep", started + 1);
            out.writeNumberField("totalSteps", plan.steps().size());
        });
    }

    /// The answer to a dry run: `{"steps":[…]}`.
    ///
    /// @param actions of all steps
    public static byte[] planned(List<Planned> actions) {
        return Fragments.object(out -> steps(out, actions));
    }

    /// The answer to an admitted change: `{"version":…,"deploymentId":…}`.
    public static byte[] result(Version version, DeploymentId deployment) {
        return Fragments.object(out -> {
            out.writeStringField("version", version.toString());
            out.writeStringField("deploymentId", deployment.value());
        });
    }

    /// Writes the field `plan` of an event.
    static void plan(JsonGenerator out, Plan plan) throws IOException {
        out.writeObjectFieldStart("plan");
        out.writeStringField("id", plan.id().value());
        steps(out, plan.actions());
        out.writeStringField("version", plan.version().toString());
        out.writeEndObject();
    }

    /// Writes the field `currentStep` of an event.
    static void currentStep(JsonGenerator out, Plan plan, int step) throws IOException {
        out.writeObjectFieldStart("currentStep");
        actions(out, plan.step(step));
        out.writeEndObject();
    }

    private static List<String> affected(Plan plan) {
        return plan.actions().stream().map(Planned::app).map(AppId::path).distinct().toList();
    }

    private static List<Planned> step(List<Planned> actions, int step) {
        return actions.stream().filter(planned -> planned.step() == step).toList();
    }

    private static SortedSet<Integer> numbers(List<Planned> actions) {
        var steps = new TreeSet<Integer>();
        for (var planned : actions) steps.add(planned.step());
        return steps;
    }

    private static void steps(JsonGenerator out, List<Planned> actions) throws IOException {
        out.writeArrayFieldStart("steps");
        for (int step : numbers(actions)) {
            out.writeStartObject();
            actions(out, step(actions, step));
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void actions(JsonGenerator out, List<Planned> actions) throws IOException {
        out.writeArrayFieldStart("actions");
        for (var planned : actions) {
            out.writeStartObject();
            action(out, planned);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void current(
            JsonGenerator out, Planned planned, Function<AppId, byte[]> readiness)
            throws IOException {
        out.writeStartObject();
        action(out, planned);
        out.writeRaw("," + new String(readiness.apply(planned.app()), StandardCharsets.UTF_8));
        out.writeEndObject();
    }

    private static void action(JsonGenerator out, Planned planned) throws IOException {
        out.writeStringField("action", planned.action().marathonName());
        out.writeStringField("app", planned.app().path());
    }
}
