package io.dromos.simulation;

import io.dromos.domain.catalog.Catalog;
import io.dromos.domain.catalog.CatalogCommand;
import io.dromos.domain.catalog.CatalogReply;
import io.dromos.domain.deployment.DeploymentCommand;
import io.dromos.domain.front.Standing;
import io.dromos.events.DeploymentId;
import io.dromos.events.PersistenceIds;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.state.CatalogState;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The catalog in one process: asks each open deployment to start until it says that its first fact
/// is durable.
final class CatalogSite extends Site {

    private static final long REMIND = 1_000;

    private final Desk<CatalogState, CatalogCommand, CatalogFact, CatalogReply> desk;
    private final Set<DeploymentId> started = new TreeSet<>();

    CatalogSite(Node node) {
        super(node);
        desk =
                new Desk<>(
                        this,
                        PersistenceIds.CATALOG,
                        new Unlocked(node.cluster().course(), new Catalog()),
                        CatalogState.class,
                        CatalogFact.class,
                        this::news);
        course().every(REMIND, this::isAlive, this::startDeployments);
    }

    Desk<CatalogState, CatalogCommand, CatalogFact, CatalogReply> desk() {
        return desk;
    }

    void wake() {
        started.clear();
        startDeployments();
    }

    Standing standing(DeploymentId deployment, boolean targets) {
        return Standing.of(desk.state(), deployment, targets);
    }

    private void news() {
        startDeployments();
        if (isAlive()) tellClosed();
    }

    private void startDeployments() {
        for (var open : desk.state().map(it -> List.copyOf(it.open().values())).orElse(List.of())) {
            if (started.contains(open.id())) continue;
            if (!goesOn()) return;
            var start =
                    new DeploymentCommand.Start(
                            open.version(),
                            open.admission(),
                            open.steps(),
                            open.actions(),
                            open.undoes());
            cluster()
                    .deployment(
                            open.id(),
                            site ->
                                    site.desk()
                                            .ask(
                                                    start,
                                                    (_, _) ->
                                                            site.reply(
                                                                    this,
                                                                    () -> started.add(open.id()))));
        }
    }

    private void tellClosed() {
        if (desk.state().isEmpty()) return;
        var state = desk.state().get();
        for (var id : List.copyOf(started)) {
            if (state.open().containsKey(id)) continue;
            started.remove(id);
            state.outcome(id)
                    .ifPresent(outcome -> cluster().deployment(id, site -> site.closed(outcome)));
        }
    }
}
