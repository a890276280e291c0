package io.dromos.agent.master;

import java.time.Instant;
import java.util.List;
import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.URL;
import org.apache.mesos.v1.scheduler.Protos.Event;

/// The events of the scheduler API (`mesos/v1/scheduler/scheduler.proto`).
final class Events {
    static final Event HEARTBEAT = Event.newBuilder().setType(Event.Type.HEARTBEAT).build();

    private Events() {}

    static Event subscribed(Settings settings, String frameworkId) {
        Event.Builder event = Event.newBuilder().setType(Event.Type.SUBSCRIBED);
        event.getSubscribedBuilder()
                .setFrameworkId(FrameworkID.newBuilder().setValue(frameworkId))
                .setHeartbeatIntervalSeconds((double) Settings.HEARTBEAT.toSeconds())
                .setMasterInfo(master(settings));
        return event.build();
    }

    static MasterInfo master(Settings settings) {
        return MasterInfo.newBuilder()
                .setId(settings.masterId())
                .setIp(littleEndian(settings.ip()))
                .setPort(settings.port())
                .setPid(pid(settings))
                .setHostname(settings.hostName())
                .setVersion(Settings.VERSION)
                .setAddress(
                        Address.newBuilder()
                                .setHostname(settings.hostName())
                                .setIp(settings.ip())
                                .setPort(settings.port()))
                .addCapabilities(
                        MasterInfo.Capability.newBuilder()
                                .setType(MasterInfo.Capability.Type.AGENT_UPDATE))
                .build();
    }

    static String pid(Settings settings) {
        return "master@" + settings.ip() + ":" + settings.port();
    }

    static Event error(String message) {
        Event.Builder event = Event.newBuilder().setType(Event.Type.ERROR);
        event.getErrorBuilder().setMessage(message);
        return event.build();
    }

    static Event offers(List<Offer> offers) {
        Event.Builder event = Event.newBuilder().setType(Event.Type.OFFERS);
        offers.forEach(offer -> event.getOffersBuilder().addOffers(proto(offer)));
        return event.build();
    }

    static Event rescind(String offerId) {
        Event.Builder event = Event.newBuilder().setType(Event.Type.RESCIND);
        event.getRescindBuilder().setOfferId(OfferID.newBuilder().setValue(offerId));
        return event.build();
    }

    static Event update(TaskStatus status) {
        Event.Builder event = Event.newBuilder().setType(Event.Type.UPDATE);
        event.getUpdateBuilder().setStatus(status);
        return event.build();
    }

    static Event agentFailure(AgentID agentId) {
        Event.Builder event = Event.newBuilder().setType(Event.Type.FAILURE);
        event.getFailureBuilder().setAgentId(agentId);
        return event.build();
    }

    /// Seconds since the epoch with the microseconds of Mesos' own clock.
    static double seconds(Instant time) {
        long microseconds = time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
        return microseconds / 1e6;
    }

    /// An offer as its framework is told it.
    static org.apache.mesos.v1.Protos.Offer proto(Offer offer) {
        Agent agent = offer.agent();
        org.apache.mesos.v1.Protos.Offer.Builder proto =
                org.apache.mesos.v1.Protos.Offer.newBuilder()
                        .setId(OfferID.newBuilder().setValue(offer.id()))
                        .setFrameworkId(FrameworkID.newBuilder().setValue(offer.framework().id))
                        .setAgentId(agent.protoId())
                        .setHostname(agent.info().getHostname())
                        .setUrl(url(agent))
                        .addAllResources(resources(offer))
                        .addAllAttributes(agent.info().getAttributesList());
        if (offer.framework().isMultiRole()) {
            proto.getAllocationInfoBuilder().setRole(offer.role());
        }
        return proto.build();
    }

    /// In the format the framework's capabilities ask for.
    @SuppressWarnings("deprecation") // the old format names the role on each resource
    private static List<Resource> resources(Offer offer) {
        Amounts amounts = offer.amounts().inOfferOrder();
        boolean multi = offer.framework().isMultiRole();
        List<Resource> resources = (multi ? amounts : amounts.bare()).resources();
        return offer.framework().refinesReservations()
                ? resources
                : resources.stream()
                        .map(resource -> resource.toBuilder().setRole("*").build())
                        .toList();
    }

    private static URL url(Agent agent) {
        return URL.newBuilder()
                .setScheme("http")
                .setAddress(
                        Address.newBuilder()
                                .setHostname(agent.info().getHostname())
                                .setIp(agent.ip())
                                .setPort(agent.info().getPort()))
                .setPath("/slave(1)")
                .build();
    }

    /// The number Mesos makes of an IPv4 address; 0 for anything else.
    private static int littleEndian(String ip) {
        String[] parts = ip.split("\\.", -1);
        int number = 0;
        if (parts.length == 4) {
            for (int i = 3; i >= 0; i--) {
                number = number << 8 | Integer.parseInt(parts[i]);
            }
        }
        return number;
    }
}
