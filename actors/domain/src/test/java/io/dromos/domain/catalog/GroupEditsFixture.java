package io.dromos.domain.catalog;

import io.dromos.domain.Context;
import io.dromos.domain.Hearing;
import io.dromos.domain.Limits;
import io.dromos.domain.Policy;
import io.dromos.domain.definition.ApplicationPatch;
import io.dromos.events.AppId;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.GroupId;
import io.dromos.events.Version;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.state.CatalogState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A catalog that is asked for edits of groups, and what it has decided.
abstract class GroupEditsFixture {

    static final GroupId PROD = new GroupId("/prod");
    static final GroupId DB = new GroupId("/prod/db");
    static final GroupId WEB = new GroupId("/prod/web");

    final Catalog catalog = new Catalog();
    final List<CatalogFact> log = new ArrayList<>();
    CatalogState state = CatalogState.EMPTY;
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    final Limits limits = new Limits(500, 40, 8, 1_000, 5, 10_000, 11_000);
    Policy policy = Policy.DEFAULT;
    int changes;

    static GroupPatch tree() {
        return new GroupPatch(
                PROD,
                described(group(PROD), "lb").apps(),
                Optional.of(List.of(described(group(DB), "pg"), described(group(WEB), "shop"))),
                none(),
                none());
    }

    static GroupPatch group(GroupId id) {
        return new GroupPatch(id, none(), none(), none(), none());
    }

    static GroupPatch described(GroupPatch group, String... names) {
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

    static Optional<List<String>> paths(GroupId... groups) {
        return Optional.of(Stream.of(groups).map(GroupId::path).toList());
    }

    static <T> Optional<T> none() {
        return Optional.empty();
    }

    static ApplicationPatch command(String word) {
        return ApplicationPatch.ofCommand("echo " + word);
    }

    static Edit put(GroupPatch patch) {
        return new Edit.PutGroup(patch, true);
    }

    Map<String, Integer> instances() {
        var found = new TreeMap<String, Integer>();
        state.apps().forEach((app, it) -> found.put(app.path(), it.spec().instances()));
        return found;
    }

    Change change(boolean force, Edit... edits) {
        changes++;
        return new Change(
                new ChangeId("c" + changes),
                new DeploymentId("d" + changes),
                List.of(edits),
                force,
                false);
    }

    /// Admits the edit and finishes its deployment.
    Version done(Edit edit) {
        var reply = admitted(edit);
        finish(reply.deployment());
        now = now.plusMillis(1);
        return reply.version();
    }

    Refusal refused(Edit edit) {
        return ((CatalogReply.Refused) ask(change(false, edit))).refusal();
    }

    CatalogState.Open open(CatalogReply.Admitted admitted) {
        return Objects.requireNonNull(state.open().get(admitted.deployment()));
    }

    CatalogReply.Admitted admitted(Edit edit) {
        return admitted(change(false, edit));
    }

    CatalogReply.Admitted admitted(Change change) {
        return (CatalogReply.Admitted) ask(change);
    }

    void finish(DeploymentId deployment) {
        ask(new CatalogCommand.Close(deployment, Outcome.FINISHED));
    }

    CatalogReply ask(Change change) {
        return ask(new CatalogCommand.Admit(change));
    }

    CatalogReply ask(CatalogCommand command) {
        var decision =
                catalog.decide(
                        state,
                        command,
                        new Context(now, () -> "unused", limits, Hearing.ALWAYS, policy));
        for (var fact : decision.facts()) {
            state = state.evolve(fact);
            log.add(fact);
        }
        return decision.reply();
    }
}
