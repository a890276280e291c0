package io.dromos.domain.catalog;

import io.dromos.domain.Limits;
import io.dromos.domain.definition.Checked;
import io.dromos.domain.definition.Definition;
import io.dromos.domain.definition.Violation;
import io.dromos.events.AppId;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.state.CatalogState;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns edits into the definitions they bring about.
final class Edits {

    private final CatalogState state;
    private final Limits limits;

    /// What is wanted of the applications named so far; absent means it is to go.
    private final Map<AppId, Optional<ApplicationSpec>> wanted = Catalog.ordered();

    private final Set<AppId> restarted = new LinkedHashSet<>();

    /// Those whose definition comes from the past.
    private final Set<AppId> restored = new LinkedHashSet<>();

    private Edits(CatalogState state, Limits limits) {
        this.state = state;
        this.limits = limits;
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
    record Edited(List<AppId> touched, Map<AppId, ApplicationSpec> specs, Set<AppId> restarted)
            implements Result {}

    static Result apply(CatalogState state, List<Edit> edits, Limits limits) {
        var edited = new Edits(state, limits);
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
                            : define(create.app(), Definition.create(create.app(), create.patch()));
            case Edit.Update update -> update(update);
            case Edit.Remove remove -> {
                if (current(remove.app()).isEmpty()) yield unknown(remove.app());
                wanted.put(remove.app(), Optional.empty());
                yield Optional.empty();
            }
            case Edit.Restart restart -> {
                if (current(restart.app()).isEmpty()) yield unknown(restart.app());
                restarted.add(restart.app());
                wanted.put(restart.app(), current(restart.app()));
                yield Optional.empty();
            }
            case Edit.Revert revert -> revert(revert);
            case Edit.Shrink shrink -> shrink(shrink);
            case Edit.RollBack rollBack -> rollBack(rollBack);
        };
    }

    private Optional<Refusal> update(Edit.Update update) {
        var current = current(update.app());
        if (current.isEmpty() && !update.mayCreate()) return unknown(update.app());
        if (current.isEmpty() || update.replace())
            return define(update.app(), Definition.create(update.app(), update.patch()));
        return define(update.app(), Definition.update(update.app(), current.get(), update.patch()));
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
        wanted.put(shrink.app(), Optional.of(current.get().withInstances(left)));
        return Optional.empty();
    }

    /// Brings back what the deployment replaced; what others changed since is kept.
    private Optional<Refusal> rollBack(Edit.RollBack rollBack) {
        var open = state.open().get(rollBack.deployment());
        if (open == null) return Optional.of(new Refusal.UnknownDeployment(rollBack.deployment()));
        for (var planned : open.actions()) {
            var before = Optional.ofNullable(open.before().get(planned.app()));
            wanted.put(planned.app(), before.map(CatalogState.Definition::spec));
            restored.add(planned.app());
        }
        return Optional.empty();
    }

    private Optional<Refusal> define(AppId app, Checked checked) {
        return switch (checked) {
            case Checked.Bad bad -> Optional.of(new Refusal.Invalid(app, bad.violations()));
            case Checked.Good good when good.spec().instances() > limits.instancesMax() ->
                    Optional.of(tooManyInstances(app, good.spec().instances()));
            case Checked.Good good -> {
                wanted.put(app, Optional.of(good.spec()));
                yield Optional.empty();
            }
        };
    }

    private Refusal tooManyInstances(AppId app, int instances) {
        var rule = "got " + instances + ", expected " + limits.instancesMax() + " or less";
        return new Refusal.Invalid(app, List.of(new Violation("/instances", rule)));
    }

    private Optional<ApplicationSpec> current(AppId app) {
        var edited = wanted.get(app);
        if (edited != null) return edited;
        return Optional.ofNullable(state.apps().get(app)).map(CatalogState.Definition::spec);
    }

    private static Optional<Refusal> unknown(AppId app) {
        return Optional.of(new Refusal.UnknownApplication(app));
    }

    private Result finish() {
        int created = 0;
        var specs = new HashMap<AppId, ApplicationSpec>();
        for (var entry : wanted.entrySet()) {
            entry.getValue().ifPresent(spec -> specs.put(entry.getKey(), spec));
            if (entry.getValue().isPresent() && !state.apps().containsKey(entry.getKey()))
                created++;
        }
        if (created > 0 && state.apps().size() + created > limits.applicationsMax())
            return new Refused(new Refusal.TooManyApplications(limits.applicationsMax()));
        return switch (ServicePorts.assign(state.apps(), wanted, restored, limits)) {
            case ServicePorts.Taken _ ->
                    new Refused(
                            new Refusal.ServicePortsTaken(
                                    limits.servicePortMin(), limits.servicePortMax()));
            case ServicePorts.Assigned assigned ->
                    new Edited(
                            List.copyOf(wanted.keySet()), assigned.specs(), Set.copyOf(restarted));
        };
    }
}
