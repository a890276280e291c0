package io.dromos.events.state;

import io.dromos.events.AppId;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.GroupId;
import io.dromos.events.InstanceId;
import io.dromos.events.Version;
import io.dromos.events.facts.Action;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.Target;
import io.dromos.events.facts.VersionInfo;
import io.dromos.events.spec.ApplicationSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pcollections.OrderedPMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/// What is wanted: every definition in force, its versions, and the deployments that are open.
///
/// @param sequence how many facts made this state: the sequence number of the last one
/// @param lastVersion no later version was given yet
/// @param apps definitions in force
/// @param locks which open deployment holds an application
/// @param open deployments that were not closed
/// @param closed how the last deployments ended, at most [#RECENT_MAX], oldest first
/// @param recent outcomes of the last changes, at most [#RECENT_MAX], oldest first
/// @param groups every group but the root
/// @param revisions what the last changes replaced, at most [#REVISIONS_MAX] of them and about
///   [#REVISED_MAX] entries in all, oldest first
public record CatalogState(
        long sequence,
        Version lastVersion,
        PMap<AppId, Definition> apps,
        PMap<AppId, DeploymentId> locks,
        PMap<DeploymentId, Open> open,
        PMap<DeploymentId, Ending> closed,
        PMap<ChangeId, Admitted> recent,
        PMap<GroupId, Group> groups,
        PVector<Revision> revisions)
        implements State {

    /// How many versions of an application are kept at hand, as Marathon does; older ones are in
    /// the log.
    public static final int VERSIONS_MAX = 50;

    /// How many changes are remembered for askers who ask again.
    public static final int RECENT_MAX = 1_000;

    /// How many changes can be undone from memory; older ones are in the log.
    public static final int REVISIONS_MAX = 1_000;

    /// How many entries of those changes are kept in all, but never less than the last change.
    public static final int REVISED_MAX = 20_000;

    /// Nothing is wanted.
    public static final CatalogState EMPTY =
            new CatalogState(
                    0,
                    new Version(Instant.EPOCH),
                    TreePMap.empty(),
                    TreePMap.empty(),
                    TreePMap.empty(),
                    OrderedPMap.empty(),
                    OrderedPMap.empty(),
                    TreePMap.empty(),
                    TreePVector.empty());

    /// A definition in force.
    ///
    /// @param app which application
    /// @param version of it
    /// @param info when it was scaled and changed last
    /// @param spec the definition
    /// @param admission the catalog's sequence number of the change that admitted it
    /// @param past earlier versions, oldest first
    /// @param victims instances that go for good with it, if any were named
    public record Definition(
            AppId app,
            Version version,
            VersionInfo info,
            ApplicationSpec spec,
            long admission,
            PVector<Past> past,
            Optional<List<InstanceId>> victims) {

        /// What the application is to become.
        public Target.Run target() {
            return new Target.Run(version, info, spec, victims);
        }

        /// The version in force.
        public Past present() {
            return new Past(version, info, spec);
        }
    }

    /// An earlier version.
    public record Past(Version version, VersionInfo info, ApplicationSpec spec) {}

    /// A deployment that was not closed.
    ///
    /// @param id which
    /// @param version of what it brings about
    /// @param admission the catalog's sequence number of its change
    /// @param steps how many steps it has
    /// @param actions the plan
    /// @param before the definitions it replaced; applications it created are absent
    /// @param undoes the deployment it rolls back, if it is for that
    /// @param at when it was admitted
    public record Open(
            DeploymentId id,
            Version version,
            long admission,
            int steps,
            PVector<DeploymentState.Planned> actions,
            PMap<AppId, Definition> before,
            Optional<DeploymentId> undoes,
            Instant at) {}

    /// What became of a change.
    ///
    /// @param last the catalog's sequence number of its last fact
    public record Admitted(DeploymentId deployment, Version version, long admission, long last) {}

    /// How a deployment ended, if it did and that is remembered.
    public Optional<CatalogFact.Outcome> outcome(DeploymentId deployment) {
        return Optional.ofNullable(closed.get(deployment)).map(Ending::outcome);
    }

    /// The state after one more fact.
    ///
    /// @throws IllegalStateException if the fact cannot follow
    public CatalogState evolve(CatalogFact fact) {
        var next =
                switch (fact) {
                    case CatalogFact.ChangeAdmitted change -> admit(change);
                    case CatalogFact.ApplicationAdmitted application -> define(application);
                    case CatalogFact.RemovalAdmitted removal -> remove(removal);
                    case CatalogFact.GroupAdmitted it -> group(it);
                    case CatalogFact.GroupRemovalAdmitted it -> ungroup(it.group());
                    case CatalogFact.DeploymentClosed end ->
                            close(end.deployment(), end.outcome(), end.at());
                };
        return new CatalogState(
                sequence + 1,
                next.lastVersion,
                next.apps,
                next.locks,
                next.open,
                next.closed,
                next.recent,
                next.groups,
                next.revisions);
    }

    private CatalogState admit(CatalogFact.ChangeAdmitted change) {
        var cleared = this;
        for (var old : change.superseded())
            cleared = cleared.close(old, CatalogFact.Outcome.SUPERSEDED, change.at());
        var opened =
                new Open(
                        change.deployment(),
                        change.version(),
                        change.admission(),
                        change.steps(),
                        TreePVector.empty(),
                        TreePMap.empty(),
                        change.undoes(),
                        change.at());
        // A change without steps is followed by its deployment's end.
        long last = change.admission() + change.count() + (change.steps() == 0 ? 1 : 0);
        var known = new Admitted(change.deployment(), change.version(), change.admission(), last);
        var remembered = Revisions.bounded(recent.plus(change.change(), known));
        return new CatalogState(
                sequence,
                change.version(),
                apps,
                cleared.locks,
                cleared.open.plus(change.deployment(), opened),
                Ending.succeeded(cleared.closed, change),
                remembered,
                groups,
                Revisions.begin(revisions, change.version()));
    }

    private CatalogState define(CatalogFact.ApplicationAdmitted fact) {
        var deployment = opened(fact.deployment(), fact);
        var before = Optional.ofNullable(apps.get(fact.app()));
        var definition =
                new Definition(
                        fact.app(),
                        fact.version(),
                        fact.info(),
                        fact.spec(),
                        deployment.admission(),
                        before.map(Revisions::history).orElse(TreePVector.empty()),
                        fact.victims());
        var planned = new DeploymentState.Planned(fact.step(), fact.app(), fact.action());
        var actions = deployment.actions();
        if (before.isEmpty()) actions = actions.plus(Starts.of(actions, fact.app()));
        return with(
                        apps.plus(fact.app(), definition),
                        Remembered.replaced(deployment, actions.plus(planned), before),
                        fact.app())
                .grouped(GroupId.of(fact.app()));
    }

    private CatalogState remove(CatalogFact.RemovalAdmitted fact) {
        var deployment = opened(fact.deployment(), fact);
        var before = Optional.ofNullable(apps.get(fact.app()));
        var actions = deployment.actions();
        actions = actions.plus(new DeploymentState.Planned(fact.step(), fact.app(), Action.STOP));
        return with(
                apps.minus(fact.app()),
                Remembered.replaced(deployment, actions, before),
                fact.app());
    }

    private CatalogState with(PMap<AppId, Definition> defined, Open deployment, AppId app) {
        return new CatalogState(
                sequence,
                lastVersion,
                defined,
                locks.plus(app, deployment.id()),
                open.plus(deployment.id(), deployment),
                closed,
                recent,
                groups,
                Revisions.replacing(
                        revisions,
                        app,
                        Optional.ofNullable(apps.get(app)).map(Definition::present)));
    }

    private CatalogState group(CatalogFact.GroupAdmitted fact) {
        var said = Optional.of(new Group(fact.dependencies(), fact.enforceRole()));
        return regrouped(fact.group(), said).grouped(fact.group());
    }

    private CatalogState ungroup(GroupId group) {
        return groups.containsKey(group) ? regrouped(group, Optional.empty()) : this;
    }

    /// Has this group and all above it be there.
    private CatalogState grouped(GroupId group) {
        var state = this;
        for (var above : group.line())
            if (!state.groups.containsKey(above))
                state = state.regrouped(above, Optional.of(Group.PLAIN));
        return state;
    }

    private CatalogState regrouped(GroupId group, Optional<Group> next) {
        return new CatalogState(
                sequence,
                lastVersion,
                apps,
                locks,
                open,
                closed,
                recent,
                next.map(it -> groups.plus(group, it)).orElseGet(() -> groups.minus(group)),
                Revisions.regrouping(revisions, group, Optional.ofNullable(groups.get(group))));
    }

    private CatalogState close(DeploymentId deployment, CatalogFact.Outcome outcome, Instant at) {
        var ending = open.get(deployment);
        if (ending == null) return this;
        var held =
                ending.actions().stream()
                        .map(DeploymentState.Planned::app)
                        .filter(app -> deployment.equals(locks.get(app)))
                        .toList();
        return new CatalogState(
                sequence,
                lastVersion,
                apps,
                locks.minusAll(held),
                open.minus(deployment),
                Revisions.bounded(closed.plus(deployment, Ending.of(outcome, at, sequence + 1))),
                recent,
                groups,
                revisions);
    }

    private Open opened(DeploymentId id, CatalogFact fact) {
        var deployment = open.get(id);
        if (deployment == null)
            throw new IllegalStateException("No deployment is open for " + fact);
        return deployment;
    }
}
