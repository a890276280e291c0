package io.dromos.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.Context;
import io.dromos.domain.Limits;
import io.dromos.domain.definition.ApplicationPatch;
import io.dromos.events.AppId;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.state.CatalogState;
import io.dromos.events.state.Ending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the catalog remembers of deployments that ended.
class EndingTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final AppId WEB = new AppId("/web");
    private static final DeploymentId FIRST = new DeploymentId("first");
    private static final DeploymentId NEXT = new DeploymentId("next");

    private final List<CatalogFact> log = new ArrayList<>();
    private CatalogState state = CatalogState.EMPTY;

    private void ask(CatalogCommand command) {
        var context = new Context(NOW, () -> "unused", Limits.DEFAULT);
        for (var fact : new Catalog().decide(state, command, context).facts()) {
            state = state.evolve(fact);
            log.add(fact);
        }
    }

    private void change(DeploymentId deployment, Edit edit) {
        var id = new ChangeId(deployment.value());
        ask(new CatalogCommand.Admit(new Change(id, deployment, List.of(edit), true, false)));
    }

    private void create() {
        change(FIRST, new Edit.Create(WEB, ApplicationPatch.ofCommand("sleep 1")));
    }

    private Ending first() {
        var ending = Optional.ofNullable(state.closed().get(FIRST)).orElseThrow();
        // Where the record stands that tells who ended it.
        assertThat(log.get((int) ending.sequence() - 1))
                .isEqualTo(new CatalogFact.DeploymentClosed(FIRST, ending.outcome(), NOW));
        return ending;
    }

    @Test
    void one_that_is_undone_names_the_deployment_that_undoes_it() {
        create();
        change(NEXT, new Edit.RollBack(FIRST));
        assertThat(first())
                .isEqualTo(new Ending(Outcome.SUPERSEDED, NOW, 3, Optional.of(NEXT), true));
    }

    @Test
    void one_that_is_taken_over_names_the_deployment_that_took_over() {
        create();
        change(NEXT, new Edit.Restart(WEB));
        assertThat(first().successor()).contains(NEXT);
        assertThat(first().undone()).isFalse();
    }

    @Test
    void one_that_ended_by_itself_names_nobody() {
        create();
        ask(new CatalogCommand.Close(FIRST, Outcome.FINISHED));
        assertThat(first())
                .isEqualTo(new Ending(Outcome.FINISHED, NOW, 3, Optional.empty(), false));
    }
}
