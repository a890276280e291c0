package io.dromos.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.domain.definition.ApplicationPatch;
import io.dromos.domain.definition.PathIds;
import io.dromos.domain.definition.Violation;
import io.dromos.events.AppId;
import io.dromos.events.Version;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads Marathon's application documents, in the old and the new format.
///
/// Unknown fields are ignored; fields that Marathon has and Dromos does not carry out are refused.
public final class ApplicationReader {

    private ApplicationReader() {}

    /// A new application's document.
    ///
    /// @param patch what it says beside its id
    public record Described(AppId app, ApplicationPatch patch) {}

    /// What an update's document says.
    ///
    /// @param id of the application, which only lists need
    /// @param version to go back to, if it names one
    /// @param patch what it says beside id and version
    public record Update(Optional<AppId> id, Optional<Version> version, ApplicationPatch patch) {}

    /// Reads the document of a new application.
    public static Read<Described> described(JsonNode document) {
        var shape = Shape.of(document);
        var id = shape.required("id", 1, PathIds.LENGTH_MAX);
        id.filter(text -> !PathIds.isValid(text))
                .ifPresent(_ -> shape.refuse("id", "error.pattern"));
        return checked(shape, PatchReader.creation(shape))
                .then(patch ->
                        application(id.orElseThrow())
                                .then(app -> new Read.Good<>(new Described(app, patch))));
    }

    /// Reads the document of an update.
    public static Read<Update> update(JsonNode document) {
        var shape = Shape.of(document);
        var id = shape.text("id", 1, PathIds.LENGTH_MAX);
        id.filter(text -> !PathIds.isValid(text))
                .ifPresent(_ -> shape.refuse("id", "error.pattern"));
        var version = version(shape);
        return checked(shape, PatchReader.update(shape))
                .then(patch -> {
                    if (id.isEmpty())
                        return new Read.Good<>(new Update(Optional.empty(), version, patch));
                    return application(id.get())
                            .then(app ->
                                    new Read.Good<>(new Update(Optional.of(app), version, patch)));
                });
    }

    /// Reads a list of updates.
    public static Read<List<Update>> updates(JsonNode document) {
        if (!document.isArray())
            return new Read.Misshapen<>(List.of(new Violation("", "error.expected.jsarray")));
        var updates = new ArrayList<Update>();
        for (int i = 0; i < document.size(); i++) {
            switch (update(document.get(i))) {
                case Read.Good<Update> good -> updates.add(good.value());
                case Read.Misshapen<Update> bad -> {
                    return new Read.Misshapen<>(at(i, bad.violations()));
                }
                case Read.Invalid<Update> bad -> {
                    return new Read.Invalid<>(bad.violations());
                }
                case Read.Unreadable<Update> bad -> {
                    return new Read.Unreadable<>(bad.message(), bad.details());
                }
            }
        }
        return new Read.Good<>(List.copyOf(updates));
    }

    /// The application an id in a document or a path names.
    ///
    /// @param text valid in form
    public static Read<AppId> application(String text) {
        var path = PathIds.absolute(text, "/");
        if (!path.equals("/")) return new Read.Good<>(new AppId(path));
        return new Read.Invalid<>(
                List.of(
                        new Violation("/id", "Path must contain at least one path element"),
                        new Violation("/", "must not be root")));
    }

    /// The ids in the body of a request to kill tasks.
    public static Read<List<String>> taskIds(JsonNode document) {
        var ids = document.get("ids");
        if (ids == null) return refused("", "'ids' is undefined on object: " + document);
        if (!ids.isArray()) return refused("", "error.expected.jsarray");
        var found = new ArrayList<String>();
        for (int i = 0; i < ids.size(); i++) {
            if (!ids.get(i).isTextual()) return refused("(" + i + ")", "error.expected.jsstring");
            found.add(ids.get(i).textValue());
        }
        return new Read.Good<>(List.copyOf(found));
    }

    private static <T> Read<T> refused(String path, String error) {
        return new Read.Misshapen<>(List.of(new Violation(path, error)));
    }

    private static List<Violation> at(int index, List<Violation> violations) {
        return violations.stream()
                .map(found -> new Violation("(" + index + ")" + found.path(), found.message()))
                .toList();
    }

    /// The version a document names.
    static Optional<Version> version(Shape shape) {
        var text = shape.text("version", 0, 100);
        try {
            return text.map(Version::parse);
        } catch (DateTimeParseException _) {
            return shape.refuse("version", "error.expected.date.isoformat");
        }
    }

    private static Read<ApplicationPatch> checked(Shape shape, ApplicationPatch patch) {
        if (!shape.violations().isEmpty()) return new Read.Misshapen<>(shape.violations());
        var refused = Refusals.of(shape);
        if (!refused.isEmpty()) return new Read.Invalid<>(refused);
        return new Read.Good<>(patch);
    }
}
