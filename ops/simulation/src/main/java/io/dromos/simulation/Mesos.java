package io.dromos.simulation;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.TaskLaunch;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.events.AgentId;
import io.dromos.events.FrameworkId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The leading master: one stream for each framework, offers that are spent once, honest answers to
/// questions, as far as it remembers.
final class Mesos {

    /// Part of the names of tasks that nobody of ours planned.
    static final String STRANGER = "stranger";

    private static final int ACCEPTED = 202;
    private static final int BAD_STREAM = 400;
    private static final int FORBIDDEN = 403;

    /// A stream that was given.
    record Given(long stream, FrameworkId framework) {}

    private final Course course;
    private final Judge judge;
    private final Fleet fleet;
    private final Map<Long, Session> sessions = new TreeMap<>();
    private final Offering offering;
    private final Set<TaskId> launched = new HashSet<>();

    /// What agents told last of the checks of their tasks.
    private final Map<String, Boolean> health = new HashMap<>();

    private long nextStream = 1;
    private long nextFramework = 1;
    private long backAt;
    private Optional<String> refusedRole = Optional.empty();
    private long refusedUntil;

    Mesos(Course course, Truth truth, int agents) {
        this.course = course;
        this.judge = new Judge(truth);
        this.fleet = new Fleet(course, this, agents);
        this.offering = new Offering(course, fleet);
        course.every(1_000, () -> true, this::allocate);
    }

    Fleet fleet() {
        return fleet;
    }

    /// A new stream, if a master leads.
    Optional<Given> subscribe(Wire wire, Optional<FrameworkId> as) {
        if (course.millis() < backAt) return Optional.empty();
        var framework = as.orElseGet(() -> new FrameworkId("framework-" + nextFramework++));
        for (var old : new TreeMap<>(sessions).entrySet())
            if (old.getValue().framework.equals(framework)) {
                end(old.getKey());
                if (old.getValue().wire != wire) old.getValue().wire.broken(old.getKey(), true);
            }
        long stream = nextStream++;
        course.tell("stream " + stream + " of " + framework);
        sessions.put(stream, new Session(wire, framework));
        fleet.haveStranger(framework);
        return Optional.of(new Given(stream, framework));
    }

    /// The other side gave it up.
    void closed(long stream) {
        end(stream);
    }

    private void end(long stream) {
        sessions.remove(stream);
        offering.end(stream);
    }

    int call(long on, SchedulerCall call) {
        var session = sessions.get(on);
        if (session == null) return BAD_STREAM;
        switch (call) {
            case SchedulerCall.Accept accept -> accept(on, session, accept);
            case SchedulerCall.Decline decline -> {
                for (var id : decline.offers())
                    offering.take(id).ifPresent(open -> refuse(open, decline.refuse()));
            }
            case SchedulerCall.Revive(var roles) -> {
                session.revive(roles);
                course.after(1, this::allocate);
            }
            case SchedulerCall.Suppress(var roles) -> session.suppress(roles);
            case SchedulerCall.UpdateRoles update -> {
                return update(session, update);
            }
            case SchedulerCall.Kill kill -> {
                judge.kill(kill.taskId());
                course.tell("kill " + kill.taskId());
                if (!fleet.kill(kill.taskId())) answer(session, kill.taskId(), kill.agent());
            }
            case SchedulerCall.Acknowledge it -> {
                fleet.find(it.agent())
                        .flatMap(agent -> agent.update(it.taskId(), it.uuid()))
                        .ifPresent(judge::acknowledge);
                fleet.acknowledge(it);
            }
            case SchedulerCall.Reconcile(var questions) -> reconcile(session, questions);
            case SchedulerCall.Teardown _ -> throw new Broken("The framework is torn down");
        }
        return ACCEPTED;
    }

    /// All roles of the call, or none if one of them is not allowed.
    private int update(Session session, SchedulerCall.UpdateRoles update) {
        boolean forbidden =
                course.millis() < refusedUntil
                        && refusedRole.filter(update.roles()::contains).isPresent();
        course.tell((forbidden ? "refused: " : "") + update);
        if (forbidden) return FORBIDDEN;
        session.update(update);
        offering.rescindLeft(session);
        course.after(1, this::allocate);
        return ACCEPTED;
    }

    /// Somebody takes the right to a role from the framework for a while.
    void refuseRole() {
        refusedRole = Optional.of(course.oneOf(Realms.ROLES));
        refusedUntil = course.millis() + course.between(5_000, 90_000);
        course.tell("role " + refusedRole.get() + " is refused");
    }

    private void refuse(Offering.Open open, Duration time) {
        open.session().refuse(open.agent().id(), open.role(), course.millis(), time);
    }

    private void accept(long on, Session session, SchedulerCall.Accept accept) {
        for (var launch : accept.launches())
            Broken.unless(launched.add(launch.task()), "%s is launched twice", launch.task());
        var open =
                accept.offers().stream()
                        .flatMap(it -> offering.take(it).stream())
                        .filter(it -> it.stream() == on)
                        .toList();
        if (open.size() < accept.offers().size() || !open.getFirst().agent().isConnected()) {
            for (var launch : accept.launches())
                tell(session, dropped(launch, "REASON_INVALID_OFFERS"));
            return;
        }
        judge.spend(
                accept.launches(),
                open.stream().mapToLong(Offering.Open::cpus).sum(),
                open.stream().mapToLong(Offering.Open::mem).sum());
        judge.pay(accept.launches(), open.getFirst().role());
        var agent = open.getFirst().agent();
        refuse(open.getFirst(), accept.refuse());
        for (var launch : accept.launches()) {
            Broken.unless(
                    launch.agent().equals(agent.id()),
                    "%s is launched on an offer of %s",
                    launch.task(),
                    agent.id());
            judge.launch(launch, fleet.liveTasks());
            fleet.launch(session.framework, agent, launch);
        }
    }

    private TaskStatus dropped(TaskLaunch launch, String reason) {
        return status(
                launch.task().value(), TaskState.DROPPED, Optional.of(launch.agent()), reason);
    }

    private void reconcile(Session session, List<SchedulerCall.Question> questions) {
        for (var question : questions)
            answer(session, question.task().value(), Optional.of(question.agent()));
        if (!questions.isEmpty()) return;
        for (var task : fleet.roster().of(session.framework))
            answer(session, task, Optional.empty());
    }

    private void answer(Session session, String task, Optional<AgentId> asked) {
        fleet.roster()
                .stateOf(task, asked)
                .ifPresent(state ->
                        tell(
                                session,
                                status(
                                        task,
                                        state,
                                        fleet.roster().agentOf(task).or(() -> asked),
                                        "REASON_RECONCILIATION")));
    }

    /// What a master says of its own, without an id: nobody acknowledges it.
    TaskStatus status(String task, TaskState state, Optional<AgentId> agent, String reason) {
        return new TaskStatus(
                task,
                state,
                agent,
                Optional.empty(),
                Optional.of(reason),
                "",
                state == TaskState.RUNNING
                        ? Optional.ofNullable(health.get(task))
                        : Optional.empty(),
                List.of(),
                course.wall());
    }

    void tell(FrameworkId framework, SchedulerEvent event) {
        if (event instanceof SchedulerEvent.Updated(var status))
            status.healthy().ifPresent(well -> health.put(status.taskId(), well));
        sessions.forEach((stream, session) -> {
            if (session.framework.equals(framework)) session.wire.event(stream, event);
        });
    }

    void tellAll(SchedulerEvent event) {
        sessions.forEach((stream, session) -> session.wire.event(stream, event));
    }

    private void tell(Session session, TaskStatus status) {
        tell(session.framework, new SchedulerEvent.Updated(status));
    }

    private void allocate() {
        sessions.forEach((stream, session) -> {
            for (var agent : fleet.registered()) offering.offer(stream, session, agent);
        });
    }

    /// Some offer is taken back.
    void rescindOne() {
        offering.rescindOne();
    }

    void rescind(Agent agent) {
        offering.rescind(agent);
    }

    /// Another master leads: it knows no offer and no task until the agents have come back.
    void failOver() {
        course.tell("the master fails over");
        backAt = course.millis() + course.between(100, 15_000);
        for (var entry : new TreeMap<>(sessions).entrySet()) {
            end(entry.getKey());
            entry.getValue().wire.broken(entry.getKey(), false);
        }
        fleet.failOver();
    }
}
