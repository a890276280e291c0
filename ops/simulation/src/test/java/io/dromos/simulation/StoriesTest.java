package io.dromos.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.simulation.Cut.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The server dies at each place of a change of a group: before and after each list of facts, and
/// after calls to Mesos. It comes to the same as without.
///
/// `-Dstories.seeds=N` tells each story at so many speeds of the cluster, and with
/// `-Dstories.hard=true` the server dies after each call, too, or twice, or with master and agents.
final class StoriesTest {

    private static final int SEEDS = Integer.getInteger("stories.seeds", 1);
    private static final boolean HARD = Boolean.getBoolean("stories.hard");

    /// In the short version the server dies after every so many calls.
    private static final int CALLS = 12;

    /// Before and after each second list: so between any two.
    private static final int LISTS = 2;

    /// After so many lists the server dies again.
    private static final int AGAIN_MAX = 7;

    @ParameterizedTest
    @EnumSource(Story.class)
    void wherever_the_server_dies_a_change_comes_to_the_same(Story story) {
        int count = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            var uncut = Retold.of(story, seed, Optional.empty(), Fault.NONE);
            for (var cut : cuts(uncut)) {
                var retold = Retold.of(story, seed, Optional.of(cut), Fault.NONE);
                assertThat(retold.differs(uncut)).as("%s, seed %d, %s", story, seed, cut).isEmpty();
                count++;
            }
        }
        System.out.printf("%s: %d cuts%n", story, count);
    }

    private static List<Cut> cuts(Retold uncut) {
        var cuts = new ArrayList<Cut>();
        for (var point : Point.values())
            for (int count = 1; count <= uncut.count(point); count++) {
                if (!HARD && count % (point == Point.AFTER_CALL ? CALLS : LISTS) != 0) continue;
                cuts.add(Cut.at(point, count));
                if (!HARD) continue;
                cuts.add(new Cut(point, count, 1 + count % AGAIN_MAX, false));
                cuts.add(new Cut(point, count, 0, true));
            }
        return cuts;
    }

    @Test
    void a_change_of_three_applications_has_many_places_to_die_at() {
        var uncut = Retold.of(Story.UPGRADED, 1, Optional.empty(), Fault.NONE);
        assertThat(cuts(uncut)).hasSizeGreaterThan(30);
        assertThat(uncut.starts()).hasSize(6).containsEntry("/shop/web sleep 2", 3);
    }

    @Test
    void a_change_forced_over_one_of_a_group_within_takes_that_ones_applications_and_its_own() {
        var uncut = Retold.of(Story.FORCED_OVER_A_GROUP_WITHIN, 1, Optional.empty(), Fault.NONE);
        assertThat(uncut.apps().values())
                .containsExactlyInAnyOrder("sleep 3 x 1", "sleep 3 x 2", "sleep 3 x 3");
        assertThat(uncut.starts())
                .containsEntry("/shop/back/api sleep 2", 1)
                .containsEntry("/shop/db sleep 3", 1)
                .containsEntry("/shop/back/api sleep 3", 2)
                .containsEntry("/shop/back/web sleep 3", 3)
                .hasSize(7);
    }

    @Test
    void lists_that_are_written_fact_by_fact_are_found_by_a_crash_alone() {
        var uncut = Retold.of(Story.UPGRADED, 1, Optional.empty(), Fault.CUT_LISTS);
        assertThat(cuts(uncut)).anyMatch(cut -> isFound(cut, uncut, Fault.CUT_LISTS));
    }

    private static boolean isFound(Cut cut, Retold uncut, Fault fault) {
        try {
            return Retold.of(Story.UPGRADED, 1, Optional.of(cut), fault).differs(uncut).isPresent();
        } catch (Broken _) {
            return true;
        }
    }
}
