package io.dromos.domain.catalog;

import io.dromos.domain.Limits;
import io.dromos.domain.Policy;
import io.dromos.domain.definition.AllowedRoles;
import io.dromos.domain.definition.ApplicationPatch;
import io.dromos.domain.definition.Checked;
import io.dromos.domain.definition.Definition;
import io.dromos.domain.definition.Violation;
import io.dromos.events.AppId;
import io.dromos.events.GroupId;
import io.dromos.events.InstanceId;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.state.CatalogState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Turns edits into the definitions they bring about.
final class Edits {

    private final CatalogState state;
    private final Limits limits;
    private final Policy policy;

    /// What is wanted of the applications named so far; absent means it is to go.
    private final Map<AppId, Optional<ApplicationSpec>> wanted = Catalog.ordered();

    /// Instances that are named to go.
    private final Map<AppId, List<InstanceId>> victims = new HashMap<>();

    private final Set<AppId> restarted = new LinkedHashSet<>();

    /// Those whose definition comes from the past.
    private final Set<AppId> restored = new LinkedHashSet<>();

    /// The applications there are after the edits so far; made when a group's edit needs it.
    private Optional<NavigableSet<AppId>> apps = Optional.empty();

    private final GroupEdits groups;

    private Edits(CatalogState state, Limits limits, Policy policy) {
        this.state = state;
        this.limits = limits;
        this.policy = policy;
        this.groups = new GroupEdits(state, this, policy);
    }

    /// What edits come to.
    sealed interface Result {}

    /// One cannot be done, so none is.
    record Refused(Refusal refusal) implements Result {}

    /// The definitions after all edits.
    ///
    /// @param touched every application an edit named, in order
    /// @param specs definitions of those that stay, service ports assigned
    /// @param restarted those whose instances are replaced though nothing changes
    /// @param victims instances that are named to go
    /// @param groups what becomes of the groups
    record Edited(
            List<AppId> touched,
            Map<AppId, ApplicationSpec> specs,
            Set<AppId> restarted,
            Map<AppId, List<InstanceId>> victims,
            Regrouped groups)
            implements Result {}

    static Result apply(CatalogState state, List<Edit> edits, Limits limits, Policy policy) {
        var edited = new Edits(state, limits, policy);
        for (var edit : edits) {
            var refusal = edited.apply(edit);
            if (refusal.isPresent()) return new Refused(refusal.get());
        }
        return edited.finish();
    }

    private Optional<Refusal> apply(Edit edit) {
        return switch (edit) {
            case Edit.Create create ->
                    current(create.app()).isPresent()
                            ? Optional.of(new Refusal.AlreadyExists(create.app()))
                            : create(create.app(), create.patch());
            case Edit.Update update -> update(update);
            case Edit.Remove remove -> {
                if (current(remove.app()).isEmpty()) yield unknown(remove.app());
                remove(remove.app());
                yield Optional.empty();
            }
            case Edit.Restart restart -> {
                if (current(restart.app()).isEmpty()) yield unknown(restart.app());
                restarted.add(restart.app());
                want(restart.app(), current(restart.app()));
                yield Optional.empty();
            }
            case Edit.Revert revert -> revert(revert);
            case Edit.Restore restore -> bringBack(restore.app(), restore.spec(), false);
            case Edit.Shrink shrink -> shrink(shrink);
            case Edit.RollBack rollBack -> rollBack(rollBack);
            case Edit.PutGroup put -> groups.put(put);
            case Edit.RemoveGroup remove -> groups.remove(remove.group());
            case Edit.ScaleGroup scale -> groups.scale(scale);
            case Edit.RevertGroup revert -> groups.revert(revert);
            case Edit.RestoreGroup restore -> groups.restore(restore.group(), restore.tree());
        };
    }

    private Optional<Refusal> update(Edit.Update update) {
        var current = current(update.app());
        if (current.isEmpty() && !update.mayCreate()) return unknown(update.app());
        if (current.isEmpty() || update.replace()) return create(update.app(), update.patch());
        return define(
                update.app(),
                Definition.update(
                        update.app(), current.get(), update.patch(), roles(update.app())));
    }

    /// Wants what is said, and defaults where nothing is.
    Optional<Refusal> create(AppId app, ApplicationPatch patch) {
        return define(app, Definition.create(app, patch, roles(app)));
    }

    private AllowedRoles roles(AppId app) {
        var roles = AllowedRoles.of(app, groups.enforces(app), policy.role());
        return current(app).map(ApplicationSpec::role).map(roles::and).orElse(roles);
    }

    private Optional<Refusal> revert(Edit.Revert revert) {
        var definition = state.apps().get(revert.app());
        if (definition == null) return unknown(revert.app());
        restored.add(revert.app());
        if (definition.version().equals(revert.version()))
            return define(revert.app(), new Checked.Good(definition.spec()));
        for (var past : definition.past())
            if (past.version().equals(revert.version()))
                return define(revert.app(), new Checked.Good(past.spec()));
        return Optional.of(new Refusal.UnknownVersion(revert.app(), revert.version()));
    }

    private Optional<Refusal> shrink(Edit.Shrink shrink) {
        var current = current(shrink.app());
        if (current.isEmpty()) return unknown(shrink.app());
        int left = Math.max(0, current.get().instances() - shrink.by());
        if (!shrink.victims().isEmpty()) victims.put(shrink.app(), shrink.victims());
        want(shrink.app(), Optional.of(current.get().withInstances(left)));
        return Optional.empty();
    }

    /// Brings back what the deployment replaced; what others changed since is kept.
    private Optional<Refusal> rollBack(Edit.RollBack rollBack) {
        var open = state.open().get(rollBack.deployment());
        if (open == null) return Optional.of(new Refusal.UnknownDeployment(rollBack.deployment()));
        for (var planned : open.actions()) {
            var before = Optional.ofNullable(open.before().get(planned.app()));
            restore(planned.app(), before.map(CatalogState.Definition::spec));
        }
        groups.rollBack(open.version());
        return Optional.empty();
    }

    /// Wants what was before, or that it goes.
    void restore(AppId app, Optional<ApplicationSpec> spec) {
        want(app, spec);
        restored.add(app);
    }

    /// Wants what the log holds, if it keeps the rules of today. The application may keep its role.
    ///
    /// @param withGroup whether the group that says which roles it may have comes back as well
    Optional<Refusal> bringBack(AppId app, ApplicationSpec spec, boolean withGroup) {
        restored.add(app);
        var roles = AllowedRoles.of(app, groups.enforces(app), policy.role());
        var now = Optional.ofNullable(state.apps().get(app)).map(it -> it.spec().role());
        if (now.isPresent()) roles = roles.and(now.get());
        if (withGroup) roles = roles.and(spec.role());
        return define(app, Definition.update(app, spec, ApplicationPatch.NOTHING, roles));
    }

    /// Wants that it goes.
    void remove(AppId app) {
        want(app, Optional.empty());
    }

    private void want(AppId app, Optional<ApplicationSpec> spec) {
        wanted.put(app, spec);
        note(app, spec);
    }

    private void note(AppId app, Optional<ApplicationSpec> spec) {
        if (apps.isEmpty()) return;
        if (spec.isPresent()) apps.get().add(app);
        else apps.get().remove(app);
    }

    /// Wants this number of instances.
    Optional<Refusal> scale(AppId app, int instances) {
        return define(app, new Checked.Good(current(app).orElseThrow().withInstances(instances)));
    }

    /// Wants this definition, if it keeps the rules.
    Optional<Refusal> define(AppId app, Checked checked) {
        return switch (checked) {
            case Checked.Bad bad -> Optional.of(new Refusal.Invalid(app, bad.violations()));
            case Checked.Good good when good.spec().instances() > limits.instancesMax() ->
                    Optional.of(tooManyInstances(app, good.spec().instances()));
            case Checked.Good good -> {
                want(app, Optional.of(good.spec()));
                yield Optional.empty();
            }
        };
    }

    private Refusal tooManyInstances(AppId app, int instances) {
        var rule = "got " + instances + ", expected " + limits.instancesMax() + " or less";
        return new Refusal.Invalid(app, List.of(new Violation("/instances", rule)));
    }

    /// The applications in a group, however deep, after the edits so far.
    List<AppId> in(GroupId group) {
        if (apps.isEmpty()) {
            apps = Optional.of(new TreeSet<>(state.apps().keySet()));
            wanted.forEach(this::note);
        }
        return List.copyOf(group.in(apps.get()));
    }

    /// The definition after the edits so far.
    Optional<ApplicationSpec> current(AppId app) {
        var edited = wanted.get(app);
        if (edited != null) return edited;
        return Optional.ofNullable(state.apps().get(app)).map(CatalogState.Definition::spec);
    }

    private static Optional<Refusal> unknown(AppId app) {
        return Optional.of(new Refusal.UnknownApplication(app));
    }

    private Result finish() {
        var created = new ArrayList<AppId>();
        wanted.forEach((app, spec) -> {
            if (spec.isPresent() && !state.apps().containsKey(app)) created.add(app);
        });
        if (!created.isEmpty() && state.apps().size() + created.size() > limits.applicationsMax())
            return new Refused(new Refusal.TooManyApplications(limits.applicationsMax()));
        created.forEach(groups::begin);
        var shared = groups.giveWay(created);
        if (shared.isPresent()) return new Refused(shared.get());
        var beyond = groups.beyond(created, limits);
        if (beyond.isPresent()) return new Refused(beyond.get());
        return switch (ServicePorts.assign(state.apps(), wanted, restored, limits)) {
            case ServicePorts.Taken _ ->
                    new Refused(
                            new Refusal.ServicePortsTaken(
                                    limits.servicePortMin(), limits.servicePortMax()));
            case ServicePorts.Assigned assigned ->
                    new Edited(
                            List.copyOf(wanted.keySet()),
                            assigned.specs(),
                            Set.copyOf(restarted),
                            Map.copyOf(victims),
                            groups.regrouped());
        };
    }
}
