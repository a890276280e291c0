package io.dromos.feed.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.feed.History.NoSuchMoment;
import io.dromos.journal.AtomicList;
import io.dromos.journal.Batch;
import io.dromos.journal.Bytes;
import io.dromos.journal.Chain;
import io.dromos.journal.Entry;
import io.dromos.journal.Log;
import io.dromos.journal.embedded.EmbeddedLog;
import io.dromos.journal.embedded.Settings;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What auditors are told of a log that is open, and of one whose bytes change under it.
class LoggedLedgerTest {
    private static final int RECORDS = 40;
    private static final long ALL = Long.MAX_VALUE;

    @TempDir Path directory;

    private EmbeddedLog log;
    private Ledger ledger;

    @BeforeEach
    void open() throws IOException {
        log = EmbeddedLog.open(directory, Settings.standard(Set.of()).withSegmentBytes(1 << 20));
        ledger = new LoggedLedger(log);
        for (int i = 0; i < RECORDS; i++)
            append(log, i, i == 7 ? "no JSON" : "{\"number\":%d,\"share\":0.10}".formatted(i + 1));
    }

    private static void append(Log to, int i, String fact) {
        long number = 1L + i / 2;
        var id = "app|/a" + i % 2;
        var entry =
                Entry.of(
                        id,
                        number,
                        Instant.EPOCH,
                        i % 2 == 0 ? "app.step-done.v1" : "app.removed.v12",
                        Bytes.utf8(fact),
                        Bytes.utf8("{\"principal\":\"ann\"}"));
        to.append(Batch.of(new AtomicList(id, number - 1, List.of(), List.of(entry))))
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void stretches_are_bounded_and_each_continues_the_one_before() {
        var first = ledger.verify(0, ALL, 15);
        var second = ledger.verify(first.to(), 20, 15);
        var third = ledger.verify(second.to(), ALL, 1_000);
        assertThat(List.of(first.from(), first.to(), first.head())).containsExactly(1L, 15L, 40L);
        assertThat(List.of(second.from(), second.to())).containsExactly(16L, 20L);
        assertThat(List.of(third.from(), third.to())).containsExactly(21L, 40L);
        assertThat(first.previousHash()).isEqualTo(Chain.GENESIS.hex());
        assertThat(second.previousHash()).isEqualTo(first.hash());
        assertThat(third.previousHash()).isEqualTo(second.hash());
        assertThat(third.hash()).isEqualTo(ledger.end().hash());
        assertThat(ledger.verify(40, ALL, 10).to()).isEqualTo(40);
        assertThatThrownBy(() -> ledger.verify(41, ALL, 10)).isInstanceOf(NoSuchMoment.class);
    }

    @Test
    void a_record_that_changes_under_an_open_log_is_named_and_all_before_it_is_read_on()
            throws IOException {
        var file = directory.resolve("0000000001.log");
        var bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("{\"number\":30,");
        bytes[at + 3] ^= 1;
        Files.write(file, bytes);

        var found = ledger.verify(10, ALL, 1_000);
        assertThat(found.broken().orElseThrow().offset()).isEqualTo(30);
        assertThat(found.to()).isEqualTo(29);
        assertThat(json(found.json()).at("/broken/offset").asLong()).isEqualTo(30);
        assertThat(json(found.json()).path("ok").asBoolean()).isFalse();
        assertThat(ledger.verify(30, ALL, 10).broken().orElseThrow().offset()).isEqualTo(30);
        assertThat(ledger.verify(0, 29, 1_000).broken()).isEmpty();
        assertThat(ledger.export(0, 29).next()).isEqualTo(29);
        assertThatThrownBy(() -> ledger.export(20, 100))
                .isInstanceOfSatisfying(
                        Ledger.Unreadable.class, why -> assertThat(why.passes()).isFalse())
                .hasMessageContaining("damaged at offset 30");
    }

    /// A store whose end was cut, or written anew with every hash made right.
    @Test
    void a_store_that_ends_otherwise_than_this_process_wrote_is_found_out() throws IOException {
        var elsewhere = directory.resolve("other");
        var settings = Settings.standard(Set.of()).withSegmentBytes(1 << 20);
        try (var other = EmbeddedLog.open(elsewhere, settings)) {
            for (int i = 0; i < RECORDS - 1; i++) append(other, i, "{}");
            assertThat(swapped(other).verify(0, ALL, 1_000).broken().orElseThrow().offset())
                    .isEqualTo(RECORDS);
            append(other, RECORDS - 1, "{}");
            var anew = swapped(other).verify(0, ALL, 1_000).broken().orElseThrow();
            assertThat(anew.offset()).isEqualTo(RECORDS);
            assertThat(anew.why()).contains("another record than the server wrote");
        }
    }

    /// Remembers the end of one log and reads another.
    private Ledger swapped(Log stored) {
        var mixed =
                Proxy.newProxyInstance(
                        Log.class.getClassLoader(),
                        new Class<?>[] {Log.class},
                        (_, method, arguments) ->
                                method.invoke(
                                        method.getName().equals("head") ? log : stored, arguments));
        return new LoggedLedger((Log) mixed);
    }

    /// Whoever has the lines needs nothing of ours to compute the chain.
    @Test
    void every_record_is_written_out_with_all_that_its_hash_is_made_of() {
        var lines = new ArrayList<JsonNode>();
        for (long next = 0; next < RECORDS; ) {
            var page = ledger.export(next, 7);
            page.lines().lines().map(LoggedLedgerTest::json).forEach(lines::add);
            next = page.next();
        }
        assertThat(lines).hasSize(RECORDS);
        var chain = new Chain();
        var hash = Chain.GENESIS;
        for (var line : lines) {
            assertThat(line.path("previousHash").asText()).isEqualTo(hash.hex());
            var digest =
                    chain.digest(
                            line.path("aggregate").asText(),
                            line.path("sequenceNr").asLong(),
                            Instant.parse(line.path("decidedAt").asText()),
                            line.path("kind").asText(),
                            bytes(line, "factBase64"),
                            bytes(line, "originBase64"));
            var committed = Instant.parse(line.path("committedAt").asText());
            hash = chain.hash(hash, line.path("offset").asLong(), committed, digest);
            assertThat(hash)
                    .isEqualTo(Bytes.of(HexFormat.of().parseHex(line.path("hash").asText())));
        }
        assertThat(lines.get(1).path("version").asInt()).isEqualTo(12);
        assertThat(lines.get(0).path("fact")).hasToString("{\"number\":1,\"share\":0.10}");
        assertThat(lines.get(0).at("/origin/principal").asText()).isEqualTo("ann");
        assertThat(lines.get(7).has("fact")).isFalse();
        assertThat(bytes(lines.get(7), "factBase64").text()).isEqualTo("no JSON");
    }

    private static Bytes bytes(JsonNode line, String name) {
        return Bytes.of(Base64.getDecoder().decode(line.path(name).asText()));
    }

    @Test
    void what_the_log_takes_is_summed_up_a_stretch_at_a_time() {
        var first = json(ledger.sums(0, 30).json());
        var rest = json(ledger.sums(30, 30).json());
        assertThat(first.path("to").asLong()).isEqualTo(30);
        assertThat(first.at("/kinds/app.step-done.v1/records").asLong()).isEqualTo(15);
        assertThat(first.at("/aggregates/app/records").asLong()).isEqualTo(30);
        assertThat(first.at("/aggregates/app/begun").asLong()).isEqualTo(2);
        assertThat(rest.at("/aggregates/app/begun").asLong()).isZero();
        assertThat(rest.path("to").asLong()).isEqualTo(RECORDS);
        assertThat(rest.path("days").size()).isBetween(1, 2);
        assertThat(first.path("store")).isEmpty();
        assertThat(rest.at("/store/0/name").asText()).isEqualTo("0000000001.log");
        assertThat(rest.at("/store/0/bytes").asLong()).isGreaterThan(4_096);
    }

    private static JsonNode json(String text) {
        return Json.read(Bytes.utf8(text)).orElseThrow();
    }
}
