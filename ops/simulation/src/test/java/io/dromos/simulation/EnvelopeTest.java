package io.dromos.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.mesos.Offer;
import io.dromos.domain.mesos.OfferId;
import io.dromos.domain.mesos.PortRange;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.events.AgentId;
import io.dromos.events.FrameworkId;
import io.dromos.events.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Seed 1 writes protocol buffers, seed 7 JSON.
final class EnvelopeTest {

    private static final FrameworkId FRAMEWORK = new FrameworkId("framework-1");
    private static final AgentId AGENT = new AgentId("a1");

    private static Envelope of(long seed) {
        return Envelope.of(new Course(seed, Fault.NONE), Optional.empty()).under(FRAMEWORK);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7})
    void what_the_master_reads_is_what_was_meant(long seed) {
        for (var call :
                List.of(
                        new SchedulerCall.Decline(
                                List.of(new OfferId("o1")), Duration.ofMillis(1_500)),
                        new SchedulerCall.Revive(List.of("team")),
                        new SchedulerCall.UpdateRoles(List.of("*", "team"), List.of("team")),
                        new SchedulerCall.Kill(
                                "task", Optional.of(AGENT), Optional.of(Duration.ofSeconds(3)))))
            assertThat(of(seed).sent(call)).isEqualTo(call).isNotSameAs(call);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7})
    void what_the_scheduler_reads_is_what_the_master_said(long seed) {
        var offer =
                new Offer(
                        new OfferId("o1"),
                        AGENT,
                        "host-1",
                        "127.0.0.1",
                        "team",
                        0.7,
                        4_096,
                        100,
                        0,
                        List.of(new PortRange(31_000, 31_099)),
                        Map.of("rack", "1"),
                        Optional.empty(),
                        Optional.empty());
        var event = new SchedulerEvent.Offered(List.of(offer));
        assertThat(of(seed).told(event)).isEqualTo(event).isNotSameAs(event);
    }

    /// The id of an update is bytes, which the product tells in base64.
    @ParameterizedTest
    @ValueSource(longs = {1, 7})
    void an_update_is_acknowledged_under_the_id_that_its_agent_gave_it(long seed) {
        var status =
                new TaskStatus(
                        "task",
                        TaskState.RUNNING,
                        Optional.of(AGENT),
                        Optional.of("a1-0"),
                        Optional.of("REASON_AGENT_REREGISTERED"),
                        "",
                        Optional.of(true),
                        List.of("10.0.0.7"),
                        Instant.parse("2026-01-01T00:00:00.123Z"));
        var told = of(seed).told(new SchedulerEvent.Updated(status));
        var uuid = Base64.getEncoder().encodeToString(new byte[] {'a', '1', '-', '0'});
        assertThat(told)
                .isEqualTo(
                        new SchedulerEvent.Updated(
                                new TaskStatus(
                                        "task",
                                        TaskState.RUNNING,
                                        Optional.of(AGENT),
                                        Optional.of(uuid),
                                        Optional.of("REASON_AGENT_REREGISTERED"),
                                        "",
                                        Optional.of(true),
                                        List.of("10.0.0.7"),
                                        Instant.parse("2026-01-01T00:00:00.123Z"))));
        assertThat(of(seed).sent(new SchedulerCall.Acknowledge("task", AGENT, uuid)))
                .isEqualTo(new SchedulerCall.Acknowledge("task", AGENT, "a1-0"));
    }
}
