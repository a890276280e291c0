package io.dromos.mesos;

import io.dromos.domain.mesos.OfferId;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.events.AgentId;
import io.dromos.events.FrameworkId;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.scheduler.Protos.Event;

/// Turns Mesos' events into the domain's.
final class EventTranslation {

    private static final double NANOS = 1e9;

    private EventTranslation() {}

    /// What an event says in the domain's terms; empty for what we neither asked for nor use:
    /// executor messages, inverse offers, operation status, and types of newer masters.
    ///
    /// @param event as read
    /// @param master host and port it came from
    /// @throws IOException if its body is missing or makes no sense
    static Optional<SchedulerEvent> translate(Event event, String master) throws IOException {
        try {
            return mapped(event, master);
        } catch (IllegalArgumentException e) {
            throw new IOException("An event " + event.getType() + " that makes no sense", e);
        }
    }

    private static Optional<SchedulerEvent> mapped(Event event, String master) throws IOException {
        return switch (event.getType()) {
            case SUBSCRIBED -> {
                require(event.hasSubscribed(), event);
                yield Optional.of(subscribed(event.getSubscribed(), master));
            }
            case OFFERS -> {
                require(event.hasOffers(), event);
                yield Optional.of(
                        new SchedulerEvent.Offered(
                                event.getOffers().getOffersList().stream()
                                        .map(OfferTranslation::translate)
                                        .toList()));
            }
            case RESCIND -> {
                require(event.hasRescind(), event);
                yield Optional.of(
                        new SchedulerEvent.Rescinded(
                                new OfferId(event.getRescind().getOfferId().getValue())));
            }
            case UPDATE -> {
                require(event.hasUpdate(), event);
                yield Optional.of(
                        new SchedulerEvent.Updated(
                                StatusTranslation.translate(event.getUpdate().getStatus())));
            }
            case FAILURE -> {
                require(event.hasFailure(), event);
                yield Optional.of(failed(event.getFailure()));
            }
            case ERROR -> {
                require(event.hasError(), event);
                yield Optional.of(new SchedulerEvent.Errored(event.getError().getMessage()));
            }
            case HEARTBEAT -> Optional.of(new SchedulerEvent.Heartbeat());
            case MESSAGE, INVERSE_OFFERS, RESCIND_INVERSE_OFFER, UPDATE_OPERATION_STATUS, UNKNOWN ->
                    Optional.empty();
        };
    }

    private static SchedulerEvent subscribed(Event.Subscribed subscribed, String master) {
        return new SchedulerEvent.Subscribed(
                new FrameworkId(subscribed.getFrameworkId().getValue()),
                Duration.ofNanos((long) (subscribed.getHeartbeatIntervalSeconds() * NANOS)),
                master,
                region(subscribed.getMasterInfo()));
    }

    private static Optional<String> region(Protos.MasterInfo master) {
        var domain = master.getDomain().getFaultDomain();
        return domain.hasRegion()
                ? Optional.of(domain.getRegion().getName()).filter(name -> !name.isEmpty())
                : Optional.empty();
    }

    private static SchedulerEvent failed(Event.Failure failure) {
        return new SchedulerEvent.Failed(
                failure.hasAgentId()
                        ? Optional.of(new AgentId(failure.getAgentId().getValue()))
                        : Optional.empty(),
                failure.hasExecutorId()
                        ? Optional.of(failure.getExecutorId().getValue())
                        : Optional.empty());
    }

    private static void require(boolean present, Event event) throws IOException {
        if (!present) throw new IOException("An event " + event.getType() + " without its body");
    }
}
