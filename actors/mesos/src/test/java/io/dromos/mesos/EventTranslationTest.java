package io.dromos.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.events.FrameworkId;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

class EventTranslationTest {

    private static final String MASTER = "10.0.0.1:5050";

    @Test
    void a_master_with_a_fault_domain_tells_its_region() throws IOException {
        var region = Protos.DomainInfo.FaultDomain.RegionInfo.newBuilder().setName("east");
        var zone = Protos.DomainInfo.FaultDomain.ZoneInfo.newBuilder().setName("east-1");
        var fault = Protos.DomainInfo.FaultDomain.newBuilder().setRegion(region).setZone(zone);
        var told = master().setDomain(Protos.DomainInfo.newBuilder().setFaultDomain(fault));
        assertThat(translated(subscribed().setMasterInfo(told))).isEqualTo(by(Optional.of("east")));
    }

    @Test
    void one_without_tells_none() throws IOException {
        assertThat(translated(subscribed().setMasterInfo(master())))
                .isEqualTo(by(Optional.empty()));
        assertThat(
                        translated(
                                subscribed()
                                        .setMasterInfo(
                                                master().setDomain(
                                                                Protos.DomainInfo
                                                                        .getDefaultInstance()))))
                .isEqualTo(by(Optional.empty()));
        assertThat(translated(subscribed())).isEqualTo(by(Optional.empty()));
    }

    private static SchedulerEvent by(Optional<String> region) {
        return new SchedulerEvent.Subscribed(
                new FrameworkId("f"), Duration.ofSeconds(15), MASTER, region);
    }

    private static SchedulerEvent translated(Event.Subscribed.Builder subscribed)
            throws IOException {
        var event = Event.newBuilder().setType(Event.Type.SUBSCRIBED).setSubscribed(subscribed);
        return EventTranslation.translate(event.build(), MASTER).orElseThrow();
    }

    private static Event.Subscribed.Builder subscribed() {
        return Event.Subscribed.newBuilder()
                .setFrameworkId(Protos.FrameworkID.newBuilder().setValue("f"))
                .setHeartbeatIntervalSeconds(15);
    }

    private static Protos.MasterInfo.Builder master() {
        return Protos.MasterInfo.newBuilder().setId("m").setIp(1).setPort(5050);
    }
}
