package io.dromos.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.AppId;
import io.dromos.events.GroupId;
import io.dromos.events.Version;
import io.dromos.events.state.CatalogState;
import io.dromos.events.state.Tree;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GroupHistoryTest extends GroupEditsFixture {

    static LongStream seeds() {
        return LongStream.range(0, 100);
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
        is_as_in(tree);
        var other = Objects.requireNonNull(trees.get(trees.lastKey()));
        admitted(change(true, new Edit.RestoreGroup(GroupId.ROOT, other)));
        is_as_in(other);
        for (var group : tree.groups().keySet()) {
            if (!group.isTopLevel()) continue;
            admitted(change(true, new Edit.RestoreGroup(group, tree)));
            assertThat(state.groups()).containsEntry(group, tree.groups().get(group));
            groups_hold_their_applications();
        }
    }

    private void is_as_in(Tree tree) {
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
}
