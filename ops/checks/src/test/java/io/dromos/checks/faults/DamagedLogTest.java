package io.dromos.checks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import io.dromos.journal.LogRecord;
import io.dromos.journal.embedded.EmbeddedLog;
import io.dromos.journal.embedded.Settings;
import io.dromos.schema.EventNames;
import io.dromos.server.Sizes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A log of which a byte was changed, and one whose last write was torn, under the real server.
final class DamagedLogTest {

    private static final int SEGMENT_BYTES = 1 << 20;

    @RegisterExtension
    final Cluster cluster =
            new Cluster(
                    Shape.SMALL.starting(0).withServerProperty(Sizes.SEGMENT_BYTES, SEGMENT_BYTES));

    @Test
    void a_bad_record_refuses_the_start_with_its_offset_and_a_torn_tail_is_cut_and_told()
            throws Exception {
        for (var app : List.of("first", "second", "third")) create(app);
        cluster.server().kill();
        var segment = cluster.data().resolve("log/0000000001.log");
        var whole = Files.readAllBytes(segment);

        var damaged = whole.clone();
        damaged[indexOf(whole, "/second")] ^= 1;
        Files.write(segment, damaged);
        var refused = cluster.launchServer("refused");
        assertThat(refused.awaitExit()).isEqualTo(1);
        assertThat(refused.errors())
                .contains(
                        "the log is damaged at offset %d: whole records stand behind it"
                                .formatted(offsetOf("/second", whole)))
                .doesNotContain("Exception", "\tat ");
        assertThat(Files.readAllBytes(segment)).as("what somebody may mend").isEqualTo(damaged);

        var torn = whole.clone();
        Arrays.fill(torn, indexOf(whole, "/third"), torn.length, (byte) 0);
        Files.write(segment, torn);
        cluster.startServer();
        assertThat(cluster.server().errors())
                .containsPattern("an unfinished write of \\d+ bytes behind it was cut");
        assertThat(apps()).containsExactlyInAnyOrder("/first", "/second");
        create("third");
        assertThat(apps()).containsExactlyInAnyOrder("/first", "/second", "/third");
    }

    private void create(String app) {
        cluster.api()
                .post("/v2/apps", "{\"id\":\"%s\",\"cmd\":\"true\",\"instances\":0}".formatted(app))
                .ok();
    }

    private List<String> apps() {
        var shown = new ArrayList<String>();
        for (JsonNode app : cluster.api().get("/v2/apps").ok().json().path("apps"))
            shown.add(app.path("id").asText());
        return shown;
    }

    private static int indexOf(byte[] segment, String text) {
        int at = latin(segment).indexOf(text);
        assertThat(at).as(text).isPositive();
        return at;
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// The offset of the first record with this text, as a log that is whole knows it.
    private long offsetOf(String text, byte[] whole) throws IOException {
        var copy = Files.createDirectories(cluster.directory().resolve("copy"));
        Files.write(copy.resolve("0000000001.log"), whole);
        try (var log = EmbeddedLog.open(copy, settings());
                var records = log.scan(1)) {
            for (var record = records.next(); record != null; record = records.next())
                if (text(record).contains(text)) return record.offset();
        }
        throw new AssertionError(text);
    }

    private static Settings settings() {
        return Settings.standard(EventNames.definitions()).withSegmentBytes(SEGMENT_BYTES);
    }

    private static String text(LogRecord record) {
        return record.persistenceId()
                + latin(record.payload().array())
                + latin(record.origin().array());
    }
}
