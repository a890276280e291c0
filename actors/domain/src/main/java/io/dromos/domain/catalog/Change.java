package io.dromos.domain.catalog;

import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import java.util.List;

/// A request to change what is wanted, decided as a whole.
///
/// @param id chosen before it is first sent, so that it may be sent again
/// @param deployment the id of the deployment it starts
/// @param edits in order; a later one sees those before it
/// @param force whether deployments that hold its applications are superseded
/// @param dryRun whether only the plan is wanted
public record Change(
        ChangeId id, DeploymentId deployment, List<Edit> edits, boolean force, boolean dryRun) {

    /// Copies what it is given.
    public Change {
        edits = List.copyOf(edits);
    }
}
