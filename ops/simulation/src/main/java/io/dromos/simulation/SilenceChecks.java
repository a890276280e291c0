package io.dromos.simulation;

import io.dromos.domain.Policy;
import io.dromos.events.facts.ApplicationFact.InstanceBecameInactive;
import io.dromos.events.facts.ApplicationFact.InstanceForgotten;
import io.dromos.events.facts.ApplicationFact.KillRequested;
import io.dromos.events.spec.UnreachableStrategy;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance;
import io.dromos.events.state.Instance.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Who is not heard of is waited for as long as his definition and the policy say.
///
/// @param policy what whoever runs the servers has settled
record SilenceChecks(Policy policy) {

    /// A silent agent's instance is kept as long as its definition says, and no other one is
    /// forgotten while a run of it is at work.
    static void forgotten(ApplicationState before, InstanceForgotten gone) {
        var instance = before.instances().find(gone.instance()).orElseThrow();
        var run = instance.task();
        Broken.unless(
                run.isEmpty() || run.get().unreachableSince().isPresent(),
                "%s is forgotten while %s is at work",
                gone.instance(),
                run.map(Instance.Task::id));
        boolean inactive = instance.kind() == Kind.INACTIVE;
        if (!inactive && instance.kind() != Kind.UNREACHABLE) return;
        if (before.run().isEmpty()) return;
        var after =
                strategy(before)
                        .map(it -> inactive ? it.expunge().minus(it.inactive()) : it.expunge());
        Broken.unless(
                isPast(instance, after, gone.at()), "%s is forgotten too early", gone.instance());
    }

    /// Another takes its place.
    static void replaced(ApplicationState before, InstanceBecameInactive fact) {
        var instance = before.instances().find(fact.task().instance()).orElseThrow();
        var after = strategy(before).map(UnreachableStrategy.After::inactive);
        Broken.unless(
                instance.kind() == Kind.UNREACHABLE && isPast(instance, after, fact.at()),
                "%s is replaced too early",
                fact.task());
    }

    private static Optional<UnreachableStrategy.After> strategy(ApplicationState state) {
        return state.run()
                .map(run -> run.spec().unreachable())
                .filter(UnreachableStrategy.After.class::isInstance)
                .map(UnreachableStrategy.After.class::cast);
    }

    private static boolean isPast(Instance instance, Optional<Duration> limit, Instant now) {
        return limit.filter(it -> !instance.since().plus(it).isAfter(now)).isPresent();
    }

    /// Nobody but users and health checks tells one to begin anew before it took too long to run.
    void killed(ApplicationState before, KillRequested kill) {
        if (kill.decommission() || kill.why().equals(KillRequested.BY_USER) || kill.isForHealth())
            return;
        Broken.unless(
                isOverdue(before, kill), "%s begins anew too early: %s", kill.instance(), kill);
    }

    /// Whether it took too long to run, and begins anew.
    boolean isOverdue(ApplicationState before, KillRequested kill) {
        var instance = before.instances().find(kill.instance()).orElseThrow();
        boolean comes = instance.kind() == Kind.PLANNED || instance.kind() == Kind.STAGED;
        return comes
                && !kill.decommission()
                && isPast(instance, Optional.of(policy.launchMax()), kill.at());
    }
}
