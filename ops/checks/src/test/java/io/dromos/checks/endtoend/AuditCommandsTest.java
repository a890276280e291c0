package io.dromos.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import io.dromos.cli.Main;
import io.dromos.cli.text.Terminal;
import io.dromos.journal.AtomicList;
import io.dromos.journal.Batch;
import io.dromos.journal.Bytes;
import io.dromos.journal.Entry;
import io.dromos.journal.Log;
import io.dromos.journal.LogRecord;
import io.dromos.journal.embedded.EmbeddedLog;
import io.dromos.journal.embedded.Settings;
import io.dromos.schema.EventNames;
import io.dromos.server.Sizes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `audit verify`, `audit checkpoint`, `journal export` and `journal stats`, of a server that runs
/// and of one that does not.
final class AuditCommandsTest {

    private static final int SEGMENT_BYTES = 1 << 20;
    private static final String SEGMENT = "log/0000000001.log";

    @RegisterExtension
    final Cluster cluster =
            new Cluster(
                    Shape.SMALL.starting(0).withServerProperty(Sizes.SEGMENT_BYTES, SEGMENT_BYTES));

    private record Done(int code, String out, String err) {
        Done ok() {
            assertThat(code).as("%s%s", out, err).isZero();
            return this;
        }
    }

    @Test
    void a_log_is_proved_signed_written_out_and_summed_up_while_its_server_runs_and_when_not()
            throws Exception {
        for (var app : List.of("first", "second")) create(app);
        var early = checkpoint("early");
        create("third");
        var late = checkpoint("late");
        var key = served("audit", "key", "--public").ok().out().strip();

        a_running_server_proves_its_log(early, late, key);
        records_are_written_out_and_counted();
        a_changed_record_is_named_and_the_server_runs_on();
        cluster.server().kill();
        a_log_is_proved_and_written_out_without_a_server(late, key);
        a_log_that_was_written_anew_is_right_but_not_what_was_signed(late, key);
    }

    private void a_running_server_proves_its_log(Path early, Path late, String key)
            throws IOException {
        var file = cluster.data().resolve("audit.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(key).startsWith("dromos/").doesNotContain("PRIVATE");
        assertThat(served("audit", "verify").ok().out())
                .matches("Records 1 to \\d+ are what was written; the last has hash \\w{64}\\n");
        var between = verify(late, "--since", early.toString(), "--key", key);
        assertThat(between.ok().out()).contains("as the checkpoint says");
        assertThat(verify(early).ok().err()).contains("one that you kept elsewhere");
        var other = cluster.directory().resolve("other.key");
        served("audit", "key", "--out", other.toString(), "--name", "example.com/x").ok();
        var refused = verify(late, "--key", other.toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("is not signed by example.com/x");
        var altered = cluster.directory().resolve("altered");
        Files.writeString(altered, Files.readString(late).replaceFirst("\n(\\d+)\n", "\n1$1\n"));
        assertThat(verify(altered, "--key", key).err()).contains("is not signed by");
        assertThat(offline("audit", "verify", "--offline").ok().err())
                .contains("The log is in use by process " + cluster.server().pid());
    }

    private void records_are_written_out_and_counted() throws IOException {
        var file = cluster.directory().resolve("all.ndjson");
        served("journal", "export", "--out", file.toString()).ok();
        var lines = Files.readAllLines(file);
        var head = cluster.api().get("/v3/log?limit=1").ok().json().path("head").asLong();
        assertThat(lines).hasSize((int) head);
        var last = Api.json(lines.getLast());
        assertThat(last.path("offset").asLong()).isEqualTo(head);
        assertThat(served("journal", "export", "--after", "3", "--until", "5").ok().out().lines())
                .containsExactlyElementsOf(lines.subList(3, 5));
        var stats = Api.json(served("journal", "stats", "--json").ok().out());
        assertThat(stats.path("records").asLong()).isEqualTo(head);
        assertThat(stats.at("/aggregates/app/begun").asInt()).isEqualTo(3);
        assertThat(served("journal", "stats").ok().out())
                .contains("bytes a day", "catalog.change-admitted.v1", "0000000001.log");
    }

    private void a_changed_record_is_named_and_the_server_runs_on() throws IOException {
        var whole = Files.readAllBytes(segment());
        long offset = change("/second");
        var broken = served("audit", "verify");
        assertThat(broken.code()).isEqualTo(1);
        assertThat(broken.out())
                .startsWith("Record %d is not what was written: ".formatted(offset));
        var json = Api.json(served("audit", "verify", "--json").out());
        assertThat(json.at("/broken/offset").asLong()).isEqualTo(offset);
        cluster.api().get("/v2/apps").ok();
        Files.write(segment(), whole);
        served("audit", "verify").ok();
        create("fourth");
    }

    private void a_log_is_proved_and_written_out_without_a_server(Path late, String key)
            throws IOException {
        var whole = Files.readAllBytes(segment());
        var proved = offline("audit", "verify", "--checkpoint", late.toString(), "--key", key);
        assertThat(proved.ok().out()).contains("as the checkpoint says");
        assertThat(proved.err()).contains("No server is asked");
        var exported = offline("journal", "export").ok().out().lines().toList();
        var served = Files.readAllLines(cluster.directory().resolve("all.ndjson"));
        assertThat(exported).startsWith(served.toArray(String[]::new)).hasSizeGreaterThan(3);
        var stats = Api.json(offline("journal", "stats", "--json").ok().out());
        assertThat(stats.path("records").asInt()).isEqualTo(exported.size());

        long offset = change("/second");
        var broken = offline("audit", "verify");
        assertThat(broken.code()).isEqualTo(1);
        assertThat(broken.out())
                .startsWith("Record %d is not what was written: ".formatted(offset));
        Files.write(segment(), whole);
        assertThat(Files.readAllBytes(segment())).isEqualTo(whole);
    }

    private void a_log_that_was_written_anew_is_right_but_not_what_was_signed(Path late, String key)
            throws IOException {
        var log = cluster.data().resolve("log");
        var kept = cluster.data().resolve("kept");
        Files.move(log, kept);
        try (var from = EmbeddedLog.open(kept, settings());
                var to = EmbeddedLog.open(log, settings());
                var records = from.scan(1)) {
            for (var it = records.next(); it != null; it = records.next()) writeAnew(to, it);
        }
        var told = offline("audit", "verify", "--checkpoint", late.toString(), "--key", key);
        assertThat(told.code()).isEqualTo(1);
        assertThat(told.out()).contains("the checkpoint", "were written anew");
    }

    /// Somebody else brought it all about; everything that is computed is right.
    private static void writeAnew(Log log, LogRecord it) throws IOException {
        if (it.persistenceId().equals("log")) {
            var claim = Api.json(it.payload().text());
            log.claim(claim.path("name").asText(), claim.path("owner").asText())
                    .toCompletableFuture()
                    .join();
            return;
        }
        var origin = Bytes.utf8(it.origin().text().replace("anonymous", "nobody"));
        var entry =
                Entry.of(
                        it.persistenceId(),
                        it.sequenceNr(),
                        it.decidedAt(),
                        it.eventName(),
                        it.payload(),
                        origin);
        var list =
                new AtomicList(it.persistenceId(), it.sequenceNr() - 1, List.of(), List.of(entry));
        log.append(Batch.of(list)).toCompletableFuture().join();
    }

    private Path checkpoint(String name) {
        var file = cluster.directory().resolve(name);
        served("audit", "checkpoint", "--out", file.toString()).ok();
        return file;
    }

    private Done verify(Path checkpoint, String... more) {
        var words = new ArrayList<>(List.of("audit", "verify", "--checkpoint", "" + checkpoint));
        words.addAll(List.of(more));
        return served(words.toArray(String[]::new));
    }

    private void create(String app) {
        cluster.api()
                .post("/v2/apps", "{\"id\":\"%s\",\"cmd\":\"true\",\"instances\":0}".formatted(app))
                .ok();
        cluster.api().awaitSettled();
    }

    private Path segment() {
        return cluster.data().resolve(SEGMENT);
    }

    /// Changes a byte of the first record that has this text.
    ///
    /// @return the record's offset
    private long change(String text) throws IOException {
        var bytes = Files.readAllBytes(segment());
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
        bytes[at] ^= 1;
        Files.write(segment(), bytes);
        for (var line : Files.readAllLines(cluster.directory().resolve("all.ndjson"))) {
            JsonNode record = Api.json(line);
            if (record.path("fact").toString().contains(text)
                    || record.path("aggregate").asText().contains(text)
                    || record.path("origin").toString().contains(text))
                return record.path("offset").asLong();
        }
        throw new AssertionError(text);
    }

    private static Settings settings() {
        return Settings.standard(EventNames.definitions()).withSegmentBytes(SEGMENT_BYTES);
    }

    private Done served(String... words) {
        return run(Map.of("DROMOS_URL", "http://127.0.0.1:" + cluster.apiPort()), words);
    }

    private Done offline(String... words) {
        return run(Map.of("DROMOS_DATA", cluster.data().toString()), words);
    }

    private static Done run(Map<String, String> environment, String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var quiet = new HashMap<>(environment);
        var terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), quiet);
        int code = Main.run(terminal, words);
        return new Done(code, out.toString(), err.toString());
    }
}
