package io.dromos.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.AppId;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.GroupId;
import io.dromos.events.Version;
import io.dromos.events.facts.Action;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.state.DeploymentState.Planned;
import io.dromos.events.state.Group;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupEditsTest extends GroupEditsFixture {

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
        assertThat(state.outcome(reply.deployment())).contains(Outcome.FINISHED);
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
}
