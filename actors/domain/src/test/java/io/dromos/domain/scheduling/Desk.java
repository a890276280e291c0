package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.Offer;
import io.dromos.domain.mesos.OfferId;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.domain.scheduling.SchedulerInput.Confirmed;
import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.FrameworkId;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A scheduler on a desk: it is told one thing at a time, and what it wants done is kept.
final class Desk {

    static final AppId APP = new AppId("/app");
    static final AgentId AGENT = new AgentId("agent-h1");

    SchedulerState state = SchedulerState.START;
    Duration now = Duration.ofHours(1);
    List<Effect> last = List.of();
    private long epoch;

    /// Subscribed under epoch 1, reconciled, nothing wanted.
    static Desk subscribed() {
        return subscribed(subscribedEvent());
    }

    /// The same, by a master that says this.
    static Desk subscribed(SchedulerEvent welcome) {
        var desk = new Desk();
        desk.give(new SchedulerInput.Tick());
        desk.claim();
        desk.hear(welcome);
        desk.give(new SchedulerInput.LiveTasks(1, Optional.empty(), List.of()));
        return desk;
    }

    static SchedulerEvent subscribedEvent() {
        return new SchedulerEvent.Subscribed(
                new FrameworkId("framework"), Duration.ofSeconds(15), "127.0.0.1:5050");
    }

    List<Effect> give(SchedulerInput input) {
        var context =
                new SchedulingContext(
                        now, Instant.EPOCH.plus(now), SchedulingLimits.DEFAULT, Rules.DEFAULT);
        var stepped = Scheduler.step(state, input, context);
        state = stepped.state();
        last = stepped.effects();
        return last;
    }

    List<Effect> hear(SchedulerEvent event) {
        return give(new SchedulerInput.Heard(event));
    }

    List<Effect> claim() {
        epoch++;
        return give(new SchedulerInput.EpochClaimed(epoch));
    }

    /// Ticks every quarter of a second until the time has passed; all effects.
    List<Effect> pass(Duration time) {
        var all = new ArrayList<Effect>();
        var end = now.plus(time);
        while (now.compareTo(end) < 0) {
            now = now.plusMillis(250);
            all.addAll(give(new SchedulerInput.Tick()));
        }
        last = all;
        return all;
    }

    List<Effect> offer(Offer... offers) {
        return hear(new SchedulerEvent.Offered(List.of(offers)));
    }

    List<Effect> want(int count) {
        return want(Given.want(APP.path(), Given.spec(1, 10), count));
    }

    List<Effect> want(Want want) {
        return give(new SchedulerInput.Wanted(want.app(), 7, List.of(want)));
    }

    /// A batch is asked for one instance on `offer-h1`.
    static Desk asked() {
        var desk = subscribed();
        desk.want(1);
        desk.offer(Given.offer("h1", 4, 100));
        return desk;
    }

    /// Its plan is confirmed, but a place that another application was asked for keeps the offer.
    static Desk confirmed() {
        var desk = subscribed();
        desk.want(Given.want("/other", Given.spec(1, 10), 1));
        desk.want(1);
        desk.offer(Given.offer("h1", 4, 100));
        desk.confirm(batchOf(desk.last, APP), task(1));
        return desk;
    }

    /// The ACCEPT is on its way.
    static Desk sent() {
        var desk = asked();
        desk.confirm(batchOf(desk.last, APP), task(1));
        return desk;
    }

    /// The ACCEPT was answered 202.
    static Desk accepted() {
        var desk = sent();
        desk.answer(202);
        return desk;
    }

    /// There was news of the task, and it is stored.
    static Desk running() {
        var desk = accepted();
        desk.hear(new SchedulerEvent.Updated(status(task(1), TaskState.RUNNING)));
        desk.store(SchedulerInput.Verdict.KNOWN);
        return desk;
    }

    /// The plan is of an earlier subscription, and Mesos was asked about it.
    static Desk questioned() {
        var desk = subscribed();
        desk.hear(new SchedulerEvent.Disconnected("test"));
        desk.claim();
        desk.hear(subscribedEvent());
        desk.give(
                new SchedulerInput.LiveTasks(
                        2,
                        Optional.empty(),
                        List.of(new SchedulerInput.Live(task(1), AGENT, 1, false))));
        return desk;
    }

    /// The plan is abandoned, which the application has not stored.
    static Desk abandoned() {
        var desk = confirmed();
        desk.give(new SchedulerInput.KillWanted(task(1), Optional.empty(), Optional.empty()));
        return desk;
    }

    long epoch() {
        return epoch;
    }

    List<Effect> confirm(Effect.ProposePlan batch, TaskId... tasks) {
        var confirmed = new ArrayList<Confirmed>();
        for (int i = 0; i < tasks.length; i++) confirmed.add(new Confirmed(i, tasks[i]));
        return give(
                new SchedulerInput.PlanConfirmed(
                        batch.app(), batch.epoch(), batch.batch(), confirmed));
    }

    /// Answers the last ACCEPT.
    List<Effect> answer(int status) {
        return hear(new SchedulerEvent.Answered(acceptOf(last).number(), status, "test"));
    }

    /// Answers the delivery in the last effects.
    List<Effect> store(SchedulerInput.Verdict verdict) {
        var delivery = only(last, Effect.DeliverUpdates.class);
        return give(
                new SchedulerInput.UpdatesStored(
                        delivery.app(),
                        delivery.delivery(),
                        delivery.updates().stream().map(_ -> verdict).toList()));
    }

    static Effect.ProposePlan batchOf(List<Effect> effects, AppId app) {
        return all(effects, Effect.ProposePlan.class).stream()
                .filter(batch -> batch.app().equals(app))
                .findFirst()
                .orElseThrow();
    }

    static Effect.Call acceptOf(List<Effect> effects) {
        return all(effects, Effect.Call.class).stream()
                .filter(call -> call.call() instanceof SchedulerCall.Accept)
                .findFirst()
                .orElseThrow();
    }

    static <C extends SchedulerCall> List<C> calls(List<Effect> effects, Class<C> kind) {
        return all(effects, Effect.Call.class).stream()
                .map(Effect.Call::call)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    static <E extends Effect> List<E> all(List<Effect> effects, Class<E> kind) {
        return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    static <E extends Effect> E only(List<Effect> effects, Class<E> kind) {
        var found = all(effects, kind);
        if (found.size() != 1) throw new AssertionError("Not one " + kind + " in " + effects);
        return found.getFirst();
    }

    static TaskId task(int number) {
        return TaskId.of(InstanceId.of(APP, "i" + number), 1);
    }

    static OfferId offerId() {
        return new OfferId("offer-h1");
    }

    /// News from the executor, to be acknowledged.
    static TaskStatus status(TaskId task, TaskState state) {
        return status(task.value(), state, Optional.of("uuid-" + state), Optional.empty());
    }

    /// The answer to a question, as the master gives it.
    static TaskStatus told(TaskId task, TaskState state) {
        return status(task.value(), state, Optional.empty(), Optional.of("REASON_RECONCILIATION"));
    }

    static TaskStatus status(
            String task, TaskState state, Optional<String> uuid, Optional<String> reason) {
        return new TaskStatus(
                task,
                state,
                Optional.of(AGENT),
                uuid,
                reason,
                "test",
                Optional.empty(),
                List.of(),
                Instant.EPOCH);
    }
}
