package io.dromos.domain.application;

import io.dromos.domain.Context;
import io.dromos.domain.Hearing;
import io.dromos.domain.Policy;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.ApplicationFact.InstanceBecameInactive;
import io.dromos.events.facts.ApplicationFact.InstanceForgotten;
import io.dromos.events.facts.ApplicationFact.KillRequested;
import io.dromos.events.facts.ApplicationFact.Removed;
import io.dromos.events.facts.ApplicationFact.StepDone;
import io.dromos.events.facts.Target;
import io.dromos.events.spec.Constraint;
import io.dromos.events.spec.KillSelection;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance;
import io.dromos.events.state.Instance.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// What follows of itself from a state: who has to go, who is forgotten, what is done.
///
/// While a change exchanges instances, one of an old configuration is told to go only as long as
/// those that run make up its [Capacity].
final class Settling {

    /// Who goes first when there are too many: those that do least, and of those that run the ones
    /// whose checks speak against them.
    private static final List<Kind> LEAST_FIRST =
            List.of(
                    Kind.WAITING,
                    Kind.UNREACHABLE,
                    Kind.PLANNED,
                    Kind.STAGED,
                    Kind.RESTARTING,
                    Kind.UNPROVEN,
                    Kind.RUNNING);

    private final Instant now;
    private final Hearing hearing;
    private final Policy policy;
    private final List<ApplicationFact> facts = new ArrayList<>();
    private ApplicationState state;

    private Settling(ApplicationState state, Context context) {
        this.state = state;
        this.now = context.now();
        this.hearing = context.hearing();
        this.policy = context.policy();
    }

    /// The facts that follow, in order; none if the state is at rest.
    static List<ApplicationFact> settle(ApplicationState state, Context context) {
        var settling = new Settling(state, context);
        settling.forgetGone();
        settling.loseSilent();
        settling.startOverdueAgain();
        settling.dismiss();
        settling.forgetGone();
        settling.finish();
        return settling.facts;
    }

    private void add(ApplicationFact fact) {
        facts.add(fact);
        state = state.evolve(fact);
    }

    /// Who was told to end is not waited for when its agent is silent: if the task comes back after
    /// all, it is killed (protocols 2.10).
    private void forgetGone() {
        for (var kind : List.of(Kind.ENDED, Kind.GIVEN_UP))
            for (var instance : state.instances().pick(kind, _ -> true, Integer.MAX_VALUE, false))
                add(new InstanceForgotten(state.app(), instance.id(), now));
    }

    /// Another takes the place of one whose agent is silent for long, and one whose agent is silent
    /// for longer still is forgotten. Where both take the same time, nothing is between them.
    private void loseSilent() {
        boolean atOnce = tolerance().forgetsAtOnce();
        for (var instance : exhausted(Kind.UNREACHABLE))
            add(
                    atOnce
                            ? new InstanceForgotten(state.app(), instance.id(), now)
                            : new InstanceBecameInactive(
                                    state.app(), instance.task().orElseThrow().id(), now));
        for (var instance : exhausted(Kind.INACTIVE))
            add(new InstanceForgotten(state.app(), instance.id(), now));
    }

    /// What does not become known to Mesos or does not run in good time may hang for ever: it is
    /// ended and begins anew.
    private void startOverdueAgain() {
        for (var kind : List.of(Kind.PLANNED, Kind.STAGED))
            for (var instance : exhausted(kind)) startAgain(instance);
    }

    private void startAgain(Instance instance) {
        add(
                new KillRequested(
                        state.app(),
                        instance.id(),
                        "it did not run within %d s".formatted(policy.launchMax().toSeconds()),
                        false,
                        now));
    }

    private List<Instance> exhausted(Kind kind) {
        return tolerance().exhausted(kind, now);
    }

    private Tolerance tolerance() {
        return Tolerance.of(state, hearing, policy);
    }

    private void dismiss() {
        if (state.rollout().paused()) return;
        dismissNamed();
        dismissInactive();
        if (!Wishes.exchanges(state)) {
            dismissSurplus();
            return;
        }
        dismissNew();
        dismissOld();
    }

    /// Who was named by whoever asked for fewer goes, whoever else would.
    private void dismissNamed() {
        if (!state.rollout().rolling()) return;
        for (var id : state.run().flatMap(Target.Run::victims).orElse(List.of()))
            state.instances()
                    .find(id)
                    .filter(instance -> !instance.decommissioned())
                    .ifPresent(it ->
                            add(
                                    new KillRequested(
                                            state.app(), id, KillRequested.BY_USER, true, now)));
    }

    /// Who has no place here any more is not waited for.
    private void dismissInactive() {
        if (state.rollout().rolling())
            end(state.instances().pick(Kind.INACTIVE, this::isOld, Integer.MAX_VALUE, false));
    }

    /// Those beyond the number wanted go, those that do least and those of an old configuration
    /// first.
    private void dismissSurplus() {
        if (state.rollout().target().isEmpty()) return;
        int surplus = Wishes.active(state) - state.rollout().effective();
        if (surplus <= 0) return;
        if (Balance.isWanted(constraints())) {
            for (var kind : LEAST_FIRST) surplus = dismiss(kind, this::isOld, surplus);
            surplus = dismiss(Kind.WAITING, config -> !isOld(config), surplus);
            dismissEvenly(surplus);
            return;
        }
        for (var kind : LEAST_FIRST) {
            surplus = dismiss(kind, this::isOld, surplus);
            surplus = dismiss(kind, config -> !isOld(config), surplus);
        }
    }

    /// While instances are exchanged, only the new ones are counted against the number wanted.
    private void dismissNew() {
        int surplus = Wishes.live(state, config -> !isOld(config)) - state.rollout().effective();
        if (Balance.isWanted(constraints())) {
            dismissEvenly(surplus);
            return;
        }
        for (var kind : LEAST_FIRST)
            if (kind != Kind.WAITING) surplus = dismiss(kind, config -> !isOld(config), surplus);
    }

    /// Lets up to so many new ones go, so that what GROUP_BY counts stays even, as far as what runs
    /// stays at the least.
    private void dismissEvenly(int surplus) {
        if (surplus <= 0) return;
        boolean youngest = killSelection() == KillSelection.YOUNGEST_FIRST;
        var candidates = new ArrayList<Instance>();
        for (var kind : LEAST_FIRST)
            if (kind != Kind.WAITING)
                candidates.addAll(
                        state.instances()
                                .pick(kind, it -> !isOld(it), Integer.MAX_VALUE, youngest));
        int spare = state.instances().count(Kind.RUNNING) - Capacity.of(state).least();
        end(Balance.choose(constraints(), candidates, surplus, Math.max(0, spare)));
    }

    private List<Constraint> constraints() {
        return state.run().map(run -> run.spec().constraints()).orElse(List.of());
    }

    /// Lets up to so many go and returns how many could not.
    private int dismiss(Kind kind, Predicate<Version> config, int surplus) {
        boolean youngest = killSelection() == KillSelection.YOUNGEST_FIRST;
        return surplus - end(state.instances().pick(kind, config, surplus, youngest));
    }

    private int end(List<Instance> some) {
        for (var instance : some)
            add(new KillRequested(state.app(), instance.id(), why(instance), true, now));
        return some.size();
    }

    /// What does not run goes first, so that what runs stays at the least.
    private void dismissOld() {
        int successors = state.instances().count(Kind.RUNNING, config -> !isOld(config));
        int surplus = successors + Wishes.live(state, this::isOld) - Capacity.of(state).least();
        for (var kind : LEAST_FIRST)
            if (kind != Kind.WAITING)
                surplus -= end(state.instances().pick(kind, this::isOld, surplus, false));
    }

    private String why(Instance instance) {
        if (state.run().isEmpty()) return "the application is removed";
        return isOld(instance.config())
                ? "replaced by a newer version"
                : "more instances than wanted";
    }

    private boolean isOld(Version config) {
        return Wishes.isOld(state, config);
    }

    private KillSelection killSelection() {
        return state.run()
                .map(run -> run.spec().killSelection())
                .orElse(KillSelection.YOUNGEST_FIRST);
    }

    private void finish() {
        if (!state.rollout().rolling()) return;
        var release = state.rollout().release().orElseThrow();
        boolean done =
                switch (state.rollout().target().orElseThrow()) {
                    case Target.Remove _ -> state.instances().size() == 0;
                    case Target.Run run -> isReached(run);
                };
        if (!done) return;
        if (state.rollout().target().orElseThrow() instanceof Target.Remove)
            add(new Removed(state.app(), now));
        add(new StepDone(state.app(), release.deployment(), release.step(), now));
    }

    private boolean isReached(Target.Run run) {
        int wanted = run.spec().instances();
        int counted = state.instances().size() - state.instances().count(Kind.INACTIVE);
        if (startsNobody(run)) return counted <= wanted && nobodyLeaves();
        return state.instances().count(Kind.RUNNING, config -> !isOld(config)) == wanted
                && counted == wanted;
    }

    /// Whether the change only lowers the number of instances: as in Marathon it waits for those
    /// that are to end, and for nobody's health. One that takes an unfinished change over has what
    /// that one had still to start.
    private boolean startsNobody(Target.Run run) {
        return state.rollout().settled()
                && run.spec().instances() < state.rollout().held()
                && !run.version().equals(run.info().lastConfigChangeAt());
    }

    private boolean nobodyLeaves() {
        return state.instances().count(Kind.LEAVING) == 0 && !Wishes.exchanges(state);
    }
}
