package io.dromos.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dromos.events.Version;
import io.dromos.events.state.CatalogState.Definition;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Writes applications with instances that wait, `/v2/queue`.
public final class QueueWriter {

    /// Marathon's reasons, in the order in which offers are judged.
    public static final List<String> REASONS =
            List.of(
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

    private QueueWriter() {}

    /// An application with instances that wait.
    ///
    /// @param count how many
    /// @param delaySeconds until the next launch may be tried
    /// @param since when it began to wait
    /// @param funnel how the last offers fared, if any were looked at
    public record Waiting(
            Definition definition, int count, long delaySeconds, Instant since, List<Step> funnel) {

        /// Copies what it is given.
        public Waiting {
            funnel = List.copyOf(funnel);
        }
    }

    /// How offers fared at one reason.
    ///
    /// @param processed those that came to it
    /// @param declined those that ended at it
    public record Step(String reason, int processed, int declined) {}

    /// `{"queue":[…]}`.
    ///
    /// @param unused whether to add the field for unused offers, whose contents are not kept
    public static byte[] queue(List<Waiting> waiting, boolean unused) {
        return Fragments.object(out -> {
            out.writeArrayFieldStart("queue");
            for (var entry : waiting) entry(out, entry, unused);
            out.writeEndArray();
        });
    }

    private static void entry(JsonGenerator out, Waiting entry, boolean unused) throws IOException {
        out.writeStartObject();
        out.writeNumberField("count", entry.count());
        out.writeStringField("role", entry.definition().spec().role());
        out.writeObjectFieldStart("delay");
        out.writeNumberField("timeLeftSeconds", entry.delaySeconds());
        out.writeBooleanField("overdue", entry.delaySeconds() == 0);
        out.writeEndObject();
        out.writeStringField("since", new Version(entry.since()).toString());
        summary(out, entry.funnel());
        if (unused) {
            out.writeArrayFieldStart("lastUnusedOffers");
            out.writeEndArray();
        }
        out.writeObjectFieldStart("app");
        ApplicationWriter.fields(
                out,
                entry.definition().app(),
                entry.definition().spec(),
                entry.definition().version(),
                Optional.of(entry.definition().info()));
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void summary(JsonGenerator out, List<Step> funnel) throws IOException {
        int processed = funnel.isEmpty() ? 0 : funnel.getFirst().processed();
        out.writeObjectFieldStart("processedOffersSummary");
        out.writeNumberField("processedOffersCount", processed);
        out.writeNumberField("unusedOffersCount", funnel.stream().mapToInt(Step::declined).sum());
        for (var name : List.of("rejectSummaryLastOffers", "rejectSummaryLaunchAttempt")) {
            out.writeArrayFieldStart(name);
            for (var reason : REASONS) step(out, reason, funnel);
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private static void step(JsonGenerator out, String reason, List<Step> funnel)
            throws IOException {
        var step = funnel.stream().filter(it -> it.reason().equals(reason)).findFirst();
        out.writeStartObject();
        out.writeStringField("reason", reason);
        out.writeNumberField("declined", step.map(Step::declined).orElse(0));
        out.writeNumberField("processed", step.map(Step::processed).orElse(0));
        out.writeEndObject();
    }
}
