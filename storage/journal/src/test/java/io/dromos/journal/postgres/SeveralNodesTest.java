package io.dromos.journal.postgres;

import static io.dromos.journal.conformance.Facts.all;
import static io.dromos.journal.conformance.Facts.append;
import static io.dromos.journal.conformance.Facts.await;
import static io.dromos.journal.conformance.Facts.list;
import static io.dromos.journal.conformance.Facts.refused;
import static io.dromos.journal.conformance.Facts.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.journal.Fence;
import io.dromos.journal.Head;
import io.dromos.journal.Log;
import io.dromos.journal.Outcome;
import io.dromos.journal.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// Two nodes on one database.
class SeveralNodesTest {
    private final Database database = Database.at(PostgresServer.shared().newDatabase());
    private PostgresLog one;
    private PostgresLog other;

    @BeforeEach
    void open() throws Exception {
        one = PostgresLog.open(DatabaseSettings.standard(database, Set.of()));
        other = PostgresLog.open(DatabaseSettings.standard(database, Set.of()));
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    @Test
    void what_many_writers_store_from_two_nodes_is_one_chain_without_gaps() {
        var acknowledged = new HashMap<String, Long>();
        try (var here = new Writing(one, "here", 20);
                var there = new Writing(other, "there", 20)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> here.lists() > 1_000 && there.lists() > 1_000);
            acknowledged.putAll(here.stop());
            acknowledged.putAll(there.stop());
        }
        await().untilAsserted(() -> assertThat(one.head()).isEqualTo(other.head()));
        Writing.check(one, acknowledged);
        assertThat(all(other)).isEqualTo(all(one));
    }

    @Test
    void of_two_nodes_that_both_believe_they_hold_an_aggregate_one_is_refused_each_time() {
        int each = 40;
        var stored = new AtomicInteger();
        var running = new ArrayList<CompletableFuture<Void>>();
        for (Log node : List.of(one, other)) {
            running.add(
                    CompletableFuture.runAsync(
                            () -> {
                                for (int last = 0; last < each; last++) {
                                    var outcome = append(node, list("fought-over", last, 1));
                                    if (outcome.getFirst() instanceof Outcome.Stored) {
                                        stored.incrementAndGet();
                                    } else {
                                        waitFor(node, last + 1);
                                    }
                                }
                            },
                            task -> Thread.ofVirtual().start(task)));
        }
        running.forEach(actor -> actor.join());
        assertThat(stored).hasValue(each);
        assertThat(await(one.highestSequenceNr("fought-over"))).isEqualTo(each);
    }

    private static void waitFor(Log node, long number) {
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> await(node.highestSequenceNr("fought-over")) >= number);
    }

    @Test
    void a_fence_that_another_node_claimed_is_stale_here_at_once() {
        assertThat(await(one.claim("scheduler", "one"))).isEqualTo(1);
        stored(one, list("a", 0, 1, new Fence("scheduler", 1)));
        assertThat(await(other.claim("scheduler", "other"))).isEqualTo(2);
        assertThat(refused(one, list("a", 1, 1, new Fence("scheduler", 1))))
                .isEqualTo(new Refusal.StaleFence(new Fence("scheduler", 1), 2));
        stored(other, list("a", 1, 1, new Fence("scheduler", 2)));
    }

    /// Both have just begun: their first connections look at the end of the log, too, and at any
    /// moment.
    @RepeatedTest(10)
    void a_node_hears_of_what_another_one_appends() {
        var heard = new AtomicReference<Head>();
        try (var _ = other.subscribe(heard::set)) {
            stored(one, list("a", 0, 3));
            await().untilAsserted(() -> assertThat(heard.get()).isEqualTo(one.head()));
            assertThat(all(other)).hasSize(3);
        }
    }

    @Test
    void a_reader_holds_no_transaction_open_between_two_pieces() throws Exception {
        for (int i = 0; i < 5; i++) {
            stored(one, list("a", i * 1_000L, 1_000));
        }
        try (var records = one.scan(1);
                var ofOne = one.scan("a", 1)) {
            assertThat(records.next()).isNotNull();
            assertThat(ofOne.next()).isNotNull();
            var open =
                    PostgresServer.queryAt(
                            database.url(),
                            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'");
            assertThat(open).isEqualTo("0");
        }
    }
}
