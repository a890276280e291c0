package io.dromos.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Version;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.ApplicationState.Failure;
import io.dromos.events.state.CatalogState.Definition;
import io.dromos.events.state.CatalogState.Past;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Writes applications with what is known of their tasks and deployments.
public final class InfoWriter {

    private InfoWriter() {}

    /// An application's definition, counters and deployments, as an object that is still open, so
    /// that it can be kept and continued.
    public static byte[] open(
            Definition definition, Optional<ApplicationState> state, Optional<DeploymentId> lock) {
        return opened(
                Fragments.object(out -> {
                    ApplicationWriter.fields(
                            out,
                            definition.app(),
                            definition.spec(),
                            definition.version(),
                            Optional.of(definition.info()));
                    counted(state).write(out);
                    deployments(out, lock.stream().toList());
                }));
    }

    /// How many tasks there are, as fields that continue an open object.
    public static byte[] counts(Optional<ApplicationState> state) {
        return inner(Fragments.object(out -> counted(state).write(out)));
    }

    /// The deployments at work, as a field that continues an open object.
    public static byte[] deployments(Optional<DeploymentId> lock) {
        return inner(Fragments.object(out -> deployments(out, lock.stream().toList())));
    }

    private static Counts counted(Optional<ApplicationState> state) {
        return state.map(it -> Counts.of(it.instances().all().values()))
                .orElse(new Counts(0, 0, 0, 0));
    }

    /// The answer to a creation: no version history, ports as they were asked for, no tasks.
    public static byte[] created(
            AppId app, ApplicationSpec spec, Version version, DeploymentId deployment) {
        return Fragments.object(out -> {
            ApplicationWriter.fields(out, app, spec, version, Optional.empty());
            new Counts(0, 0, 0, 0).write(out);
            deployments(out, List.of(deployment));
        });
    }

    /// The last task that failed, as a field that continues an open object; empty if there is none.
    public static byte[] lastFailure(Optional<ApplicationState> state) {
        var failure = state.flatMap(ApplicationState::lastFailure);
        if (failure.isEmpty()) return new byte[0];
        return inner(
                Fragments.object(out -> {
                    out.writeObjectFieldStart("lastTaskFailure");
                    failure(out, failure.get());
                    out.writeEndObject();
                }));
    }

    private static void failure(JsonGenerator out, Failure failure) throws IOException {
        out.writeStringField("appId", failure.task().app().path());
        out.writeStringField("host", failure.host());
        out.writeStringField("message", failure.message());
        out.writeStringField("state", failure.state().mesosName());
        out.writeStringField("taskId", failure.task().value());
        out.writeStringField("timestamp", new Version(failure.at()).toString());
        out.writeStringField("version", failure.version().toString());
        out.writeStringField("slaveId", failure.agent().value());
    }

    /// `{"versions":[…]}`, newest first.
    public static byte[] versions(Definition definition) {
        var past = definition.past().stream().map(Past::version);
        var all =
                Stream.concat(Stream.of(definition.version()), past)
                        .sorted(Comparator.reverseOrder());
        return Fragments.object(
                out -> Fragments.texts(out, "versions", all.map(Version::toString).toList()));
    }

    /// A definition as it was, as an object that is still open.
    public static byte[] open(AppId app, Past past) {
        return opened(
                ApplicationWriter.definition(
                        app, past.spec(), past.version(), Optional.of(past.info())));
    }

    /// The definition in one of its versions, if it is at hand.
    public static Optional<byte[]> version(Definition definition, Version version) {
        return Stream.concat(Stream.of(definition.present()), definition.past().stream())
                .filter(past -> past.version().equals(version))
                .findFirst()
                .map(past ->
                        ApplicationWriter.definition(
                                definition.app(),
                                past.spec(),
                                past.version(),
                                Optional.of(past.info())));
    }

    private static void deployments(JsonGenerator out, List<DeploymentId> deployments)
            throws IOException {
        out.writeArrayFieldStart("deployments");
        for (var deployment : deployments) {
            out.writeStartObject();
            out.writeStringField("id", deployment.value());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static byte[] opened(byte[] object) {
        return Arrays.copyOf(object, object.length - 1);
    }

    private static byte[] inner(byte[] object) {
        return Arrays.copyOfRange(object, 1, object.length - 1);
    }
}
