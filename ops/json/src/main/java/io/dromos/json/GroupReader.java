package io.dromos.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.domain.catalog.GroupPatch;
import io.dromos.domain.catalog.GroupPatch.Described;
import io.dromos.domain.definition.PathIds;
import io.dromos.domain.definition.Violation;
import io.dromos.events.AppId;
import io.dromos.events.GroupId;
import io.dromos.events.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads Marathon's group documents.
///
/// Ids of what is in a group may be relative to it, and so may dependencies. What lies in a group
/// must be listed there: an application or a group whose path leads elsewhere is refused.
public final class GroupReader {

    /// What is said of a field that goes with no other.
    public static final String ALONE = "not allowed in conjunction with other properties.";

    private static final List<String> FIELDS =
            List.of("id", "version", "scaleBy", "apps", "groups", "dependencies", "enforceRole");

    /// Violations of documents that are well-formed; told only if there is none of form.
    private final List<Violation> invalid = new ArrayList<>();

    private GroupReader() {}

    /// What a document asks for.
    public sealed interface Wanted {

        /// Make the group so.
        record Put(GroupPatch patch) implements Wanted {}

        /// Multiply all instances.
        ///
        /// @param factor not negative
        record Scale(GroupId group, double factor) implements Wanted {}

        /// Bring back what was after an earlier change.
        record Revert(GroupId group, Version version) implements Wanted {}
    }

    /// Reads a group's document.
    ///
    /// @param path the group that the request names, where a relative id starts from
    public static Read<Wanted> group(JsonNode document, GroupId path) {
        var reader = new GroupReader();
        var shape = Shape.of(document);
        var id = id(shape).map(text -> new GroupId(PathIds.absolute(text, path.path())));
        var wanted = reader.wanted(shape, id.orElse(path));
        if (!shape.violations().isEmpty()) return new Read.Misshapen<>(shape.violations());
        if (!reader.invalid.isEmpty()) return new Read.Invalid<>(reader.invalid);
        return new Read.Good<>(wanted);
    }

    /// Reads the document that says whether a group's role is enforced.
    public static Read<Boolean> enforced(JsonNode document) {
        var shape = Shape.of(document);
        var flag = shape.flag("enforceRole");
        if (flag.isEmpty() && shape.violations().isEmpty())
            shape.refuse("enforceRole", "error.path.missing");
        return shape.violations().isEmpty()
                ? new Read.Good<>(flag.orElseThrow())
                : new Read.Misshapen<>(shape.violations());
    }

    private Wanted wanted(Shape shape, GroupId id) {
        var version = ApplicationReader.version(shape);
        var factor = shape.number("scaleBy", 0, Double.MAX_VALUE);
        boolean alone = FIELDS.stream().filter(shape::has).count() == 1;
        if (version.isPresent()) {
            if (!alone) invalid.add(new Violation("/version", ALONE));
            return new Wanted.Revert(id, version.get());
        }
        if (factor.isPresent()) {
            if (!alone) invalid.add(new Violation("/scaleBy", ALONE));
            return new Wanted.Scale(id, factor.get());
        }
        return new Wanted.Put(patch(shape, id));
    }

    private GroupPatch patch(Shape shape, GroupId id) {
        if (PathIds.RESERVED.contains(name(id)))
            invalid.add(new Violation(root(shape), PathIds.RESERVED_RULE));
        return new GroupPatch(
                id,
                shape.objects("apps", app -> app(app, id)),
                shape.objects("groups", inner -> inner(inner, id)),
                shape.list("dependencies")
                        .map(paths ->
                                paths.stream()
                                        .map(path -> PathIds.absolute(path, id.path()))
                                        .distinct()
                                        .toList()),
                enforced(shape, id));
    }

    private static String name(GroupId id) {
        return id.path().substring(id.path().lastIndexOf('/') + 1);
    }

    private Optional<Boolean> enforced(Shape shape, GroupId id) {
        var enforce = shape.flag("enforceRole");
        if (enforce.isPresent() && enforce.get() && !id.isTopLevel())
            invalid.add(
                    new Violation(
                            shape.path() + "/enforceRole",
                            "enforceRole can only be set for top-level groups, and "
                                    + id
                                    + " is not top-level"));
        return enforce;
    }

    private Optional<GroupPatch> inner(Shape shape, GroupId parent) {
        var id = required(shape);
        if (id.isEmpty()) return Optional.empty();
        var group = new GroupId(PathIds.absolute(id.get(), parent.path()));
        if (!parent.holds(group))
            invalid.add(
                    new Violation(shape.path(), "Group has to be child of groups with parent id"));
        return Optional.of(patch(shape, group));
    }

    private Optional<Described> app(Shape shape, GroupId group) {
        var id = required(shape);
        var patch = PatchReader.creation(shape);
        if (id.isEmpty()) return Optional.empty();
        var path = PathIds.absolute(id.get(), group.path());
        if (path.equals("/") || !GroupId.of(new AppId(path)).equals(group)) {
            invalid.add(
                    new Violation(
                            shape.path() + "/id", "Identifier is not child of '" + group + "'"));
            return Optional.empty();
        }
        invalid.addAll(Refusals.of(shape));
        return Optional.of(new Described(new AppId(path), patch.in(group.path())));
    }

    private static Optional<String> id(Shape shape) {
        return valid(shape, shape.text("id", 1, PathIds.LENGTH_MAX));
    }

    private static Optional<String> required(Shape shape) {
        return valid(shape, shape.required("id", 1, PathIds.LENGTH_MAX));
    }

    private static Optional<String> valid(Shape shape, Optional<String> id) {
        if (id.isPresent() && !PathIds.isValid(id.get()))
            return shape.refuse("id", "error.pattern");
        return id;
    }

    private static String root(Shape shape) {
        return shape.path().isEmpty() ? "/" : shape.path();
    }
}
