package io.dromos.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.Context;
import io.dromos.domain.Limits;
import io.dromos.domain.definition.ApplicationPatch;
import io.dromos.events.AppId;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Version;
import io.dromos.events.facts.Action;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.state.CatalogState;
import io.dromos.events.state.DeploymentState.Planned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogTest {

    private static final AppId WEB = new AppId("/web");
    private static final AppId DB = new AppId("/db");

    private final Catalog catalog = new Catalog();
    private final List<CatalogFact> log = new ArrayList<>();
    private CatalogState state = CatalogState.EMPTY;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Limits limits = new Limits(50, 50, 8, 1_000, 5, 10_000, 10_020);
    private int changes;

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @Test
    void creating_an_application_starts_and_scales_it_and_gives_it_a_service_port() {
        var reply = admitted(change(false, create(WEB)));
        var open = open(reply);
        assertThat(open.actions())
                .containsExactly(
                        new Planned(0, WEB, Action.START), new Planned(1, WEB, Action.SCALE));
        assertThat(open.steps()).isEqualTo(2);
        assertThat(web().spec().portDefinitions().getFirst().port()).isEqualTo(10_000);
        assertThat(reply.last()).isEqualTo(state.sequence());
    }

    @Test
    void asking_for_the_same_change_twice_does_it_once() {
        var change = change(false, create(WEB));
        assertThat(ask(change)).isEqualTo(ask(change));
        assertThat(log).hasSize(2);
    }

    @Test
    void an_application_held_by_a_deployment_is_locked_unless_forced() {
        var first = admitted(change(false, create(WEB)));
        assertThat(ask(change(false, scale(WEB, 3))))
                .isEqualTo(
                        new CatalogReply.Refused(new Refusal.Locked(List.of(first.deployment()))));
        var forced = admitted(change(true, scale(WEB, 3)));
        assertThat(state.open()).containsOnlyKeys(forced.deployment());
        assertThat(state.outcome(first.deployment())).contains(Outcome.SUPERSEDED);
    }

    @Test
    void two_partial_updates_never_undo_one_another() {
        finish(admitted(change(false, create(WEB))));
        finish(admitted(change(false, scale(WEB, 3))));
        var patch = ApplicationPatch.ofCommand("sleep 2");
        finish(admitted(change(false, new Edit.Update(WEB, patch, false, false))));
        assertThat(web().spec().instances()).isEqualTo(3);
        assertThat(web().spec().cmd()).contains("sleep 2");
    }

    @Test
    void scaling_keeps_the_configuration_and_restarting_renews_it() {
        finish(admitted(change(false, create(WEB))));
        var config = web().info().lastConfigChangeAt();
        var scaled = admitted(change(false, scale(WEB, 3)));
        finish(scaled);
        assertThat(web().info().lastConfigChangeAt()).isEqualTo(config);
        var restarted = admitted(change(false, new Edit.Restart(WEB)));
        assertThat(web().info().lastConfigChangeAt()).isEqualTo(restarted.version());
        assertThat(web().info().lastScalingAt()).isEqualTo(scaled.version());
        assertThat(open(restarted).actions()).containsExactly(new Planned(0, WEB, Action.RESTART));
    }

    @Test
    void a_change_that_does_nothing_defines_nothing_and_is_finished_at_once() {
        finish(admitted(change(false, create(WEB))));
        var version = web().version();
        var reply = admitted(change(false, scale(WEB, 1)));
        assertThat(web().version()).isEqualTo(version);
        assertThat(state.outcome(reply.deployment())).contains(Outcome.FINISHED);
    }

    @Test
    void dependencies_deploy_first_and_cycles_are_refused() {
        var web = new ApplicationPatchBuilder().dependencies("/db").build();
        var reply = admitted(change(false, new Edit.Create(WEB, web), create(DB)));
        assertThat(open(reply).actions())
                .contains(new Planned(1, DB, Action.SCALE), new Planned(2, WEB, Action.SCALE));
        finish(reply);
        var db = new ApplicationPatchBuilder().dependencies("/web").build();
        assertThat(ask(change(false, new Edit.Update(DB, db, false, false))))
                .isEqualTo(
                        new CatalogReply.Refused(new Refusal.CyclicDependencies(List.of(DB, WEB))));
    }

    @Test
    void rolling_a_deployment_back_brings_the_old_definition_back_and_removes_what_was_new() {
        finish(admitted(change(false, create(WEB))));
        var open = admitted(change(false, scale(WEB, 5), create(DB)));
        admitted(change(true, new Edit.RollBack(open.deployment())));
        assertThat(web().spec().instances()).isEqualTo(1);
        assertThat(state.apps()).containsOnlyKeys(WEB);
    }

    @Test
    void rolling_a_restart_back_ends_it_though_there_is_nothing_to_bring_back() {
        finish(admitted(change(false, create(WEB))));
        var open = admitted(change(false, new Edit.Restart(WEB)));
        admitted(change(true, new Edit.RollBack(open.deployment())));
        assertThat(state.outcome(open.deployment())).contains(Outcome.SUPERSEDED);
        assertThat(state.open()).isEmpty();
        assertThat(state.locks()).isEmpty();
    }

    @Test
    void a_definition_of_the_past_is_restored_also_when_the_application_was_removed_since() {
        finish(admitted(change(false, create(WEB))));
        var first = web().spec();
        finish(admitted(change(false, scale(WEB, 3))));
        finish(admitted(change(false, new Edit.Restore(WEB, first))));
        assertThat(web().spec()).isEqualTo(first);

        finish(admitted(change(false, new Edit.Remove(WEB))));
        finish(admitted(change(false, new Edit.Restore(WEB, first))));
        assertThat(web().spec()).isEqualTo(first);
        assertThat(web().past()).isEmpty();
    }

    @Test
    void reverting_needs_a_known_version() {
        var first = admitted(change(false, create(WEB)));
        finish(first);
        finish(admitted(change(false, scale(WEB, 5))));
        finish(admitted(change(false, new Edit.Revert(WEB, first.version()))));
        assertThat(web().spec().instances()).isEqualTo(1);
        var unknown = new Version(now.minusSeconds(1));
        assertThat(ask(change(false, new Edit.Revert(WEB, unknown))))
                .isEqualTo(new CatalogReply.Refused(new Refusal.UnknownVersion(WEB, unknown)));
    }

    @Test
    void bounds_are_kept() {
        for (int i = 0; i < 5; i++) admitted(change(false, create(new AppId("/a" + i))));
        assertThat(ask(change(false, create(WEB))))
                .isEqualTo(new CatalogReply.Refused(new Refusal.TooManyDeployments(5)));
        state.open().keySet().forEach(id -> ask(new CatalogCommand.Close(id, Outcome.FINISHED)));
        var many = new ArrayList<Edit>();
        for (int i = 0; i < 16; i++) many.add(create(new AppId("/b" + i)));
        assertThat(ask(change(false, many.toArray(Edit[]::new))))
                .isEqualTo(new CatalogReply.Refused(new Refusal.ServicePortsTaken(10_000, 10_020)));
        assertThat(ask(change(false, scale(new AppId("/a0"), 1_001))))
                .isInstanceOfSatisfying(
                        CatalogReply.Refused.class,
                        refused ->
                                assertThat(refused.refusal()).isInstanceOf(Refusal.Invalid.class));
    }

    @Test
    void a_dry_run_writes_nothing() {
        assertThat(
                        ask(
                                new Change(
                                        new ChangeId("c"),
                                        new DeploymentId("d"),
                                        List.of(create(WEB)),
                                        false,
                                        true)))
                .isInstanceOf(CatalogReply.WouldAdmit.class);
        assertThat(log).isEmpty();
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void any_history_replays_to_the_live_state_with_ports_and_locks_in_order(long seed) {
        limits = new Limits(50, 50, 8, 1_000, 5, 10_000, 10_200);
        var random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            now = now.plusMillis(random.nextInt(3));
            ask(randomCommand(random));
            assertThat(state.locks().values()).allMatch(state.open()::containsKey);
            var ports =
                    state.apps().values().stream()
                            .flatMap(app -> app.spec().portDefinitions().stream())
                            .map(definition -> definition.port())
                            .toList();
            assertThat(ports).doesNotHaveDuplicates().doesNotContain(0);
            assertThat(state.apps().values())
                    .allMatch(app -> app.version().compareTo(state.lastVersion()) <= 0);
        }
        var replayed = CatalogState.EMPTY;
        for (var fact : log) replayed = replayed.evolve(fact);
        assertThat(replayed).isEqualTo(state);
        assertThat(state.sequence()).isEqualTo(log.size());
    }

    private CatalogCommand randomCommand(Random random) {
        var app = new AppId("/a" + random.nextInt(6));
        if (random.nextInt(3) == 0 && !state.open().isEmpty()) {
            var ids = List.copyOf(state.open().keySet());
            var outcome = List.of(Outcome.values()).get(random.nextInt(3));
            return new CatalogCommand.Close(ids.get(random.nextInt(ids.size())), outcome);
        }
        var edit =
                switch (random.nextInt(6)) {
                    case 0, 1 -> create(app);
                    case 2 -> scale(app, random.nextInt(4));
                    case 3 -> new Edit.Remove(app);
                    case 4 -> new Edit.Restart(app);
                    default ->
                            state.open().keySet().stream()
                                    .findAny()
                                    .<Edit>map(Edit.RollBack::new)
                                    .orElse(create(app));
                };
        return new CatalogCommand.Admit(change(random.nextBoolean(), edit));
    }

    private Change change(boolean force, Edit... edits) {
        changes++;
        return new Change(
                new ChangeId("c" + changes),
                new DeploymentId("d" + changes),
                List.of(edits),
                force,
                false);
    }

    private static Edit create(AppId app) {
        return new Edit.Create(app, ApplicationPatch.ofCommand("sleep 1000"));
    }

    private static Edit scale(AppId app, int instances) {
        return new Edit.Update(app, ApplicationPatch.scaledTo(instances), false, false);
    }

    private CatalogState.Definition web() {
        return Objects.requireNonNull(state.apps().get(WEB));
    }

    private CatalogState.Open open(CatalogReply.Admitted admitted) {
        return Objects.requireNonNull(state.open().get(admitted.deployment()));
    }

    private CatalogReply.Admitted admitted(Change change) {
        return (CatalogReply.Admitted) ask(change);
    }

    private void finish(CatalogReply.Admitted admitted) {
        ask(new CatalogCommand.Close(admitted.deployment(), Outcome.FINISHED));
    }

    private CatalogReply ask(Change change) {
        return ask(new CatalogCommand.Admit(change));
    }

    private CatalogReply ask(CatalogCommand command) {
        var decision = catalog.decide(state, command, new Context(now, () -> "unused", limits));
        for (var fact : decision.facts()) {
            state = state.evolve(fact);
            log.add(fact);
        }
        return decision.reply();
    }

    /// Patches with dependencies.
    private static final class ApplicationPatchBuilder {
        private Optional<List<String>> dependencies = Optional.empty();

        ApplicationPatchBuilder dependencies(String... paths) {
            dependencies = Optional.of(List.of(paths));
            return this;
        }

        ApplicationPatch build() {
            var base = ApplicationPatch.ofCommand("sleep 1000");
            return new ApplicationPatch(
                    base.cmd(),
                    base.args(),
                    base.instances(),
                    base.cpus(),
                    base.mem(),
                    base.disk(),
                    base.gpus(),
                    base.env(),
                    base.labels(),
                    base.constraints(),
                    base.container(),
                    base.networks(),
                    base.portDefinitions(),
                    base.requirePorts(),
                    base.fetch(),
                    base.upgradeStrategy(),
                    base.backoffInitial(),
                    base.backoffFactor(),
                    base.backoffMax(),
                    base.killSelection(),
                    base.unreachable(),
                    base.killGracePeriod(),
                    dependencies,
                    base.user(),
                    base.role(),
                    base.acceptedResourceRoles(),
                    base.executor(),
                    base.health());
        }
    }
}
