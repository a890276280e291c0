package io.dromos.domain.catalog;

import io.dromos.domain.definition.ApplicationPatch;
import io.dromos.events.AppId;
import io.dromos.events.GroupId;
import java.util.List;
import java.util.Optional;

/// What a document says of a group. A list that is there replaces what is in the group; one that is
/// absent leaves it as it is.
///
/// @param id which group
/// @param apps whole definitions of the applications directly in it
/// @param groups the groups directly in it
/// @param dependencies paths of applications and groups that everything in it waits for, absolute
/// @param enforceRole whether what is in it runs with the group's role
public record GroupPatch(
        GroupId id,
        Optional<List<Described>> apps,
        Optional<List<GroupPatch>> groups,
        Optional<List<String>> dependencies,
        Optional<Boolean> enforceRole) {

    /// Copies what it is given.
    public GroupPatch {
        apps = apps.map(List::copyOf);
        groups = groups.map(List::copyOf);
        dependencies = dependencies.map(List::copyOf);
    }

    /// An application's definition as a document has it.
    public record Described(AppId app, ApplicationPatch patch) {}
}
