package io.dromos.checks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// Marathon's LaunchQueue: who waits, and why.
final class LaunchQueueTest extends Scene {

    @Test
    void the_queue_counts_by_reason_what_was_offered_and_is_of_no_use() {
        assertThat(api().get("/v2/queue").ok().json().path("queue")).isEmpty();
        api().post(
                        "/v2/apps",
                        sleeper(
                                "/picky",
                                ",\"constraints\":[[\"hostname\",\"LIKE\",\"agent.*\"]]",
                                ",\"portDefinitions\":[{\"port\":1}],\"requirePorts\":true"))
                .ok();
        var entry =
                awaitQueued(
                        "/picky",
                        "for a port that no agent has",
                        it -> reason(it, "InsufficientPorts").path("declined").asInt() == 2);
        assertThat(entry.path("count").asInt()).isEqualTo(1);
        assertThat(reason(entry, "UnfulfilledConstraint").path("processed").asInt()).isEqualTo(3);
        assertThat(reason(entry, "UnfulfilledConstraint").path("declined").asInt()).isEqualTo(1);
        assertThat(reason(entry, "InsufficientPorts").path("processed").asInt()).isEqualTo(2);
        var names = new ArrayList<String>();
        for (var reason : entry.at("/processedOffersSummary/rejectSummaryLastOffers"))
            names.add(reason.path("reason").asText());
        assertThat(names)
                .containsExactly(
                        "UnfulfilledRole",
                        "UnfulfilledConstraint",
                        "NoCorrespondingReservationFound",
                        "AgentMaintenance",
                        "InsufficientCpus",
                        "InsufficientMemory",
                        "InsufficientDisk",
                        "InsufficientGpus",
                        "InsufficientPorts",
                        "DeclinedScarceResources");
    }

    private static JsonNode reason(JsonNode entry, String name) {
        for (var reason : entry.at("/processedOffersSummary/rejectSummaryLastOffers"))
            if (reason.path("reason").asText().equals(name)) return reason;
        return entry.path("none");
    }
}
