package io.dromos.domain.catalog;

import io.dromos.domain.Context;
import io.dromos.domain.Decider;
import io.dromos.domain.Decision;
import io.dromos.events.AppId;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.GroupId;
import io.dromos.events.Version;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.CatalogFact.ApplicationAdmitted;
import io.dromos.events.facts.CatalogFact.ChangeAdmitted;
import io.dromos.events.facts.CatalogFact.DeploymentClosed;
import io.dromos.events.facts.CatalogFact.GroupAdmitted;
import io.dromos.events.facts.CatalogFact.GroupRemovalAdmitted;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.facts.CatalogFact.RemovalAdmitted;
import io.dromos.events.facts.VersionInfo;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.state.CatalogState;
import io.dromos.events.state.CatalogState.Definition;
import io.dromos.events.state.Group;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Decides what is wanted.
///
/// It looks at its own durable state alone. One admitted change is one list of facts, and that list
/// is the commit point: everything after it is carried out, whatever crashes.
public final class Catalog
        implements Decider<CatalogState, CatalogCommand, CatalogFact, CatalogReply> {

    @Override
    public Decision<CatalogFact, CatalogReply> decide(
            CatalogState state, CatalogCommand command, Context context) {
        return switch (command) {
            case CatalogCommand.Admit admit -> admit(state, admit.change(), context);
            case CatalogCommand.Close close -> close(state, close, context);
            case CatalogCommand.Recall(var deployment) -> Decision.reply(recall(state, deployment));
        };
    }

    private static CatalogReply recall(CatalogState state, DeploymentId deployment) {
        if (state.open().containsKey(deployment)) return new CatalogReply.IsOpen(deployment);
        return state.outcome(deployment)
                .<CatalogReply>map(outcome -> new CatalogReply.Closed(deployment, outcome))
                .orElseGet(
                        () -> new CatalogReply.Refused(new Refusal.UnknownDeployment(deployment)));
    }

    @Override
    public CatalogState evolve(CatalogState state, CatalogFact fact) {
        return state.evolve(fact);
    }

    private static Decision<CatalogFact, CatalogReply> close(
            CatalogState state, CatalogCommand.Close close, Context context) {
        var known = state.outcome(close.deployment());
        var reply = new CatalogReply.Closed(close.deployment(), known.orElse(close.outcome()));
        if (state.open().containsKey(close.deployment()))
            return new Decision<>(
                    List.of(
                            new DeploymentClosed(
                                    close.deployment(), close.outcome(), context.now())),
                    reply);
        if (known.isEmpty()) return refuse(new Refusal.UnknownDeployment(close.deployment()));
        return Decision.reply(reply);
    }

    private static Decision<CatalogFact, CatalogReply> admit(
            CatalogState state, Change change, Context context) {
        var known = known(state, change.id());
        if (known.isPresent()) return Decision.reply(known.get());
        var edited = Edits.apply(state, change.edits(), context.limits(), context.policy());
        return switch (edited) {
            case Edits.Refused refused -> refuse(refused.refusal());
            case Edits.Edited wanted -> plan(state, change, wanted, context);
        };
    }

    private static Optional<CatalogReply> known(CatalogState state, ChangeId id) {
        return Optional.ofNullable(state.recent().get(id))
                .map(admitted ->
                        new CatalogReply.Admitted(
                                admitted.deployment(),
                                admitted.version(),
                                admitted.admission(),
                                admitted.last()));
    }

    private static Decision<CatalogFact, CatalogReply> plan(
            CatalogState state, Change change, Edits.Edited wanted, Context context) {
        var plan = Plan.of(state.apps(), wanted);
        if (plan instanceof Plan.Cyclic cyclic)
            return refuse(new Refusal.CyclicDependencies(cyclic.apps()));
        var steps = (Plan.Steps) plan;
        if (wanted.groups().reenforced().isPresent() && !steps.actions().isEmpty())
            return refuse(new Refusal.EnforcedWithServices(wanted.groups().reenforced().get()));
        if (change.dryRun())
            return Decision.reply(new CatalogReply.WouldAdmit(steps.shown(), wanted.specs()));
        var blockers = blockers(state, change, steps);
        if (!blockers.isEmpty() && !change.force()) return refuse(new Refusal.Locked(blockers));
        if (state.open().size() - blockers.size() >= context.limits().deploymentsMax())
            return refuse(new Refusal.TooManyDeployments(context.limits().deploymentsMax()));
        return commit(state, change, wanted, steps, blockers, context);
    }

    /// Open deployments that hold applications the plan touches, and those it rolls back, though a
    /// restart leaves nothing to bring back; in order of their ids.
    private static List<DeploymentId> blockers(CatalogState state, Change change, Plan.Steps plan) {
        var held = new TreeSet<DeploymentId>();
        undoes(change).ifPresent(held::add);
        for (var action : plan.actions())
            Optional.ofNullable(state.locks().get(action.app())).ifPresent(held::add);
        return List.copyOf(held);
    }

    private static Decision<CatalogFact, CatalogReply> commit(
            CatalogState state,
            Change change,
            Edits.Edited wanted,
            Plan.Steps plan,
            List<DeploymentId> superseded,
            Context context) {
        var version = later(new Version(context.now()), state.lastVersion());
        long admission = state.sequence() + superseded.size() + 1;
        var facts = new ArrayList<CatalogFact>();
        for (var old : superseded)
            facts.add(new DeploymentClosed(old, Outcome.SUPERSEDED, context.now()));
        facts.add(
                new ChangeAdmitted(
                        change.id(),
                        change.deployment(),
                        version,
                        admission,
                        plan.actions().size() + wanted.groups().changed().size(),
                        plan.steps(),
                        superseded,
                        undoes(change),
                        context.now()));
        for (var action : plan.actions()) facts.add(fact(state, change, wanted, action, version));
        wanted.groups()
                .changed()
                .forEach((group, said) -> facts.add(fact(change.deployment(), group, said)));
        if (plan.actions().isEmpty())
            facts.add(new DeploymentClosed(change.deployment(), Outcome.FINISHED, context.now()));
        return new Decision<>(
                facts,
                new CatalogReply.Admitted(
                        change.deployment(), version, admission, state.sequence() + facts.size()));
    }

    private static Optional<DeploymentId> undoes(Change change) {
        return change.edits().stream()
                .filter(Edit.RollBack.class::isInstance)
                .map(edit -> ((Edit.RollBack) edit).deployment())
                .findFirst();
    }

    private static CatalogFact fact(
            CatalogState state,
            Change change,
            Edits.Edited wanted,
            Plan.Step action,
            Version version) {
        var before = Optional.ofNullable(state.apps().get(action.app()));
        var base = before.map(Definition::version);
        var spec = Optional.ofNullable(wanted.specs().get(action.app()));
        if (spec.isEmpty())
            return new RemovalAdmitted(
                    action.app(), change.deployment(), base.orElseThrow(), version, action.step());
        var info = info(before, spec.get(), wanted.restarted().contains(action.app()), version);
        return new ApplicationAdmitted(
                action.app(),
                change.deployment(),
                base,
                version,
                info,
                spec.get(),
                action.step(),
                action.action(),
                Optional.ofNullable(wanted.victims().get(action.app())));
    }

    private static CatalogFact fact(DeploymentId deployment, GroupId group, Optional<Group> said) {
        return said.<CatalogFact>map(it ->
                        new GroupAdmitted(group, deployment, it.dependencies(), it.enforceRole()))
                .orElseGet(() -> new GroupRemovalAdmitted(group, deployment));
    }

    private static VersionInfo info(
            Optional<Definition> before, ApplicationSpec spec, boolean restarted, Version version) {
        if (before.isEmpty()) return VersionInfo.fresh(version);
        var known = before.get().info();
        if (restarted) return new VersionInfo(known.lastScalingAt(), version);
        return before.get().spec().differsOnlyInInstances(spec)
                ? new VersionInfo(version, known.lastConfigChangeAt())
                : VersionInfo.fresh(version);
    }

    private static Version later(Version now, Version last) {
        return now.compareTo(last) > 0 ? now : last.next();
    }

    private static Decision<CatalogFact, CatalogReply> refuse(Refusal refusal) {
        return Decision.reply(new CatalogReply.Refused(refusal));
    }

    /// A map that keeps the order in which applications were named.
    static <V> Map<AppId, V> ordered() {
        return new LinkedHashMap<>();
    }
}
