package io.dromos.simulation;

import io.dromos.domain.Context;
import io.dromos.domain.Hearing;
import io.dromos.domain.Policy;
import io.dromos.domain.application.ApplicationCommand;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.ApplicationFact.InstanceBecameInactive;
import io.dromos.events.facts.ApplicationFact.InstanceForgotten;
import io.dromos.events.facts.ApplicationFact.InstancePlanned;
import io.dromos.events.facts.ApplicationFact.KillRequested;
import io.dromos.events.facts.ApplicationFact.StepDone;
import io.dromos.events.spec.Constraint;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance;
import io.dromos.events.state.Instance.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rules of health, capacity and steps, each of which can be broken on purpose.
///
/// @param course says which
record Misdeeds(Course course) {

    private static final Duration HASTE = Duration.ofSeconds(1);

    /// What an application is told in place of this.
    ApplicationCommand told(ApplicationState state, ApplicationCommand command) {
        return switch (command) {
            case ApplicationCommand.Observe(var delivery, var updates)
                    when course.has(Fault.ILLNESS_IGNORED) ->
                    new ApplicationCommand.Observe(
                            delivery, updates.stream().map(Misdeeds::well).toList());
            case ApplicationCommand.Examine(var findings) when course.has(Fault.ILLNESS_IGNORED) ->
                    new ApplicationCommand.Examine(
                            findings.stream().filter(it -> !isIll(it)).toList());
            case ApplicationCommand.Examine(var findings) when course.has(Fault.ILL_SPARED) ->
                    new ApplicationCommand.Examine(
                            findings.stream().map(Misdeeds::spared).toList());
            case ApplicationCommand.Release(_, var deployment, var step, var steering)
                    when course.has(Fault.SUPERSEDED_RELEASE_ACCEPTED) ->
                    new ApplicationCommand.Release(
                            state.rollout().admission(),
                            state.rollout().deployment().orElse(deployment),
                            step,
                            steering);
            case ApplicationCommand.Adopt _,
                    ApplicationCommand.Release _,
                    ApplicationCommand.Leave _,
                    ApplicationCommand.Pause _,
                    ApplicationCommand.Plan _,
                    ApplicationCommand.Account _,
                    ApplicationCommand.Abandon _,
                    ApplicationCommand.Observe _,
                    ApplicationCommand.Examine _,
                    ApplicationCommand.Kill _,
                    ApplicationCommand.ResetDelay _,
                    ApplicationCommand.Tick _ ->
                    command;
        };
    }

    /// What it knows of who was listened to, and for how long others may be silent.
    Context heard(Context context) {
        if (course.has(Fault.STARTED_AGAIN_EARLY)) return with(context, Hearing.ALWAYS, HASTE);
        return course.has(Fault.SILENCE_IGNORED)
                ? with(context, Hearing.NEVER, context.policy().launchMax())
                : context;
    }

    private static Context with(Context context, Hearing hearing, Duration launchMax) {
        var policy =
                new Policy(launchMax, context.policy().role(), context.policy().newGroupsEnforce());
        return new Context(context.now(), context.ids(), context.limits(), hearing, policy);
    }

    private static ApplicationCommand.Update well(ApplicationCommand.Update update) {
        return new ApplicationCommand.Update(
                update.task(),
                update.state(),
                update.reason(),
                update.message(),
                update.healthy().filter(it -> it),
                update.ips());
    }

    private static boolean isIll(ApplicationCommand.Finding finding) {
        return finding instanceof ApplicationCommand.Unhealthy;
    }

    private static ApplicationCommand.Finding spared(ApplicationCommand.Finding finding) {
        return finding instanceof ApplicationCommand.Unhealthy(var task, var cause, _)
                ? new ApplicationCommand.Unhealthy(task, cause, false)
                : finding;
    }

    /// What is decided in place of these facts.
    ///
    /// @param after the state they lead to
    List<ApplicationFact> decided(
            ApplicationState state,
            List<ApplicationFact> facts,
            ApplicationState after,
            Context context) {
        if (course.has(Fault.UNPROVEN_COUNTED)) return plus(facts, unproven(after, context));
        if (course.has(Fault.OVER_CAPACITY)) return plus(facts, oneMore(facts, context));
        if (course.has(Fault.DONE_TOO_EARLY)) return plus(facts, done(after, context));
        if (course.has(Fault.EXPUNGED_EARLY)) return plus(facts, expunged(after, context));
        if (course.has(Fault.REPLACED_EARLY)) return plus(facts, replaced(after, context));
        if (course.has(Fault.REPLACED_WITHOUT_KILL))
            return facts.stream().map(it -> forgotten(it, context)).toList();
        if (course.has(Fault.UNEVEN_SCALE_DOWN)) return uneven(state, facts);
        return facts;
    }

    private static List<ApplicationFact> plus(
            List<ApplicationFact> facts, Optional<ApplicationFact> more) {
        var all = new ArrayList<>(facts);
        more.ifPresent(all::add);
        return all;
    }

    /// As many of the old ones as there are new ones that did not pass their checks yet.
    private static Optional<ApplicationFact> unproven(ApplicationState after, Context context) {
        var config = after.config();
        if (!after.rollout().rolling() || config.isEmpty()) return Optional.empty();
        if (after.instances().count(Kind.UNPROVEN, config.get()::equals) == 0)
            return Optional.empty();
        return old(after, config.get()).map(id -> killed(after, id, context));
    }

    private static Optional<InstanceId> old(ApplicationState state, Version config) {
        return state.instances().pick(Kind.RUNNING, it -> !it.equals(config), 1, false).stream()
                .map(Instance::id)
                .findFirst();
    }

    private static ApplicationFact killed(ApplicationState state, InstanceId id, Context context) {
        return new KillRequested(
                state.app(), id, "replaced by a newer version", true, context.now());
    }

    /// At the place of another one, which the next offer would have had as well.
    private static Optional<ApplicationFact> oneMore(List<ApplicationFact> facts, Context context) {
        for (var fact : facts)
            if (fact instanceof InstancePlanned plan) {
                var id = InstanceId.of(plan.app(), context.ids().next());
                return Optional.of(
                        new InstancePlanned(
                                plan.app(),
                                id,
                                TaskId.of(id, 1),
                                plan.config(),
                                plan.placement(),
                                plan.epoch(),
                                plan.at()));
            }
        return Optional.empty();
    }

    private static Optional<ApplicationFact> done(ApplicationState after, Context context) {
        if (!after.rollout().rolling()) return Optional.empty();
        var release = after.rollout().release().orElseThrow();
        return Optional.of(
                new StepDone(after.app(), release.deployment(), release.step(), context.now()));
    }

    private static Optional<ApplicationFact> expunged(ApplicationState after, Context context) {
        return after.instances().pick(Kind.UNREACHABLE, _ -> true, 1, false).stream()
                .<ApplicationFact>map(
                        it -> new InstanceForgotten(after.app(), it.id(), context.now()))
                .findFirst();
    }

    private static Optional<ApplicationFact> replaced(ApplicationState after, Context context) {
        return after.instances().pick(Kind.UNREACHABLE, _ -> true, 1, false).stream()
                .flatMap(it -> it.task().stream())
                .<ApplicationFact>map(
                        it -> new InstanceBecameInactive(after.app(), it.id(), context.now()))
                .findFirst();
    }

    private static ApplicationFact forgotten(ApplicationFact fact, Context context) {
        return fact instanceof KillRequested kill && kill.isForHealth()
                ? new InstanceForgotten(kill.app(), kill.instance(), context.now())
                : fact;
    }

    /// Who goes because there are too many is of a smaller group.
    private static List<ApplicationFact> uneven(
            ApplicationState state, List<ApplicationFact> facts) {
        var constraint =
                state.run().stream()
                        .flatMap(run -> run.spec().constraints().stream())
                        .filter(it -> it.operator() == Constraint.Operator.GROUP_BY)
                        .findFirst();
        if (constraint.isEmpty()) return facts;
        return facts.stream()
                .map(it ->
                        it instanceof KillRequested kill
                                        && kill.why().equals(BalanceChecks.TOO_MANY)
                                ? BalanceChecks.ofSmallerGroup(state, constraint.get(), kill)
                                : it)
                .distinct()
                .toList();
    }
}
