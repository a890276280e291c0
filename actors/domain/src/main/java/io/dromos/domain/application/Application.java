package io.dromos.domain.application;

import io.dromos.domain.Context;
import io.dromos.domain.Decider;
import io.dromos.domain.Decision;
import io.dromos.domain.application.ApplicationReply.Knowledge;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.ApplicationFact.DelayReset;
import io.dromos.events.facts.ApplicationFact.InstancePlanned;
import io.dromos.events.facts.ApplicationFact.KillRequested;
import io.dromos.events.facts.ApplicationFact.LaunchAbandoned;
import io.dromos.events.facts.ApplicationFact.StragglerEnded;
import io.dromos.events.facts.ApplicationFact.TaskObserved;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.ApplicationState.Delay;
import io.dromos.events.state.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Decides how an application is made true.
///
/// After each command's own facts come those that follow of themselves ([Settling]), so that a
/// state at rest never leaves a decision to be taken.
public final class Application
        implements Decider<
                ApplicationState, ApplicationCommand, ApplicationFact, ApplicationReply> {

    @Override
    public ApplicationState evolve(ApplicationState state, ApplicationFact fact) {
        return state.evolve(fact);
    }

    @Override
    public Decision<ApplicationFact, ApplicationReply> decide(
            ApplicationState state, ApplicationCommand command, Context context) {
        var own = own(state, command, context);
        var facts = new ArrayList<>(own.facts());
        var after = state;
        for (var fact : own.facts()) after = after.evolve(fact);
        facts.addAll(Settling.settle(after, context));
        return new Decision<>(facts, own.reply());
    }

    private static Decision<ApplicationFact, ApplicationReply> own(
            ApplicationState state, ApplicationCommand command, Context context) {
        return switch (command) {
            case ApplicationCommand.Adopt adopt -> Following.adopt(state, adopt, context.now());
            case ApplicationCommand.Release release -> Following.release(state, release, context);
            case ApplicationCommand.Pause pause -> Following.pause(state, pause, context);
            case ApplicationCommand.Leave leave -> Following.leave(state, leave, context.now());
            case ApplicationCommand.Plan plan -> plan(state, plan, context);
            case ApplicationCommand.Account account ->
                    Decision.reply(
                            new ApplicationReply.Planned(
                                    account.batch(), account.epoch(), List.of()));
            case ApplicationCommand.Abandon abandon -> abandon(state, abandon, context);
            case ApplicationCommand.Observe observe -> observe(state, observe, context);
            case ApplicationCommand.Examine examine ->
                    new Decision<>(
                            Examination.of(state, examine.findings(), context.now()),
                            new ApplicationReply.Ok());
            case ApplicationCommand.Kill kill -> kill(state, kill, context);
            case ApplicationCommand.ResetDelay _ ->
                    state.delay().equals(Delay.NONE)
                            ? Decision.reply(new ApplicationReply.Ok())
                            : one(
                                    new DelayReset(state.app(), context.now()),
                                    new ApplicationReply.Ok());
            case ApplicationCommand.Tick(var offers) ->
                    new Decision<>(
                            Patience.stalled(state, offers, context), new ApplicationReply.Ok());
        };
    }

    /// Takes as many places as launches are wanted: first for instances that wait for their next
    /// run, then for new ones. Between the front, which compares what was wanted, and here others
    /// may have come or gone: places that no longer suit are not taken.
    private static Decision<ApplicationFact, ApplicationReply> plan(
            ApplicationState state, ApplicationCommand.Plan plan, Context context) {
        int wanted =
                suits(state, plan)
                        ? Math.min(Wishes.launches(state, context.now()), plan.placements().size())
                        : 0;
        var waiting = waiting(state, wanted, plan.taken());
        var facts = new ArrayList<ApplicationFact>();
        var confirmed = new ArrayList<ApplicationReply.Confirmed>();
        for (int i = 0; i < wanted; i++) {
            var task =
                    i < waiting.size()
                            ? waiting.get(i).nextTask()
                            : TaskId.of(InstanceId.of(state.app(), context.ids().next()), 1);
            var planned =
                    new InstancePlanned(
                            state.app(),
                            task.instance(),
                            task,
                            plan.config(),
                            plan.placements().get(i),
                            plan.epoch(),
                            context.now());
            facts.add(planned);
            confirmed.add(new ApplicationReply.Confirmed(i, planned));
        }
        return new Decision<>(
                facts, new ApplicationReply.Planned(plan.batch(), plan.epoch(), confirmed));
    }

    /// Whether the places suit. The front compares what was wanted as well, but others may have
    /// come or gone by what it had sent here before.
    private static boolean suits(ApplicationState state, ApplicationCommand.Plan plan) {
        return state.config().equals(Optional.of(plan.config()))
                && plan.chosen().stream().allMatch(it -> Neighbours.suit(it, state));
    }

    /// Instances whose next run may have its name, at most so many.
    private static List<Instance> waiting(ApplicationState state, int max, Set<TaskId> taken) {
        return state
                .instances()
                .pick(Instance.Kind.WAITING, _ -> true, max + taken.size(), false)
                .stream()
                .filter(instance -> !taken.contains(instance.nextTask()))
                .limit(max)
                .toList();
    }

    private static Decision<ApplicationFact, ApplicationReply> abandon(
            ApplicationState state, ApplicationCommand.Abandon abandon, Context context) {
        var reply = new ApplicationReply.Abandoned(abandon.task());
        // Once Mesos has told of the task it was launched after all: the task lives or ends by
        // updates.
        if (atWork(state, abandon.task()).filter(Instance.Task::planned).isEmpty())
            return Decision.reply(reply);
        return one(
                new LaunchAbandoned(
                        state.app(),
                        abandon.task(),
                        abandon.why(),
                        abandon.penalty(),
                        context.now()),
                reply);
    }

    private static Decision<ApplicationFact, ApplicationReply> observe(
            ApplicationState state, ApplicationCommand.Observe observe, Context context) {
        var facts = new ArrayList<ApplicationFact>();
        var knowledge = new ArrayList<Knowledge>();
        var current = state;
        for (var update : observe.updates()) {
            var task = atWork(current, update.task());
            knowledge.add(knowledge(current, update.task(), task.isPresent()));
            if (task.isEmpty() ? !endsStraggler(current, update) : !isNews(task.get(), update))
                continue;
            var fact =
                    task.isEmpty()
                            ? ended(current, update, context)
                            : observed(current, update, context);
            facts.add(fact);
            current = current.evolve(fact);
            // Whoever is sent away goes on elsewhere at once, whatever failed before.
            if (!isDrained(update) || current.delay().equals(Delay.NONE)) continue;
            var reset = new DelayReset(state.app(), context.now());
            facts.add(reset);
            current = current.evolve(reset);
        }
        return new Decision<>(facts, new ApplicationReply.Observed(observe.delivery(), knowledge));
    }

    /// Whether its agent is being drained.
    private static boolean isDrained(ApplicationCommand.Update update) {
        return update.reason()
                .filter(it ->
                        it.equals("REASON_AGENT_DRAINING") || it.equals("REASON_SLAVE_DRAINING"))
                .isPresent();
    }

    private static Knowledge knowledge(ApplicationState state, TaskId task, boolean atWork) {
        if (atWork) return Knowledge.KNOWN;
        return state.knows(task) ? Knowledge.ENDED : Knowledge.NEVER_PLANNED;
    }

    private static TaskObserved observed(
            ApplicationState state, ApplicationCommand.Update update, Context context) {
        return new TaskObserved(
                state.app(),
                update.task(),
                meaning(update),
                update.reason(),
                update.message(),
                update.healthy(),
                update.check(),
                update.ips(),
                context.now());
    }

    private static boolean endsStraggler(ApplicationState state, ApplicationCommand.Update update) {
        return state.isAtLarge(update.task()) && meaning(update).isTerminal();
    }

    private static StragglerEnded ended(
            ApplicationState state, ApplicationCommand.Update update, Context context) {
        return new StragglerEnded(state.app(), update.task(), meaning(update), context.now());
    }

    private static boolean isNews(Instance.Task task, ApplicationCommand.Update update) {
        if (task.planned() || task.state() != meaning(update)) return true;
        boolean health = update.healthy().isPresent() && !update.healthy().equals(task.healthy());
        boolean check = update.check().isPresent() && !update.check().equals(task.check());
        return health || check || (!update.ips().isEmpty() && !update.ips().equals(task.ips()));
    }

    /// TASK_LOST means silence or an end, by its reason; what Mesos does not know may still turn
    /// up, so that it counts as silence.
    private static TaskState meaning(ApplicationCommand.Update update) {
        if (update.state() == TaskState.UNKNOWN) return TaskState.UNREACHABLE;
        if (update.state() != TaskState.LOST) return update.state();
        return switch (update.reason().orElse("")) {
            case "REASON_RECONCILIATION",
                    "REASON_SLAVE_DISCONNECTED",
                    "REASON_SLAVE_REMOVED",
                    "REASON_AGENT_DISCONNECTED",
                    "REASON_AGENT_REMOVED",
                    "REASON_TASK_UNKNOWN" ->
                    TaskState.UNREACHABLE;
            default -> TaskState.GONE;
        };
    }

    private static Decision<ApplicationFact, ApplicationReply> kill(
            ApplicationState state, ApplicationCommand.Kill kill, Context context) {
        var facts = new ArrayList<ApplicationFact>();
        var killed = new ArrayList<InstanceId>();
        for (var id : kill.instances()) {
            var instance = state.instances().find(id);
            if (instance.isEmpty() || instance.get().decommissioned()) continue;
            if (!kill.wipe() && instance.get().task().isEmpty()) continue;
            killed.add(id);
            facts.add(
                    new KillRequested(
                            state.app(), id, KillRequested.BY_USER, kill.wipe(), context.now()));
        }
        return new Decision<>(facts, new ApplicationReply.Killed(killed));
    }

    private static Optional<Instance.Task> atWork(ApplicationState state, TaskId task) {
        return state.instances()
                .find(task.instance())
                .flatMap(Instance::task)
                .filter(run -> run.id().equals(task));
    }

    private static Decision<ApplicationFact, ApplicationReply> one(
            ApplicationFact fact, ApplicationReply reply) {
        return new Decision<>(List.of(fact), reply);
    }
}
