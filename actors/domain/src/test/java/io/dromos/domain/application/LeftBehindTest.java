package io.dromos.domain.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.Context;
import io.dromos.domain.Limits;
import io.dromos.domain.catalog.Catalog;
import io.dromos.domain.catalog.CatalogCommand;
import io.dromos.domain.catalog.Change;
import io.dromos.domain.catalog.Edit;
import io.dromos.domain.definition.ApplicationPatch;
import io.dromos.events.AppId;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.facts.Target;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.CatalogState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LeftBehindTest {

    private static final AppId WEB = new AppId("/web");

    private final Catalog catalog = new Catalog();
    private final Application application = new Application();
    private CatalogState wanted = CatalogState.EMPTY;
    private ApplicationState state = ApplicationState.empty(WEB);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int deployments;

    @Test
    void what_an_open_deployment_looks_after_is_not_left_behind() {
        admit(create());

        assertThat(LeftBehind.orders(wanted, List.of())).isEmpty();
    }

    @Test
    void an_application_whose_creation_was_cancelled_before_it_heard_of_it_comes_true() {
        close(admit(create()));

        carryOut();

        assertThat(state.rollout().run()).isPresent();
        assertThat(state.rollout().effective()).isEqualTo(1);
        assertThat(LeftBehind.orders(wanted, List.of(state))).isEmpty();
    }

    @Test
    void an_application_whose_removal_was_cancelled_before_it_heard_of_it_goes() {
        close(admit(create()));
        carryOut();
        close(admit(new Edit.Remove(WEB)));

        carryOut();

        assertThat(state.rollout().removed()).isTrue();
        assertThat(LeftBehind.orders(wanted, List.of(state))).isEmpty();
    }

    @Test
    void an_application_that_waits_for_a_deployment_which_is_over_leaves_it() {
        var id = admit(create());
        var definition = Objects.requireNonNull(wanted.apps().get(WEB));
        tell(
                new ApplicationCommand.Adopt(
                        definition.admission(),
                        id,
                        new Target.Run(
                                definition.version(), definition.info(), definition.spec())));
        close(id);

        assertThat(LeftBehind.orders(wanted, List.of(state)))
                .containsOnlyKeys(WEB)
                .containsValue(List.of(new ApplicationCommand.Leave(id)));
        carryOut();
        assertThat(state.rollout().deployment()).isEmpty();
        assertThat(LeftBehind.orders(wanted, List.of(state))).isEmpty();
    }

    private void carryOut() {
        LeftBehind.orders(wanted, List.of(state))
                .values()
                .forEach(orders -> orders.forEach(this::tell));
    }

    private void tell(ApplicationCommand command) {
        for (var fact : application.decide(state, command, context()).facts())
            state = application.evolve(state, fact);
    }

    private DeploymentId admit(Edit edit) {
        var id = new DeploymentId("d" + ++deployments);
        var change = new Change(new ChangeId("c" + deployments), id, List.of(edit), false, false);
        decide(new CatalogCommand.Admit(change));
        return id;
    }

    private void close(DeploymentId id) {
        decide(new CatalogCommand.Close(id, Outcome.CANCELLED));
    }

    private void decide(CatalogCommand command) {
        for (var fact : catalog.decide(wanted, command, context()).facts())
            wanted = catalog.evolve(wanted, fact);
    }

    private Context context() {
        now = now.plusSeconds(1);
        return new Context(now, () -> UUID.randomUUID().toString(), Limits.DEFAULT);
    }

    private static Edit create() {
        return new Edit.Create(WEB, ApplicationPatch.ofCommand("sleep 1000"));
    }
}
