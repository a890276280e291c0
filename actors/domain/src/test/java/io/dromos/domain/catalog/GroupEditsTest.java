package io.dromos.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.Context;
import io.dromos.domain.Limits;
import io.dromos.domain.definition.ApplicationPatch;
import io.dromos.events.AppId;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.GroupId;
import io.dromos.events.Version;
import io.dromos.events.facts.Action;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.state.CatalogState;
import io.dromos.events.state.DeploymentState.Planned;
import io.dromos.events.state.Group;
import io.dromos.events.state.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GroupEditsTest {

    private static final GroupId PROD = new GroupId("/prod");
    private static final GroupId DB = new GroupId("/prod/db");
    private static final GroupId WEB = new GroupId("/prod/web");

    private final Catalog catalog = new Catalog();
    private final List<CatalogFact> log = new ArrayList<>();
    private CatalogState state = CatalogState.EMPTY;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Limits limits = new Limits(500, 1_000, 5, 10_000, 11_000);
    private int changes;

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @Test
    void an_application_brings_the_groups_above_it_about_and_leaves_them_behind() {
        done(new Edit.Create(new AppId("/prod/web/shop"), command("a")));
        assertThat(state.groups()).containsOnlyKeys(PROD, WEB);
        done(new Edit.Remove(new AppId("/prod/web/shop")));
        assertThat(state.groups()).containsOnlyKeys(PROD, WEB);
        assertThat(state.apps()).isEmpty();
    }

    @Test
    void an_empty_group_is_admitted_and_its_deployment_finished_at_once() {
        var reply = admitted(put(group(DB)));
        assertThat(state.groups()).containsOnlyKeys(PROD, DB);
        assertThat(state.closed()).containsEntry(reply.deployment(), Outcome.FINISHED);
        assertThat(reply.last()).isEqualTo(state.sequence());
    }

    @Test
    void asking_for_the_same_change_of_groups_twice_is_answered_the_same() {
        var change = change(false, put(group(DB)));
        assertThat(ask(change)).isEqualTo(ask(change));
    }

    @Test
    void a_list_replaces_what_is_in_a_group_and_an_absent_list_keeps_it() {
        done(put(tree()));
        done(put(new GroupPatch(PROD, none(), none(), Optional.of(List.of("/x")), none())));
        assertThat(state.apps()).hasSize(3);
        assertThat(state.groups().get(PROD)).isEqualTo(new Group(List.of("/x"), false));
        done(put(new GroupPatch(PROD, none(), Optional.of(List.of(group(DB))), none(), none())));
        assertThat(state.apps()).containsOnlyKeys(new AppId("/prod/db/pg"), new AppId("/prod/lb"));
        assertThat(state.groups()).containsOnlyKeys(PROD, DB);
        done(put(new GroupPatch(PROD, Optional.of(List.of()), none(), none(), none())));
        assertThat(state.apps()).containsOnlyKeys(new AppId("/prod/db/pg"));
    }

    @Test
    void what_is_listed_with_the_same_definition_is_left_alone() {
        done(put(tree()));
        var before = state.apps();
        admitted(put(tree()));
        assertThat(state.apps()).isEqualTo(before);
        assertThat(state.open()).isEmpty();
    }

    @Test
    void everything_in_a_group_waits_for_what_the_group_waits_for() {
        var web = described(new GroupPatch(WEB, none(), none(), paths(DB), none()), "a", "b");
        var db = described(group(DB), "x", "y");
        var reply =
                admitted(
                        put(
                                new GroupPatch(
                                        PROD,
                                        none(),
                                        Optional.of(List.of(web, db)),
                                        none(),
                                        none())));
        assertThat(open(reply).actions())
                .contains(
                        new Planned(1, new AppId("/prod/db/x"), Action.SCALE),
                        new Planned(1, new AppId("/prod/db/y"), Action.SCALE),
                        new Planned(2, new AppId("/prod/web/a"), Action.SCALE),
                        new Planned(2, new AppId("/prod/web/b"), Action.SCALE));
    }

    @Test
    void a_group_that_waits_for_itself_is_a_circle() {
        done(put(described(group(DB), "x", "y")));
        var reply =
                ask(change(false, put(new GroupPatch(PROD, none(), none(), paths(DB), none()))));
        assertThat(reply)
                .isEqualTo(
                        new CatalogReply.Refused(
                                new Refusal.CyclicDependencies(
                                        List.of(
                                                new AppId("/prod/db/x"),
                                                new AppId("/prod/db/y")))));
    }

    @Test
    void a_dependency_that_is_no_path_names_nothing() {
        done(put(new GroupPatch(PROD, none(), none(), Optional.of(List.of("/Bad_One")), none())));
        done(new Edit.Create(new AppId("/prod/a"), command("a")));
        assertThat(state.apps()).hasSize(1);
    }

    @Test
    void a_group_is_created_once_and_never_over_an_application() {
        done(put(tree()));
        assertThat(refused(new Edit.PutGroup(group(PROD), false)))
                .isEqualTo(new Refusal.GroupExists(PROD));
        assertThat(refused(new Edit.PutGroup(group(GroupId.ROOT), false)))
                .isEqualTo(new Refusal.GroupExists(GroupId.ROOT));
        assertThat(refused(new Edit.PutGroup(group(new GroupId("/prod/lb")), false)))
                .isEqualTo(new Refusal.ApplicationAtPath(new GroupId("/prod/lb")));
    }

    @Test
    void an_application_takes_the_path_of_an_empty_group_and_of_no_other() {
        done(put(tree()));
        assertThat(refused(new Edit.Create(new AppId("/prod/db"), command("a"))))
                .isEqualTo(new Refusal.SharedPath(DB));
        assertThat(refused(new Edit.Create(new AppId("/prod/lb/inner"), command("a"))))
                .isEqualTo(new Refusal.SharedPath(new GroupId("/prod/lb")));
        done(put(group(new GroupId("/prod/empty/inner"))));
        done(new Edit.Create(new AppId("/prod/empty"), command("a")));
        assertThat(state.groups()).containsOnlyKeys(PROD, DB, WEB);
    }

    @Test
    void scaling_a_group_multiplies_and_rounds_up() {
        done(put(tree()));
        done(new Edit.ScaleGroup(PROD, 3));
        done(new Edit.ScaleGroup(DB, 0.5));
        assertThat(instances())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("/prod/lb", 3, "/prod/db/pg", 2, "/prod/web/shop", 3));
        assertThat(refused(new Edit.ScaleGroup(PROD, Double.MAX_VALUE)))
                .isInstanceOf(Refusal.Invalid.class);
        assertThat(refused(new Edit.ScaleGroup(new GroupId("/none"), 1)))
                .isEqualTo(new Refusal.UnknownGroup(new GroupId("/none")));
    }

    @Test
    void removing_a_group_stops_all_in_it_in_one_deployment() {
        done(put(tree()));
        var reply = admitted(new Edit.RemoveGroup(PROD));
        assertThat(open(reply).actions()).hasSize(3).allMatch(it -> it.action() == Action.STOP);
        assertThat(state.groups()).isEmpty();
        assertThat(refused(new Edit.RemoveGroup(PROD))).isEqualTo(new Refusal.UnknownGroup(PROD));
    }

    @Test
    void rolling_a_deployment_back_brings_groups_back_too() {
        done(put(tree()));
        var before = state.groups();
        var removed = admitted(new Edit.RemoveGroup(PROD));
        admitted(change(true, new Edit.RollBack(removed.deployment())));
        assertThat(state.groups()).isEqualTo(before);
        assertThat(instances()).hasSize(3);
        state.open().keySet().forEach(this::finish);
        var created = admitted(put(described(group(new GroupId("/new/inner")), "a")));
        admitted(change(true, new Edit.RollBack(created.deployment())));
        assertThat(state.groups()).isEqualTo(before);
    }

    @Test
    void a_version_that_is_not_at_hand_cannot_be_brought_back() {
        var first = done(put(group(PROD)));
        done(put(group(DB)));
        assertThat(refused(new Edit.RevertGroup(DB, first)))
                .isEqualTo(new Refusal.UnknownGroupVersion(DB, first));
        var never = new Version(now.minusSeconds(9));
        assertThat(refused(new Edit.RevertGroup(PROD, never)))
                .isEqualTo(new Refusal.UnknownGroupVersion(PROD, never));
    }

    @Test
    void a_dry_run_tells_the_steps_though_the_applications_are_held() {
        var held = admitted(put(tree()));
        var change =
                new Change(
                        new ChangeId("dry"),
                        new DeploymentId("dry"),
                        List.of(new Edit.ScaleGroup(PROD, 2)),
                        false,
                        true);
        assertThat(ask(change)).isInstanceOf(CatalogReply.WouldAdmit.class);
        assertThat(state.open()).containsOnlyKeys(held.deployment());
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void any_history_of_groups_replays_and_each_of_its_trees_can_be_made_again(long seed) {
        var random = new Random(seed);
        var trees = new TreeMap<Version, Tree>();
        for (int i = 0; i < 60; i++) {
            now = now.plusMillis(random.nextInt(3));
            var reply = ask(change(random.nextBoolean(), randomEdit(random, trees)));
            if (reply instanceof CatalogReply.Admitted it) {
                assertThat(it.last()).isEqualTo(state.sequence());
                trees.put(it.version(), Tree.of(state));
            }
            if (random.nextBoolean()) List.copyOf(state.open().keySet()).forEach(this::finish);
            groups_hold_their_applications();
        }
        trees.forEach((version, tree) -> assertThat(Tree.of(state, version)).contains(tree));
        var replayed = CatalogState.EMPTY;
        for (var fact : log) replayed = replayed.evolve(fact);
        assertThat(replayed).isEqualTo(state);
        bring_back(random, trees);
    }

    /// Definitions come back as they were, but for service ports others have taken since.
    private void bring_back(Random random, SortedMap<Version, Tree> trees) {
        var version = List.copyOf(trees.keySet()).get(random.nextInt(trees.size()));
        var tree = Objects.requireNonNull(trees.get(version));
        admitted(change(true, new Edit.RevertGroup(GroupId.ROOT, version)));
        assertThat(state.groups()).isEqualTo(tree.groups());
        assertThat(state.apps().keySet()).isEqualTo(tree.apps().keySet());
        tree.apps()
                .forEach((app, past) ->
                        assertThat(Objects.requireNonNull(state.apps().get(app)).spec().cmd())
                                .isEqualTo(past.spec().cmd()));
    }

    private void groups_hold_their_applications() {
        for (var app : state.apps().keySet()) {
            assertThat(state.groups()).containsKeys(GroupId.of(app).line().toArray(GroupId[]::new));
            assertThat(state.groups()).doesNotContainKey(new GroupId(app.path()));
        }
        for (var group : state.groups().keySet())
            assertThat(state.groups()).containsKeys(group.line().toArray(GroupId[]::new));
    }

    private Edit randomEdit(Random random, SortedMap<Version, Tree> trees) {
        var group = randomGroup(random);
        return switch (random.nextInt(9)) {
            case 0, 1, 2 -> new Edit.PutGroup(randomPatch(random, group, 2), random.nextBoolean());
            case 3 -> new Edit.Create(new AppId(group + "/a"), command("c" + random.nextInt(5)));
            case 4 -> new Edit.Remove(new AppId(group + "/a"));
            case 5 -> new Edit.RemoveGroup(group);
            case 6 -> new Edit.ScaleGroup(group, random.nextInt(3));
            case 7 ->
                    trees.isEmpty()
                            ? new Edit.RemoveGroup(group)
                            : new Edit.RevertGroup(
                                    group,
                                    List.copyOf(trees.keySet()).get(random.nextInt(trees.size())));
            default ->
                    state.open().keySet().stream()
                            .findAny()
                            .<Edit>map(Edit.RollBack::new)
                            .orElse(new Edit.RemoveGroup(group));
        };
    }

    private static GroupId randomGroup(Random random) {
        var path = new StringBuilder();
        for (int depth = random.nextInt(3); depth >= 0; depth--)
            path.append("/").append((char) ('a' + random.nextInt(3)));
        return new GroupId(path.toString());
    }

    private static GroupPatch randomPatch(Random random, GroupId id, int depth) {
        Optional<List<GroupPatch>> inner = Optional.empty();
        if (depth > 0 && random.nextBoolean())
            inner =
                    Optional.of(
                            Stream.of("a", "b", "c")
                                    .filter(_ -> random.nextBoolean())
                                    .map(name -> new GroupId(id + "/" + name))
                                    .map(child -> randomPatch(random, child, depth - 1))
                                    .toList());
        var patch = new GroupPatch(id, none(), inner, none(), Optional.of(random.nextInt(5) == 0));
        return random.nextBoolean() ? patch : described(patch, "a", "x" + random.nextInt(2));
    }

    private static GroupPatch tree() {
        return new GroupPatch(
                PROD,
                described(group(PROD), "lb").apps(),
                Optional.of(List.of(described(group(DB), "pg"), described(group(WEB), "shop"))),
                none(),
                none());
    }

    private static GroupPatch group(GroupId id) {
        return new GroupPatch(id, none(), none(), none(), none());
    }

    private static GroupPatch described(GroupPatch group, String... names) {
        var apps =
                Stream.of(names)
                        .map(name -> new AppId(group.id() + "/" + name))
                        .map(app -> new GroupPatch.Described(app, command(app.path())))
                        .toList();
        return new GroupPatch(
                group.id(),
                Optional.of(apps),
                group.groups(),
                group.dependencies(),
                group.enforceRole());
    }

    private static Optional<List<String>> paths(GroupId... groups) {
        return Optional.of(Stream.of(groups).map(GroupId::path).toList());
    }

    private static <T> Optional<T> none() {
        return Optional.empty();
    }

    private static ApplicationPatch command(String word) {
        return ApplicationPatch.ofCommand("echo " + word);
    }

    private static Edit put(GroupPatch patch) {
        return new Edit.PutGroup(patch, true);
    }

    private Map<String, Integer> instances() {
        var found = new TreeMap<String, Integer>();
        state.apps().forEach((app, it) -> found.put(app.path(), it.spec().instances()));
        return found;
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

    /// Admits the edit and finishes its deployment.
    private Version done(Edit edit) {
        var reply = admitted(edit);
        finish(reply.deployment());
        now = now.plusMillis(1);
        return reply.version();
    }

    private Refusal refused(Edit edit) {
        return ((CatalogReply.Refused) ask(change(false, edit))).refusal();
    }

    private CatalogState.Open open(CatalogReply.Admitted admitted) {
        return Objects.requireNonNull(state.open().get(admitted.deployment()));
    }

    private CatalogReply.Admitted admitted(Edit edit) {
        return admitted(change(false, edit));
    }

    private CatalogReply.Admitted admitted(Change change) {
        return (CatalogReply.Admitted) ask(change);
    }

    private void finish(DeploymentId deployment) {
        ask(new CatalogCommand.Close(deployment, Outcome.FINISHED));
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
}
