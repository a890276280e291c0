package io.dromos.simulation;

import io.dromos.domain.mesos.Offer;
import io.dromos.domain.mesos.OfferId;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.domain.scheduling.Effect;
import io.dromos.domain.scheduling.SchedulerInput;
import io.dromos.domain.scheduling.Want;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Constraint;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What goes in and out of a scheduler, which is let alone unless it is broken on purpose.
final class Tampering {

    private static final int ACCEPTED = 202;

    /// Calls that the scheduler did not make are numbered from here on.
    private static final long FOREIGN = 1_000_000_000;

    private final Course course;
    private final Map<OfferId, Offer> offers = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private final Set<Long> gathered = new HashSet<>();
    private final Set<TaskId> droppedKills = new HashSet<>();

    Tampering(Course course) {
        this.course = course;
    }

    Optional<SchedulerInput> input(SchedulerInput input) {
        return switch (input) {
            case SchedulerInput.Wanted wanted when course.has(Fault.CONSTRAINT_IGNORED) ->
                    Optional.of(
                            new SchedulerInput.Wanted(
                                    wanted.app(),
                                    wanted.revision(),
                                    wanted.wants().stream().map(Tampering::free).toList()));
            case SchedulerInput.Wanted wanted when course.has(Fault.GROUP_BY_IGNORED) ->
                    Optional.of(
                            new SchedulerInput.Wanted(
                                    wanted.app(),
                                    wanted.revision(),
                                    wanted.wants().stream().map(Tampering::uneven).toList()));
            case SchedulerInput.Wanted wanted when course.has(Fault.ROLE_IGNORED) ->
                    Optional.of(
                            new SchedulerInput.Wanted(
                                    wanted.app(),
                                    wanted.revision(),
                                    wanted.wants().stream().map(Tampering::ofServer).toList()));
            case SchedulerInput.KillWanted kill
                    when course.has(Fault.KILL_BEFORE_SENT_DROPPED) && isDropped(kill) ->
                    Optional.empty();
            case SchedulerInput.UpdatesStored stored when course.has(Fault.ENDED_TASK_SPARED) ->
                    Optional.of(
                            new SchedulerInput.UpdatesStored(
                                    stored.app(),
                                    stored.delivery(),
                                    stored.verdicts().stream().map(Tampering::spared).toList()));
            case SchedulerInput.Heard _,
                    SchedulerInput.Wanted _,
                    SchedulerInput.PlanConfirmed _,
                    SchedulerInput.PlanRefused _,
                    SchedulerInput.AbandonStored _,
                    SchedulerInput.UpdatesStored _,
                    SchedulerInput.KillWanted _,
                    SchedulerInput.Undecided _,
                    SchedulerInput.LiveTasks _,
                    SchedulerInput.EpochClaimed _,
                    SchedulerInput.EpochLost _,
                    SchedulerInput.Tick _ ->
                    Optional.of(input);
        };
    }

    /// Whether a question for live tasks is left without an answer.
    boolean forgets(Effect.GatherLiveTasks gather) {
        if (course.has(Fault.LIVE_TASKS_FORGOTTEN)) return true;
        return course.has(Fault.LIVE_TASKS_ONCE) && !gathered.add(gather.epoch());
    }

    private static Want free(Want want) {
        return with(want, List.of());
    }

    private static Want uneven(Want want) {
        return with(
                want,
                want.spec().constraints().stream()
                        .filter(it -> it.operator() != Constraint.Operator.GROUP_BY)
                        .toList());
    }

    private static Want ofServer(Want want) {
        return with(want, want.spec().withRole("*"));
    }

    private static Want with(Want want, List<Constraint> constraints) {
        return with(want, want.spec().withConstraints(constraints));
    }

    private static Want with(Want want, ApplicationSpec spec) {
        return new Want(
                want.app(), want.version(), spec, want.config(), want.count(), want.counted());
    }

    private static SchedulerInput.Verdict spared(SchedulerInput.Verdict verdict) {
        return verdict == SchedulerInput.Verdict.ENDED ? SchedulerInput.Verdict.KNOWN : verdict;
    }

    /// A kill of a task that was neither launched from here nor heard of, now or when it was first
    /// asked for.
    private boolean isDropped(SchedulerInput.KillWanted kill) {
        return droppedKills.contains(kill.task())
                || (!known.contains(kill.task().value()) && droppedKills.add(kill.task()));
    }

    Optional<SchedulerEvent> event(SchedulerEvent event) {
        return switch (event) {
            case SchedulerEvent.Offered(var some) -> {
                for (var offer : some) offers.put(offer.id(), offer);
                yield Optional.of(
                        new SchedulerEvent.Offered(some.stream().map(this::told).toList()));
            }
            case SchedulerEvent.Rescinded _ when course.has(Fault.RESCIND_IGNORED) ->
                    Optional.empty();
            case SchedulerEvent.Updated(var status) -> {
                known.add(status.taskId());
                yield Optional.of(new SchedulerEvent.Updated(altered(status)));
            }
            case SchedulerEvent.Subscribed _,
                    SchedulerEvent.Rescinded _,
                    SchedulerEvent.Failed _,
                    SchedulerEvent.Errored _,
                    SchedulerEvent.Heartbeat _,
                    SchedulerEvent.Disconnected _,
                    SchedulerEvent.Answered _,
                    SchedulerEvent.Unanswered _ ->
                    Optional.of(event);
        };
    }

    private TaskStatus altered(TaskStatus status) {
        if (course.has(Fault.UNKNOWN_AS_GONE) && status.state() == TaskState.UNKNOWN)
            return as(status, TaskState.GONE, status.reason());
        if (course.has(Fault.OVERTAKEN_ACCEPT)
                && status.state() == TaskState.GONE
                && status.isReconciliation()) return as(status, TaskState.GONE, Optional.empty());
        return status;
    }

    private static TaskStatus as(TaskStatus status, TaskState state, Optional<String> reason) {
        return new TaskStatus(
                status.taskId(),
                state,
                status.agent(),
                status.uuid(),
                reason,
                status.message(),
                status.healthy(),
                status.ips(),
                status.timestamp());
    }

    private Offer told(Offer offer) {
        if (course.has(Fault.OFFER_OVERSPENT)) return with(offer, offer.role(), 4);
        boolean other = course.has(Fault.OFFER_OF_ANOTHER_ROLE) && Realms.are(course);
        return other && course.chance(0.5) ? with(offer, course.oneOf(Realms.ROLES), 1) : offer;
    }

    private static Offer with(Offer offer, String role, int larger) {
        return new Offer(
                offer.id(),
                offer.agent(),
                offer.host(),
                offer.ip(),
                role,
                offer.cpus() * larger,
                offer.mem() * larger,
                offer.disk(),
                offer.gpus(),
                offer.ports(),
                offer.attributes(),
                offer.region(),
                offer.zone());
    }

    /// Sends a call, unless it is kept back.
    ///
    /// @param hear tells the scheduler what did not happen
    void call(Wire wire, long number, SchedulerCall call, Consumer<SchedulerEvent> hear) {
        switch (call) {
            case SchedulerCall.Decline _ when course.has(Fault.FORGOTTEN_DECLINE) -> {
                sent(number, hear);
                return;
            }
            case SchedulerCall.UpdateRoles _ when course.has(Fault.ROLES_FORGOTTEN) -> {
                sent(number, hear);
                return;
            }
            case SchedulerCall.Revive _ when course.has(Fault.REVIVE_FORGOTTEN) -> {
                sent(number, hear);
                return;
            }
            case SchedulerCall.Accept accept -> {
                for (var launch : accept.launches()) known.add(launch.task().value());
                if (course.has(Fault.OFFER_SPENT_TWICE) && course.chance(0.2)) again(accept, hear);
                if (course.has(Fault.OVERTAKEN_ACCEPT)) wire.call(number + FOREIGN, about(accept));
                if (course.has(Fault.ACCEPT_SENT_TWICE))
                    course.after(5_000, () -> wire.call(number + FOREIGN, accept));
            }
            case SchedulerCall.Decline _,
                    SchedulerCall.Revive _,
                    SchedulerCall.Suppress _,
                    SchedulerCall.UpdateRoles _,
                    SchedulerCall.Kill _,
                    SchedulerCall.Acknowledge _,
                    SchedulerCall.Reconcile _,
                    SchedulerCall.Teardown _ -> {}
        }
        wire.call(number, call);
    }

    /// Somebody says so who did not send it.
    private void sent(long number, Consumer<SchedulerEvent> hear) {
        course.after(1, () -> hear.accept(new SchedulerEvent.Answered(number, ACCEPTED, "")));
    }

    /// Asks for the tasks of an ACCEPT.
    private static SchedulerCall about(SchedulerCall.Accept accept) {
        return new SchedulerCall.Reconcile(
                accept.launches().stream()
                        .map(it -> new SchedulerCall.Question(it.task(), it.agent()))
                        .toList());
    }

    private void again(SchedulerCall.Accept accept, Consumer<SchedulerEvent> hear) {
        var offer = offers.get(accept.offers().getFirst());
        if (offer != null)
            course.after(1, () -> hear.accept(new SchedulerEvent.Offered(List.of(offer))));
    }
}
