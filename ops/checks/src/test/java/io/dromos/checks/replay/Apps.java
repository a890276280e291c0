package io.dromos.checks.replay;

import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.ApplicationReply;
import io.dromos.domain.application.Wishes;
import io.dromos.domain.scheduling.Effect;
import io.dromos.domain.scheduling.SchedulerInput;
import io.dromos.domain.scheduling.Tally;
import io.dromos.domain.scheduling.Want;
import io.dromos.events.AppId;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Applications as their fronts carry them: after each decision, and each second, what should be
/// true outside is told to the scheduler.
final class Apps {

    private final Course course;
    private final Journal journal;
    private final Node node;
    private final Consumer<SchedulerInput> scheduler;
    private final Map<AppId, List<Want>> told = new HashMap<>();
    private final Map<AppId, Long> revisions = new HashMap<>();

    /// @param scheduler takes what applications tell it, on its way
    Apps(Course course, Journal journal, Node node, Consumer<SchedulerInput> scheduler) {
        this.course = course;
        this.journal = journal;
        this.node = node;
        this.scheduler = scheduler;
    }

    /// Asks an application, over the way there and back.
    void ask(AppId app, ApplicationCommand command, Consumer<ApplicationReply> answer) {
        course.carry(() -> {
            var reply = node.ask(app, command);
            course.carry(() -> answer.accept(reply));
            compare(app);
        });
    }

    /// Places for launches, from the scheduler.
    void propose(Effect.ProposePlan plan) {
        course.carry(() -> {
            var app = plan.app();
            boolean stale = plan.revision() != revisions.getOrDefault(app, 0L);
            told.remove(app);
            if (stale || plan.places().isEmpty()) {
                answer(
                        new SchedulerInput.PlanConfirmed(
                                app, plan.epoch(), plan.batch(), List.of()));
            } else {
                var command =
                        new ApplicationCommand.Plan(
                                plan.batch(),
                                plan.epoch(),
                                plan.places().getFirst().config(),
                                plan.places().stream().map(Effect.Proposal::placement).toList());
                answer(confirmed(plan, (ApplicationReply.Planned) node.ask(app, command)));
            }
            compare(app);
        });
    }

    private static SchedulerInput confirmed(
            Effect.ProposePlan plan, ApplicationReply.Planned planned) {
        return new SchedulerInput.PlanConfirmed(
                plan.app(),
                plan.epoch(),
                plan.batch(),
                planned.plans().stream()
                        .map(it -> new SchedulerInput.Confirmed(it.placement(), it.plan().task()))
                        .toList());
    }

    private void answer(SchedulerInput input) {
        course.carry(() -> scheduler.accept(input));
    }

    /// Time may have made something due, and what was told may be lost.
    void remind() {
        for (var state : journal.applications()) {
            boolean rests =
                    Wishes.wish(state, node.now()).isSatisfied() && !state.rollout().rolling();
            if (rests) continue;
            node.ask(state.app(), new ApplicationCommand.Tick());
            told.remove(state.app());
            compare(state.app());
        }
    }

    private void compare(AppId app) {
        var state = journal.application(app);
        var wish = Wishes.wish(state, node.now());
        var wants = wants(state, wish);
        if (!wants.equals(told.put(app, wants))) {
            long revision = revisions.merge(app, 1L, Long::sum);
            answer(new SchedulerInput.Wanted(app, revision, wants));
        }
        for (var task : wish.kills())
            answer(
                    new SchedulerInput.KillWanted(
                            task.id(),
                            java.util.Optional.of(task.placement().agent()),
                            java.util.Optional.empty()));
        if (!wish.undecided().isEmpty())
            answer(
                    new SchedulerInput.Undecided(
                            app, wish.undecided().stream().map(Apps::live).toList()));
    }

    private static List<Want> wants(ApplicationState state, Wishes.Wish wish) {
        if (wish.launches() == 0 || wish.definition().isEmpty()) return List.of();
        var run = wish.definition().get();
        var config = run.info().lastConfigChangeAt();
        var placements =
                state.instances().all().values().stream()
                        .filter(it -> it.config().equals(config) && !it.decommissioned())
                        .flatMap(it -> it.task().stream())
                        .map(Instance.Task::placement)
                        .toList();
        var tally = Tally.of(run.spec().constraints(), placements);
        return List.of(
                new Want(state.app(), run.version(), run.spec(), config, wish.launches(), tally));
    }

    /// A task as the scheduler asks about it.
    static SchedulerInput.Live live(Instance.Task task) {
        return new SchedulerInput.Live(
                task.id(), task.placement().agent(), task.epoch(), !task.planned());
    }
}
