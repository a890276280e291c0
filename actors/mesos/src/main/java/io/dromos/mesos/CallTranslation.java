package io.dromos.mesos;

import com.google.protobuf.ByteString;
import io.dromos.domain.mesos.OfferId;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.TaskLaunch;
import io.dromos.events.AgentId;
import io.dromos.events.FrameworkId;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.scheduler.Protos.Call;

/// Turns the domain's calls into Mesos'.
final class CallTranslation {

    private static final double MILLIS = 1e3;
    private static final List<Capability.Type> CAPABILITIES =
            List.of(
                    Capability.Type.PARTITION_AWARE,
                    Capability.Type.MULTI_ROLE,
                    Capability.Type.REGION_AWARE,
                    Capability.Type.RESERVATION_REFINEMENT,
                    Capability.Type.TASK_KILLING_STATE);

    private CallTranslation() {}

    /// The SUBSCRIBE that opens a stream. A known id stands in both places that Mesos compares.
    static Call subscribe(FrameworkIdentity identity, Optional<FrameworkId> framework) {
        var info =
                Protos.FrameworkInfo.newBuilder()
                        .setName(identity.name())
                        .setUser(identity.user())
                        .addAllRoles(identity.roles())
                        .setFailoverTimeout(identity.failoverTimeout().toMillis() / MILLIS)
                        .setCheckpoint(identity.checkpoint())
                        .setHostname(identity.hostname());
        identity.principal().ifPresent(info::setPrincipal);
        identity.webuiUrl().ifPresent(info::setWebuiUrl);
        CAPABILITIES.forEach(type -> info.addCapabilitiesBuilder().setType(type));
        var call = Call.newBuilder().setType(Call.Type.SUBSCRIBE);
        framework.ifPresent(id -> {
            info.setId(id(id));
            call.setFrameworkId(id(id));
        });
        return call.setSubscribe(Call.Subscribe.newBuilder().setFrameworkInfo(info)).build();
    }

    /// A call under a framework id.
    ///
    /// @param info how the framework described itself to Mesos
    /// @throws IllegalArgumentException if the call contradicts itself, such as an update's id that
    ///   is no base64 or too few host ports
    static Call translate(SchedulerCall call, FrameworkId framework, Protos.FrameworkInfo info) {
        var built = Call.newBuilder().setFrameworkId(id(framework));
        switch (call) {
            case SchedulerCall.Accept accept ->
                    built.setType(Call.Type.ACCEPT).setAccept(accept(accept, framework));
            case SchedulerCall.Decline decline ->
                    built.setType(Call.Type.DECLINE)
                            .setDecline(
                                    Call.Decline.newBuilder()
                                            .addAllOfferIds(offers(decline.offers()))
                                            .setFilters(filters(decline.refuse())));
            case SchedulerCall.Revive revive -> {
                built.setType(Call.Type.REVIVE);
                if (!revive.roles().isEmpty())
                    built.setRevive(Call.Revive.newBuilder().addAllRoles(revive.roles()));
            }
            case SchedulerCall.Suppress suppress -> {
                built.setType(Call.Type.SUPPRESS);
                if (!suppress.roles().isEmpty())
                    built.setSuppress(Call.Suppress.newBuilder().addAllRoles(suppress.roles()));
            }
            case SchedulerCall.UpdateRoles update ->
                    built.setType(Call.Type.UPDATE_FRAMEWORK)
                            .setUpdateFramework(update(update, framework, info));
            case SchedulerCall.Kill kill -> built.setType(Call.Type.KILL).setKill(kill(kill));
            case SchedulerCall.Acknowledge ack ->
                    built.setType(Call.Type.ACKNOWLEDGE).setAcknowledge(acknowledge(ack));
            case SchedulerCall.Reconcile reconcile ->
                    built.setType(Call.Type.RECONCILE).setReconcile(reconcile(reconcile));
            case SchedulerCall.Teardown _ -> built.setType(Call.Type.TEARDOWN);
        }
        return built.build();
    }

    private static Call.Accept accept(SchedulerCall.Accept accept, FrameworkId framework) {
        var launch = Protos.Offer.Operation.Launch.newBuilder();
        for (TaskLaunch task : accept.launches())
            launch.addTaskInfos(TaskTranslation.translate(task, framework));
        return Call.Accept.newBuilder()
                .addAllOfferIds(offers(accept.offers()))
                .addOperations(
                        Protos.Offer.Operation.newBuilder()
                                .setType(Protos.Offer.Operation.Type.LAUNCH)
                                .setLaunch(launch))
                .setFilters(filters(accept.refuse()))
                .build();
    }

    /// The framework as it was described, but for its roles.
    private static Call.UpdateFramework update(
            SchedulerCall.UpdateRoles update, FrameworkId framework, Protos.FrameworkInfo info) {
        return Call.UpdateFramework.newBuilder()
                .setFrameworkInfo(
                        info.toBuilder()
                                .setId(id(framework))
                                .clearRoles()
                                .addAllRoles(update.roles()))
                .addAllSuppressedRoles(update.suppressed())
                .build();
    }

    private static Call.Kill kill(SchedulerCall.Kill kill) {
        var built = Call.Kill.newBuilder().setTaskId(task(kill.taskId()));
        kill.agent().ifPresent(agent -> built.setAgentId(agent(agent)));
        kill.grace().ifPresent(grace -> built.setKillPolicy(killPolicy(grace)));
        return built.build();
    }

    private static Call.Acknowledge acknowledge(SchedulerCall.Acknowledge ack) {
        return Call.Acknowledge.newBuilder()
                .setTaskId(task(ack.taskId()))
                .setAgentId(agent(ack.agent()))
                .setUuid(ByteString.copyFrom(Base64.getDecoder().decode(ack.uuid())))
                .build();
    }

    private static Call.Reconcile reconcile(SchedulerCall.Reconcile reconcile) {
        var built = Call.Reconcile.newBuilder();
        for (var question : reconcile.tasks())
            built.addTasksBuilder()
                    .setTaskId(task(question.task().value()))
                    .setAgentId(agent(question.agent()));
        return built.build();
    }

    private static List<Protos.OfferID> offers(List<OfferId> offers) {
        return offers.stream()
                .map(offer -> Protos.OfferID.newBuilder().setValue(offer.value()).build())
                .toList();
    }

    private static Protos.Filters filters(Duration refuse) {
        return Protos.Filters.newBuilder().setRefuseSeconds(refuse.toMillis() / MILLIS).build();
    }

    /// How long an executor waits between TERM and KILL.
    static Protos.KillPolicy killPolicy(Duration grace) {
        return Protos.KillPolicy.newBuilder()
                .setGracePeriod(Protos.DurationInfo.newBuilder().setNanoseconds(grace.toNanos()))
                .build();
    }

    /// Mesos' form of a framework id.
    static Protos.FrameworkID id(FrameworkId framework) {
        return Protos.FrameworkID.newBuilder().setValue(framework.value()).build();
    }

    /// Mesos' form of a task id.
    static Protos.TaskID task(String task) {
        return Protos.TaskID.newBuilder().setValue(task).build();
    }

    /// Mesos' form of an agent id.
    static Protos.AgentID agent(AgentId agent) {
        return Protos.AgentID.newBuilder().setValue(agent.value()).build();
    }
}
