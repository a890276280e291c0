package io.dromos.simulation;

import com.google.protobuf.ByteString;
import io.dromos.domain.mesos.Offer;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.events.AgentId;
import io.dromos.events.FrameworkId;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.scheduler.Protos.Event;

/// Mesos' events as a master writes them.
///
/// @param framework whose stream it is
record MasterEvents(FrameworkId framework) {

    private static final double MILLIS = 1e3;

    /// An event of the master; what a client tells of its own is none.
    Event write(SchedulerEvent event) {
        return switch (event) {
            case SchedulerEvent.Subscribed it ->
                    Event.newBuilder()
                            .setType(Event.Type.SUBSCRIBED)
                            .setSubscribed(
                                    Event.Subscribed.newBuilder()
                                            .setFrameworkId(id())
                                            .setHeartbeatIntervalSeconds(
                                                    it.heartbeat().toMillis() / MILLIS))
                            .build();
            case SchedulerEvent.Offered(var offers) ->
                    Event.newBuilder()
                            .setType(Event.Type.OFFERS)
                            .setOffers(
                                    Event.Offers.newBuilder()
                                            .addAllOffers(
                                                    offers.stream().map(this::offer).toList()))
                            .build();
            case SchedulerEvent.Rescinded(var offer) ->
                    Event.newBuilder()
                            .setType(Event.Type.RESCIND)
                            .setRescind(
                                    Event.Rescind.newBuilder()
                                            .setOfferId(
                                                    Protos.OfferID.newBuilder()
                                                            .setValue(offer.value())))
                            .build();
            case SchedulerEvent.Updated(var status) ->
                    Event.newBuilder()
                            .setType(Event.Type.UPDATE)
                            .setUpdate(Event.Update.newBuilder().setStatus(status(status)))
                            .build();
            case SchedulerEvent.Failed(var agent, var executor) -> {
                var failure = Event.Failure.newBuilder();
                agent.ifPresent(it -> failure.setAgentId(agent(it)));
                executor.ifPresent(
                        it -> failure.setExecutorId(Protos.ExecutorID.newBuilder().setValue(it)));
                yield Event.newBuilder().setType(Event.Type.FAILURE).setFailure(failure).build();
            }
            case SchedulerEvent.Heartbeat _ ->
                    Event.newBuilder().setType(Event.Type.HEARTBEAT).build();
            case SchedulerEvent.Errored _,
                    SchedulerEvent.Disconnected _,
                    SchedulerEvent.Answered _,
                    SchedulerEvent.Unanswered _ ->
                    throw new Broken("A master does not say " + event);
        };
    }

    private Protos.FrameworkID id() {
        return Protos.FrameworkID.newBuilder().setValue(framework.value()).build();
    }

    private static Protos.AgentID agent(AgentId id) {
        return Protos.AgentID.newBuilder().setValue(id.value()).build();
    }

    private Protos.Offer offer(Offer offer) {
        var built =
                Protos.Offer.newBuilder()
                        .setId(Protos.OfferID.newBuilder().setValue(offer.id().value()))
                        .setFrameworkId(id())
                        .setAgentId(agent(offer.agent()))
                        .setHostname(offer.host())
                        .setUrl(url(offer))
                        .setAllocationInfo(allocation(offer))
                        .addResources(scalar(offer, "cpus", offer.cpus()))
                        .addResources(scalar(offer, "mem", offer.mem()))
                        .addResources(scalar(offer, "disk", offer.disk()));
        var ports = Protos.Value.Ranges.newBuilder();
        for (var range : offer.ports())
            ports.addRangeBuilder().setBegin(range.begin()).setEnd(range.end());
        built.addResources(
                resource(offer, "ports").setType(Protos.Value.Type.RANGES).setRanges(ports));
        offer.attributes()
                .forEach((name, text) ->
                        built.addAttributesBuilder()
                                .setName(name)
                                .setType(Protos.Value.Type.TEXT)
                                .setText(Protos.Value.Text.newBuilder().setValue(text)));
        return built.build();
    }

    private static Protos.URL url(Offer offer) {
        var address =
                Protos.Address.newBuilder()
                        .setHostname(offer.host())
                        .setIp(offer.ip())
                        .setPort(5051);
        return Protos.URL.newBuilder().setScheme("http").setAddress(address).build();
    }

    private static Protos.Resource.Builder resource(Offer offer, String name) {
        return Protos.Resource.newBuilder().setName(name).setAllocationInfo(allocation(offer));
    }

    private static Protos.Resource scalar(Offer offer, String name, double amount) {
        return resource(offer, name)
                .setType(Protos.Value.Type.SCALAR)
                .setScalar(Protos.Value.Scalar.newBuilder().setValue(amount))
                .build();
    }

    private static Protos.Resource.AllocationInfo allocation(Offer offer) {
        return Protos.Resource.AllocationInfo.newBuilder().setRole(offer.role()).build();
    }

    private static Protos.TaskStatus status(TaskStatus status) {
        var built =
                Protos.TaskStatus.newBuilder()
                        .setTaskId(Protos.TaskID.newBuilder().setValue(status.taskId()))
                        .setState(Protos.TaskState.valueOf(status.state().mesosName()))
                        .setTimestamp(status.timestamp().toEpochMilli() / MILLIS);
        status.agent().ifPresent(it -> built.setAgentId(agent(it)));
        status.uuid().ifPresent(it -> built.setUuid(ByteString.copyFromUtf8(it)));
        status.reason().ifPresent(it -> built.setReason(Protos.TaskStatus.Reason.valueOf(it)));
        status.healthy().ifPresent(built::setHealthy);
        if (!status.message().isEmpty()) built.setMessage(status.message());
        for (var ip : status.ips())
            built.getContainerStatusBuilder()
                    .addNetworkInfosBuilder()
                    .addIpAddressesBuilder()
                    .setIpAddress(ip);
        return built.build();
    }
}
