package io.dromos.agent.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayTest {

    static List<String> recordings() {
        return List.of(
                "01-subscribe-json",
                "02-subscribe-protobuf",
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
                "18-health-command",
                "19-health-http-and-tcp",
                "20-checks",
                "27-reconcile",
                "28-resubscribe",
                "29-scheduler-takeover",
                "30-http-errors",
                "31-call-type-unknown-ends-master",
                "32-teardown",
                "33-failover-timeout-expires",
                "34-master-restart",
                "35-agent-restart-recovers",
                "36-agent-unreachable-and-back",
                "37-agent-stops-by-itself",
                "38-agent-gone",
                "44-operator-event-stream");
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void every_answer_and_event_is_as_a_real_master_gave_it(String name) throws Exception {
        Exclusions exclusions = Exclusions.of(name);
        assertThat(new Replay(Recording.read(name), exclusions).run()).isGreaterThanOrEqualTo(5);
        assertThat(exclusions.stale(place -> !place.contains("task-")))
                .as("rules that no difference calls for")
                .isEmpty();
    }

    @Test
    void every_exclusion_names_a_recording_and_a_reason() throws IOException {
        for (String line : Recording.text("/mesos/exclusions.txt").lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] words = line.split(" ", 3);
                assertThat(recordings()).as(line).contains(words[0]);
                assertThat(words).as(line).hasSize(3);
            }
        }
    }
}
