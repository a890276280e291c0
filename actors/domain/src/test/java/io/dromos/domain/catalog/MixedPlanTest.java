package io.dromos.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.AppId;
import io.dromos.events.GroupId;
import io.dromos.events.facts.Action;
import io.dromos.events.state.DeploymentState.Planned;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A change in which applications stop, start, are scaled and restarted, and others stay as they
/// are. All of `/prod/web` waits for `/prod/db`.
class MixedPlanTest extends GroupEditsFixture {

    private static final String OLD = "old";
    private static final String NEW = "new";

    @Test
    void
            all_that_stop_come_first_then_all_starts_then_layer_by_layer_what_is_scaled_and_restarted() {
        done(
                put(
                        shop(
                                List.of(
                                        app(DB, "gone", OLD, 1),
                                        app(DB, "more", OLD, 1),
                                        app(DB, "changed", OLD, 1)),
                                List.of(
                                        app(WEB, "gone", OLD, 1),
                                        app(WEB, "fewer", OLD, 2),
                                        app(WEB, "changed", OLD, 1),
                                        app(WEB, "none", OLD, 1),
                                        app(WEB, "same", OLD, 1)))));
        var change =
                admitted(
                        put(
                                shop(
                                        List.of(
                                                app(DB, "more", OLD, 3),
                                                app(DB, "changed", NEW, 1),
                                                app(DB, "fresh", OLD, 1)),
                                        List.of(
                                                app(WEB, "fewer", OLD, 1),
                                                app(WEB, "changed", NEW, 4),
                                                app(WEB, "none", NEW, 0),
                                                app(WEB, "fresh", OLD, 1),
                                                app(WEB, "same", OLD, 1)))));
        assertThat(open(change).steps()).isEqualTo(4);
        assertThat(open(change).actions())
                .containsExactlyInAnyOrder(
                        planned(0, DB, "gone", Action.STOP),
                        planned(0, WEB, "gone", Action.STOP),
                        planned(1, DB, "fresh", Action.START),
                        planned(1, WEB, "fresh", Action.START),
                        planned(2, DB, "more", Action.SCALE),
                        planned(2, DB, "changed", Action.RESTART),
                        planned(2, DB, "fresh", Action.SCALE),
                        planned(3, WEB, "fewer", Action.SCALE),
                        planned(3, WEB, "changed", Action.RESTART),
                        planned(3, WEB, "none", Action.SCALE),
                        planned(3, WEB, "fresh", Action.SCALE));
    }

    @Test
    void steps_with_nothing_to_do_are_left_out() {
        done(put(shop(List.of(app(DB, "pg", OLD, 1)), List.of(app(WEB, "page", OLD, 1)))));
        var change =
                admitted(
                        put(
                                shop(
                                        List.of(app(DB, "pg", OLD, 1)),
                                        List.of(app(WEB, "page", NEW, 1)))));
        assertThat(open(change).steps()).isEqualTo(1);
        assertThat(open(change).actions()).containsExactly(planned(0, WEB, "page", Action.RESTART));
    }

    private static Planned planned(int step, GroupId group, String name, Action action) {
        return new Planned(step, new AppId(group + "/" + name), action);
    }

    private static GroupPatch.Described app(
            GroupId group, String name, String command, int instances) {
        return new GroupPatch.Described(
                new AppId(group + "/" + name), command(command).withInstances(instances));
    }

    private static GroupPatch shop(List<GroupPatch.Described> db, List<GroupPatch.Described> web) {
        var groups =
                Stream.of(
                        new GroupPatch(DB, Optional.of(db), none(), none(), none()),
                        new GroupPatch(WEB, Optional.of(web), none(), paths(DB), none()));
        return new GroupPatch(PROD, none(), Optional.of(groups.toList()), none(), none());
    }
}
