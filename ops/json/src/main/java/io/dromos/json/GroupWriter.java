package io.dromos.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dromos.events.GroupId;
import io.dromos.events.Version;
import io.dromos.events.state.Group;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// Writes groups with what is in them, as Marathon does.
public final class GroupWriter {

    private static final String[] NOTHING = {};

    private final Version version;
    private final boolean inner;
    private final Map<GroupId, Group> groups;
    private final Map<GroupId, List<GroupId>> children = new HashMap<>();
    private final Map<GroupId, List<byte[]>> apps;

    private GroupWriter(
            Version version,
            SortedMap<GroupId, Group> groups,
            Map<GroupId, List<byte[]>> apps,
            boolean inner) {
        this.version = version;
        this.inner = inner;
        this.groups = groups;
        this.apps = apps;
        for (var group : groups.keySet())
            children.computeIfAbsent(group.parent().orElseThrow(), _ -> new ArrayList<>())
                    .add(group);
    }

    /// A group.
    ///
    /// @param version every group's: that of the last change
    /// @param groups all, without the root
    /// @param apps documents of the applications to show, by the group that holds them directly
    /// @param inner whether groups in it are shown
    public static byte[] group(
            GroupId group,
            Version version,
            SortedMap<GroupId, Group> groups,
            Map<GroupId, List<byte[]>> apps,
            boolean inner) {
        var writer = new GroupWriter(version, groups, apps, inner);
        return Fragments.encode(out -> writer.write(out, group));
    }

    /// A list of application documents.
    public static byte[] list(List<byte[]> documents) {
        return Fragments.encode(out -> array(out, documents));
    }

    /// A list of versions.
    public static byte[] versions(List<Version> versions) {
        return Fragments.encode(out ->
                out.writeArray(
                        versions.stream().map(Version::toString).toArray(String[]::new),
                        0,
                        versions.size()));
    }

    private void write(JsonGenerator out, GroupId group) throws IOException {
        var said = Optional.ofNullable(groups.get(group)).orElse(Group.PLAIN);
        out.writeStartObject();
        out.writeStringField("id", group.path());
        out.writeFieldName("apps");
        array(out, apps.getOrDefault(group, List.of()));
        out.writeFieldName("pods");
        out.writeArray(NOTHING, 0, 0);
        out.writeArrayFieldStart("groups");
        if (inner) for (var child : children.getOrDefault(group, List.of())) write(out, child);
        out.writeEndArray();
        Fragments.texts(out, "dependencies", said.dependencies());
        out.writeStringField("version", version.toString());
        if (group.isTopLevel()) out.writeBooleanField("enforceRole", said.enforceRole());
        out.writeEndObject();
    }

    private static void array(JsonGenerator out, List<byte[]> documents) throws IOException {
        out.writeStartArray();
        for (var document : documents)
            out.writeRawValue(new String(document, StandardCharsets.UTF_8));
        out.writeEndArray();
    }
}
