package io.dromos.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallLineTest {

    /// More milliseconds than a socket can wait, so that connecting fails as only a defect does.
    private static final Duration NO_TIMEOUT = Duration.ofDays(365);

    @Test
    void a_defect_that_stops_the_sending_ends_the_subscription_and_leaves_no_call_unanswered()
            throws Exception {
        Queue<SchedulerEvent> heard = new ConcurrentLinkedQueue<>();
        var gaveUp = new CompletableFuture<String>();
        var line =
                new CallLine(
                        settings(),
                        new Address("127.0.0.1", 1),
                        "stream",
                        _ -> new byte[0],
                        new Delivery(heard::add),
                        gaveUp::complete);
        line.start();
        line.offer(1, new SchedulerCall.Revive(List.of("*")));
        line.offer(2, new SchedulerCall.Revive(List.of("*")));
        var why = gaveUp.get(60, TimeUnit.SECONDS);
        assertThat(why).contains("cannot be sent").contains("overflow");
        line.end(why, Duration.ZERO);
        assertThat(heard)
                .hasSize(2)
                .allSatisfy(
                        event -> assertThat(event).isInstanceOf(SchedulerEvent.Unanswered.class));
    }

    private static Settings settings() {
        var usual = Settings.of(List.of("127.0.0.1:1"));
        return new Settings(
                usual.masters(),
                usual.wire(),
                usual.credential(),
                NO_TIMEOUT,
                usual.answerTimeout(),
                usual.idleTimeout(),
                usual.backoffInitial(),
                usual.backoffMax(),
                usual.missedHeartbeats(),
                usual.maxRecordBytes(),
                usual.maxQueuedCalls(),
                usual.maxCallsInFlight());
    }
}
