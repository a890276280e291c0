package io.dromos.domain.catalog;

import io.dromos.domain.definition.ApplicationPatch;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.GroupId;
import io.dromos.events.InstanceId;
import io.dromos.events.Version;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.state.Tree;
import java.util.List;

/// One edit of what is wanted.
public sealed interface Edit {

    /// Define an application that does not exist.
    record Create(AppId app, ApplicationPatch patch) implements Edit {}

    /// Change an application.
    ///
    /// @param replace whether what is not said goes back to its default
    /// @param mayCreate whether it is created if it does not exist
    record Update(AppId app, ApplicationPatch patch, boolean replace, boolean mayCreate)
            implements Edit {}

    /// Remove an application.
    record Remove(AppId app) implements Edit {}

    /// Replace all instances though nothing changes.
    record Restart(AppId app) implements Edit {}

    /// Bring an earlier version's definition back.
    record Revert(AppId app, Version version) implements Edit {}

    /// Bring back a definition that the log holds, whether or not the application is there now.
    record Restore(AppId app, ApplicationSpec spec) implements Edit {}

    /// Want fewer instances than now.
    ///
    /// @param by how many fewer, at least 1
    /// @param victims who is to go, at most so many; of others it is decided who goes
    record Shrink(AppId app, int by, List<InstanceId> victims) implements Edit {

        /// How many may be named: their names are part of one fact.
        public static final int VICTIMS_MAX = 2_000;

        /// Copies the first ones it is given.
        public Shrink {
            victims = victims.stream().limit(VICTIMS_MAX).toList();
        }

        /// Where nobody is named.
        public Shrink(AppId app, int by) {
            this(app, by, List.of());
        }
    }

    /// Make a group what a document says, with all that is in it.
    ///
    /// @param mayExist whether it may be there already
    record PutGroup(GroupPatch group, boolean mayExist) implements Edit {}

    /// Remove a group with all that is in it; the root loses all that is in it.
    record RemoveGroup(GroupId group) implements Edit {}

    /// Want other numbers of instances of everything in a group, each rounded up.
    ///
    /// @param factor not negative
    record ScaleGroup(GroupId group, double factor) implements Edit {}

    /// Bring a group back as it was after an earlier change, with all that was in it.
    record RevertGroup(GroupId group, Version version) implements Edit {}

    /// Bring a group back as it is in this tree, with all that is in it there.
    ///
    /// @param tree which has the group
    record RestoreGroup(GroupId group, Tree tree) implements Edit {}

    /// Bring back what an open deployment replaced.
    record RollBack(DeploymentId deployment) implements Edit {}
}
