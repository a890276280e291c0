package io.dromos.agent.master;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-subscribe-json",
                "03-subscribe-variants",
                "04-offers-decline-filters",
                "05-suppress-revive",
                "07-launch-run-finish",
                "08-many-tasks-one-accept",
                "09-update-retry",
                "10-task-exits",
                "13-kill-policies",
                "14-kill-odd",
                "15-accept-invalid-tasks",
                "16-accept-offer-errors",
                "17-merge-two-offers",
                "27-reconcile",
                "28-resubscribe",
                "29-scheduler-takeover",
                "30-http-errors",
                "32-teardown",
                "33-failover-timeout-expires",
                "36-agent-unreachable-and-back",
                "37-agent-stops-by-itself",
            })
    void every_answer_and_event_is_as_a_real_master_gave_it(String name) throws Exception {
        assertThat(new Replay(Recording.read(name)).run()).isGreaterThanOrEqualTo(10);
    }
}
