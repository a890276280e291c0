package io.dromos.simulation;

import io.dromos.domain.mesos.OfferId;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.TaskLaunch;
import io.dromos.domain.scheduling.SchedulingLimits;
import io.dromos.events.AgentId;
import io.dromos.events.FrameworkId;
import io.dromos.events.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.scheduler.Protos.Call;

/// Mesos' calls as a master reads them. What a task is, is not all in its description: the rest is
/// taken from what was meant, and what is in it has to say the same.
final class MasterCalls {

    private static final double MILLIS = 1e3;

    private MasterCalls() {}

    /// Under which id a SUBSCRIBE asks for a stream, if it does under one.
    static Optional<FrameworkId> subscribed(Call call) {
        var info = call.getSubscribe().getFrameworkInfo();
        Broken.unless(
                info.getRolesList().equals(SchedulingLimits.DEFAULT.roles()),
                "The framework subscribes in other roles: %s",
                info);
        Broken.unless(
                call.hasFrameworkId() == info.hasId() && call.getFrameworkId().equals(info.getId()),
                "Two framework ids in one SUBSCRIBE: %s",
                call);
        return info.hasId()
                ? Optional.of(new FrameworkId(info.getId().getValue()))
                : Optional.empty();
    }

    /// What a call says.
    ///
    /// @param meant what it was made from
    static SchedulerCall read(Call call, SchedulerCall meant) {
        return switch (call.getType()) {
            case ACCEPT -> accept(call.getAccept(), (SchedulerCall.Accept) meant);
            case DECLINE ->
                    new SchedulerCall.Decline(
                            offers(call.getDecline().getOfferIdsList()),
                            refuse(call.getDecline().getFilters()));
            case REVIVE -> new SchedulerCall.Revive(call.getRevive().getRolesList());
            case SUPPRESS -> new SchedulerCall.Suppress(call.getSuppress().getRolesList());
            case UPDATE_FRAMEWORK ->
                    new SchedulerCall.UpdateRoles(
                            call.getUpdateFramework().getFrameworkInfo().getRolesList(),
                            call.getUpdateFramework().getSuppressedRolesList());
            case KILL -> kill(call.getKill());
            case ACKNOWLEDGE ->
                    new SchedulerCall.Acknowledge(
                            call.getAcknowledge().getTaskId().getValue(),
                            agent(call.getAcknowledge().getAgentId()),
                            call.getAcknowledge().getUuid().toStringUtf8());
            case RECONCILE ->
                    new SchedulerCall.Reconcile(
                            call.getReconcile().getTasksList().stream()
                                    .map(MasterCalls::question)
                                    .toList());
            case TEARDOWN -> new SchedulerCall.Teardown();
            case UNKNOWN,
                    SUBSCRIBE,
                    ACCEPT_INVERSE_OFFERS,
                    DECLINE_INVERSE_OFFERS,
                    SHUTDOWN,
                    ACKNOWLEDGE_OPERATION_STATUS,
                    RECONCILE_OPERATIONS,
                    MESSAGE,
                    REQUEST ->
                    throw new Broken("Nobody means " + call);
        };
    }

    private static SchedulerCall.Accept accept(Call.Accept accept, SchedulerCall.Accept meant) {
        var launches = new ArrayList<TaskLaunch>();
        for (var operation : accept.getOperationsList())
            for (var task : operation.getLaunch().getTaskInfosList()) {
                Broken.unless(launches.size() < meant.launches().size(), "Too many: %s", accept);
                launches.add(launch(task, meant.launches().get(launches.size())));
            }
        return new SchedulerCall.Accept(
                offers(accept.getOfferIdsList()), launches, refuse(accept.getFilters()));
    }

    private static TaskLaunch launch(Protos.TaskInfo task, TaskLaunch meant) {
        var wanted = meant.spec().resources();
        boolean same =
                scalar(task, "cpus") == wanted.cpus()
                        && scalar(task, "mem") == wanted.mem()
                        && scalar(task, "disk") == wanted.disk()
                        && ports(task).equals(meant.hostPorts().stream().sorted().toList())
                        && task.getCommand().getValue().equals(meant.spec().cmd().orElse(""))
                        && task.hasHealthCheck()
                                == meant.spec().healthOrNone().byAgent().isPresent();
        Broken.unless(same, "%s is told as %s", meant, task);
        var roles =
                task.getResourcesList().stream()
                        .map(it -> it.getAllocationInfo().getRole())
                        .distinct()
                        .toList();
        Broken.unless(roles.size() == 1, "%s is paid for in %s", meant.task(), roles);
        return new TaskLaunch(
                taskId(task.getTaskId()),
                meant.app(),
                meant.version(),
                meant.spec(),
                agent(task.getAgentId()),
                meant.host(),
                roles.getFirst(),
                meant.hostPorts());
    }

    private static double scalar(Protos.TaskInfo task, String name) {
        return task.getResourcesList().stream()
                .filter(it -> it.getName().equals(name))
                .mapToDouble(it -> it.getScalar().getValue())
                .sum();
    }

    private static List<Integer> ports(Protos.TaskInfo task) {
        var ports = new ArrayList<Integer>();
        for (var resource : task.getResourcesList())
            for (var range : resource.getRanges().getRangeList())
                for (long port = range.getBegin(); port <= range.getEnd(); port++)
                    ports.add((int) port);
        return ports;
    }

    private static SchedulerCall.Kill kill(Call.Kill kill) {
        return new SchedulerCall.Kill(
                kill.getTaskId().getValue(),
                kill.hasAgentId() ? Optional.of(agent(kill.getAgentId())) : Optional.empty(),
                kill.hasKillPolicy()
                        ? Optional.of(
                                Duration.ofNanos(
                                        kill.getKillPolicy().getGracePeriod().getNanoseconds()))
                        : Optional.empty());
    }

    private static SchedulerCall.Question question(Call.Reconcile.Task task) {
        return new SchedulerCall.Question(taskId(task.getTaskId()), agent(task.getAgentId()));
    }

    private static TaskId taskId(Protos.TaskID id) {
        return Objects.requireNonNull(
                TaskId.parse(id.getValue()).orElse(null), () -> "No task of ours: " + id);
    }

    private static AgentId agent(Protos.AgentID id) {
        return new AgentId(id.getValue());
    }

    private static List<OfferId> offers(List<Protos.OfferID> ids) {
        return ids.stream().map(id -> new OfferId(id.getValue())).toList();
    }

    private static Duration refuse(Protos.Filters filters) {
        return Duration.ofMillis(Math.round(filters.getRefuseSeconds() * MILLIS));
    }
}
