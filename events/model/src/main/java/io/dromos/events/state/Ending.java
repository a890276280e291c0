package io.dromos.events.state;

import io.dromos.events.DeploymentId;
import io.dromos.events.facts.CatalogFact;
import java.time.Instant;
import java.util.Optional;
import org.pcollections.PMap;

/// How a deployment ended.
///
/// @param outcome what became of it
/// @param at when that was decided
/// @param sequence of the catalog's fact that ended it: its record tells who brought it about
/// @param successor the deployment that took over, if one did
/// @param undone whether the successor is to undo it
public record Ending(
        CatalogFact.Outcome outcome,
        Instant at,
        long sequence,
        Optional<DeploymentId> successor,
        boolean undone) {

    /// One that came by itself, or by somebody who asked for nothing else.
    static Ending of(CatalogFact.Outcome outcome, Instant at, long sequence) {
        return new Ending(outcome, at, sequence, Optional.empty(), false);
    }

    /// The same endings, of which those of superseded deployments name who took over.
    static PMap<DeploymentId, Ending> succeeded(
            PMap<DeploymentId, Ending> endings, CatalogFact.ChangeAdmitted change) {
        var named = endings;
        for (var old : change.superseded()) {
            var ending = named.get(old);
            if (ending != null)
                named =
                        named.plus(
                                old, ending.by(change, change.undoes().equals(Optional.of(old))));
        }
        return named;
    }

    private Ending by(CatalogFact.ChangeAdmitted change, boolean undoes) {
        return new Ending(outcome, at, sequence, Optional.of(change.deployment()), undoes);
    }
}
