package io.dromos.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.Policy;
import io.dromos.events.AppId;
import io.dromos.events.GroupId;
import io.dromos.events.state.Tree;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// In which roles applications run: that of the server, or that of the group they lie in.
class GroupRolesTest extends GroupEditsFixture {

    private static final AppId INNER = new AppId("/prod/web/shop");

    @BeforeEach
    void server() {
        serve(false);
    }

    private void serve(boolean newGroupsEnforce) {
        policy = new Policy(Duration.ofMinutes(5), "ops", newGroupsEnforce);
    }

    /// Whether the group enforces its role, where the application lies, the role it asks for (- for
    /// none), and the one it gets, or those it may have.
    @ParameterizedTest
    @CsvSource({
        "false, /a, -, ops",
        "false, /a, ops, ops",
        "false, /a, *, refused [ops]",
        "false, /prod/web/shop, -, ops",
        "false, /prod/web/shop, prod, prod",
        "false, /prod/web/shop, web, 'refused [ops, prod]'",
        "true, /a, -, ops",
        "true, /prod/web/shop, -, prod",
        "true, /prod/web/shop, prod, prod",
        "true, /prod/web/shop, ops, refused [prod]",
    })
    void an_application_runs_in_the_role_of_the_server_or_of_its_top_level_group(
            boolean enforced, String path, String asked, String got) {
        done(put(enforcing(PROD, enforced)));
        assertThat(outcome(new AppId(path), asked)).isEqualTo(got);
    }

    private String outcome(AppId app, String role) {
        var patch = role.equals("-") ? command("x") : command("x").withRole(role);
        var reply = ask(change(false, new Edit.Create(app, patch)));
        if (!(reply instanceof CatalogReply.Refused(Refusal.Invalid invalid))) return role(app);
        var violation = invalid.violations().getFirst();
        assertThat(violation.path()).isEqualTo("/role");
        return "refused " + violation.message().replaceAll(".*expected one of: ", "");
    }

    @Test
    void a_new_top_level_group_enforces_its_role_if_the_server_says_so() {
        serve(true);
        done(new Edit.Create(INNER, command("x")));
        assertThat(role(INNER)).isEqualTo("prod");
        assertThat(enforces(PROD)).isTrue();
        assertThat(enforces(WEB)).isFalse();
        done(put(described(group(new GroupId("/other")), "one")));
        assertThat(role(new AppId("/other/one"))).isEqualTo("other");
        done(put(described(enforcing(new GroupId("/free"), false), "one")));
        assertThat(role(new AppId("/free/one"))).isEqualTo("ops");
    }

    @Test
    void an_application_keeps_the_role_it_has_though_its_group_begins_to_enforce_another() {
        done(new Edit.Create(INNER, command("x")));
        done(put(enforcing(PROD, true)));
        assertThat(role(INNER)).isEqualTo("ops");
        done(new Edit.Update(INNER, command("y"), false, false));
        assertThat(role(INNER)).isEqualTo("ops");
        done(new Edit.Update(INNER, command("y").withRole("prod"), false, false));
        assertThat(role(INNER)).isEqualTo("prod");
        assertThat(refused(new Edit.Update(INNER, command("y").withRole("ops"), false, false)))
                .isInstanceOf(Refusal.Invalid.class);
    }

    @Test
    void who_is_defined_anew_gets_the_role_of_the_group() {
        done(new Edit.Create(INNER, command("x")));
        done(put(enforcing(PROD, true)));
        done(new Edit.Update(INNER, command("y"), true, true));
        assertThat(role(INNER)).isEqualTo("prod");
    }

    @Test
    void whether_a_group_enforces_its_role_is_not_changed_together_with_what_is_in_it() {
        done(put(described(group(PROD), "lb")));
        assertThat(refused(put(described(enforcing(PROD, true), "lb", "more"))))
                .isEqualTo(new Refusal.EnforcedWithServices(PROD));
        assertThat(refused(put(described(enforcing(PROD, true)))))
                .isEqualTo(new Refusal.EnforcedWithServices(PROD));
        done(put(enforcing(PROD, true)));
        assertThat(enforces(PROD)).isTrue();
        done(put(described(enforcing(PROD, true), "lb", "more")));
        assertThat(role(new AppId("/prod/more"))).isEqualTo("prod");
    }

    @Test
    void a_group_that_does_not_say_so_goes_on_as_before() {
        done(put(enforcing(PROD, true)));
        done(put(described(group(PROD), "lb")));
        assertThat(enforces(PROD)).isTrue();
        assertThat(role(new AppId("/prod/lb"))).isEqualTo("prod");
    }

    @Test
    void what_comes_back_from_the_log_runs_in_a_role_it_may_have_today() {
        done(new Edit.Create(INNER, command("x")));
        var then = Tree.of(state);
        var spec = Objects.requireNonNull(state.apps().get(INNER)).spec();
        done(new Edit.Remove(INNER));
        done(put(enforcing(PROD, true)));

        assertThat(refused(new Edit.Restore(INNER, spec))).isInstanceOf(Refusal.Invalid.class);
        done(new Edit.Restore(INNER, spec.withRole("prod")));
        assertThat(role(INNER)).isEqualTo("prod");
        done(new Edit.RestoreGroup(PROD, then));
        assertThat(role(INNER)).isEqualTo("ops");
        assertThat(enforces(PROD)).isFalse();
    }

    @Test
    void a_group_that_comes_back_has_the_roles_it_had() {
        done(put(enforcing(PROD, true)));
        var version = done(new Edit.Create(INNER, command("x")));
        done(put(enforcing(PROD, false)));
        done(new Edit.Update(INNER, command("x").withRole("ops"), false, false));
        done(new Edit.RevertGroup(PROD, version));
        assertThat(role(INNER)).isEqualTo("prod");
        assertThat(enforces(PROD)).isTrue();
    }

    private String role(AppId app) {
        return Objects.requireNonNull(state.apps().get(app)).spec().role();
    }

    private boolean enforces(GroupId id) {
        return Objects.requireNonNull(state.groups().get(id)).enforceRole();
    }

    private static GroupPatch enforcing(GroupId id, boolean enforced) {
        return new GroupPatch(id, none(), none(), none(), Optional.of(enforced));
    }
}
