package io.dromos.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.AppId;
import io.dromos.events.GroupId;
import io.dromos.events.facts.CatalogFact.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What is beyond the bounds of the catalog is refused, with the bound, and nothing of it is kept.
class CatalogLimitsTest extends GroupEditsFixture {

    @Test
    void no_more_groups_are_admitted_than_there_may_be() {
        done(put(many(limits.groupsMax() - 1)));
        var tooMany = new Refusal.TooManyGroups(limits.groupsMax() + 1, limits.groupsMax());
        assertThat(refused(put(group(new GroupId("/prod/one-more"))))).isEqualTo(tooMany);
        assertThat(refused(new Edit.Create(new AppId("/new/a"), command("a")))).isEqualTo(tooMany);
        assertThat(state.groups()).hasSize(limits.groupsMax());
        done(new Edit.Create(new AppId("/prod/0/a"), command("a")));
        done(put(many(3)));
        done(put(group(new GroupId("/prod/one-more"))));
    }

    @Test
    void groups_of_one_change_that_go_make_room_for_those_that_come() {
        done(put(many(limits.groupsMax() - 1)));
        var others =
                IntStream.range(0, limits.groupsMax() - 1)
                        .mapToObj(i -> group(new GroupId("/prod/other-" + i)))
                        .toList();
        done(put(new GroupPatch(PROD, none(), Optional.of(others), none(), none())));
        assertThat(state.groups()).hasSize(limits.groupsMax());
    }

    @Test
    void a_path_that_is_too_deep_is_refused_for_applications_and_groups() {
        var deepest = "/x".repeat(limits.depthMax());
        done(new Edit.Create(new AppId(deepest), command("a")));
        done(put(group(new GroupId(deepest.replace('x', 'y')))));
        var tooDeep = new Refusal.TooDeep(limits.depthMax() + 1, limits.depthMax());
        var deeper = deepest.replace('x', 'z') + "/z";
        assertThat(refused(new Edit.Create(new AppId(deeper), command("a")))).isEqualTo(tooDeep);
        assertThat(refused(put(group(new GroupId(deeper))))).isEqualTo(tooDeep);
        assertThat(state.groups().keySet()).noneMatch(it -> it.path().contains("z"));
    }

    @Test
    void no_more_applications_are_admitted_than_there_may_be() {
        var names = IntStream.range(0, limits.applicationsMax()).mapToObj(i -> "a" + i);
        done(put(described(group(PROD), names.toArray(String[]::new))));
        assertThat(refused(new Edit.Create(new AppId("/more"), command("a"))))
                .isEqualTo(new Refusal.TooManyApplications(limits.applicationsMax()));
        done(new Edit.Remove(new AppId("/prod/a0")));
        done(new Edit.Create(new AppId("/more"), command("a")));
    }

    @Test
    void no_more_deployments_are_open_than_may_be() {
        for (int i = 0; i < limits.deploymentsMax(); i++)
            admitted(new Edit.Create(new AppId("/a" + i), command("a")));
        assertThat(refused(new Edit.Create(new AppId("/more"), command("a"))))
                .isEqualTo(new Refusal.TooManyDeployments(limits.deploymentsMax()));
        ask(new CatalogCommand.Close(state.open().keySet().iterator().next(), Outcome.FINISHED));
        admitted(new Edit.Create(new AppId("/more"), command("a")));
    }

    private static GroupPatch many(int count) {
        List<GroupPatch> inner =
                IntStream.range(0, count).mapToObj(i -> group(new GroupId("/prod/" + i))).toList();
        return new GroupPatch(PROD, none(), Optional.of(inner), none(), none());
    }
}
