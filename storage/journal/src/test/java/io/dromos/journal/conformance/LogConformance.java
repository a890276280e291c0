package io.dromos.journal.conformance;

import static io.dromos.journal.conformance.Facts.all;
import static io.dromos.journal.conformance.Facts.append;
import static io.dromos.journal.conformance.Facts.await;
import static io.dromos.journal.conformance.Facts.entry;
import static io.dromos.journal.conformance.Facts.list;
import static io.dromos.journal.conformance.Facts.refusal;
import static io.dromos.journal.conformance.Facts.refused;
import static io.dromos.journal.conformance.Facts.rest;
import static io.dromos.journal.conformance.Facts.sized;
import static io.dromos.journal.conformance.Facts.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dromos.journal.AtomicList;
import io.dromos.journal.Batch;
import io.dromos.journal.Bytes;
import io.dromos.journal.Chain;
import io.dromos.journal.Entry;
import io.dromos.journal.Fence;
import io.dromos.journal.Head;
import io.dromos.journal.Log;
import io.dromos.journal.LogFact;
import io.dromos.journal.LogRecord;
import io.dromos.journal.LogRefused;
import io.dromos.journal.Outcome;
import io.dromos.journal.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every store of the log must do.
public abstract class LogConformance {
    /// The event name that a store under test must take for a definition.
    protected static final String DEFINITION = "app.admitted.v1";

    /// The definitions to open the store with.
    protected static final Set<String> DEFINITIONS = Set.of(DEFINITION);

    /// The log under test.
    protected Log log;

    /// Opens the store of this test: empty the first time, later with what it holds. Limits are the
    /// standard ones.
    protected abstract Log open() throws Exception;

    @BeforeEach
    void openLog() throws Exception {
        log = open();
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    private void reopen() throws Exception {
        log.close();
        log = open();
    }

    // ---- appending

    @Test
    void an_empty_log_ends_before_its_first_record() {
        assertThat(log.head().offset()).isZero();
        assertThat(log.head().position().hash()).isEqualTo(Chain.GENESIS);
        assertThat(log.head().lastCommitTime()).isEqualTo(Instant.EPOCH);
        assertThat(all(log)).isEmpty();
        assertThat(all(log, "nobody")).isEmpty();
        assertThat(await(log.highestSequenceNr("nobody"))).isZero();
    }

    @Test
    void what_was_appended_is_read_back_as_it_was_written() {
        var entry =
                Entry.of(
                        "app|/prod/web — ä",
                        1,
                        Facts.DECIDED,
                        "app.ünïcode.v1",
                        Bytes.utf8("{\"text\":\"\\u0000 𝄞\"}"),
                        Bytes.EMPTY);
        var before = Instant.now().minusSeconds(1);
        stored(log, list(entry));

        var record = all(log).getFirst();
        assertThat(record.persistenceId()).isEqualTo(entry.persistenceId());
        assertThat(record.sequenceNr()).isEqualTo(1);
        assertThat(record.decidedAt()).isEqualTo(Facts.DECIDED);
        assertThat(record.eventName()).isEqualTo(entry.eventName());
        assertThat(record.payload()).isEqualTo(entry.payload());
        assertThat(record.origin()).isEqualTo(entry.origin());
        assertThat(record.committedAt()).isAfter(before);
        assertThat(record.incarnation()).isEqualTo(log.head().position().incarnation());
    }

    @Test
    void offsets_start_at_one_and_have_no_gaps() {
        append(log, list("a", 0, 2), list("b", 7, 1), list("c", 0, 3));
        append(log, list("a", 2, 1));
        assertThat(all(log)).extracting(LogRecord::offset).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(log.head().offset()).isEqualTo(6);
    }

    @Test
    void a_stored_list_is_answered_with_its_place() {
        stored(log, list("a", 0, 2));
        var place = stored(log, list("a", 2, 3));
        assertThat(place.firstOffset()).isEqualTo(3);
        assertThat(place.last()).isEqualTo(all(log).getLast().position());
        assertThat(place.last()).isEqualTo(log.head().position());
    }

    @Test
    void a_batch_is_answered_with_its_id_and_an_outcome_for_each_list_in_order() {
        var batch = Batch.of(list("a", 0, 1), list("b", 5, 1), list("c", 0, 1));
        var appended = await(log.append(batch));
        assertThat(appended.batchId()).isEqualTo(batch.id());
        assertThat(appended.outcomes())
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(Outcome.Stored.class),
                        second -> assertThat(second).isInstanceOf(Outcome.Refused.class),
                        third -> assertThat(third).isInstanceOf(Outcome.Stored.class));
    }

    @Test
    void lists_of_one_aggregate_in_one_batch_follow_each_other() {
        var outcomes = append(log, list("a", 0, 2), list("a", 2, 2), list("a", 3, 1));
        assertThat(refusal(outcomes.get(2))).isEqualTo(new Refusal.WrongSequence("a", 3, 4));
        assertThat(all(log, "a")).extracting(LogRecord::sequenceNr).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void facts_without_payload_and_origin_are_facts() {
        stored(log, list(sized("a", 1, "n", 0)));
        assertThat(all(log, "a").getFirst().payload()).isEqualTo(Bytes.EMPTY);
    }

    // ---- who may write

    @Test
    void of_two_writers_the_second_is_refused() {
        stored(log, list("a", 0, 3));
        assertThat(refused(log, list("a", 0, 1))).isEqualTo(new Refusal.WrongSequence("a", 0, 3));
        assertThat(refused(log, list("a", 4, 1))).isEqualTo(new Refusal.WrongSequence("a", 4, 3));
        assertThat(all(log)).hasSize(3);
    }

    @Test
    void a_refused_list_leaves_no_trace() {
        stored(log, list("a", 0, 1));
        refused(log, list("a", 5, 4));
        assertThat(log.head().offset()).isEqualTo(1);
        assertThat(await(log.highestSequenceNr("a"))).isEqualTo(1);
        stored(log, list("a", 1, 1));
    }

    @Test
    void one_stale_list_does_not_fail_the_others_of_its_batch() {
        stored(log, list("stale", 0, 2));
        var outcomes = append(log, list("a", 0, 1), list("stale", 1, 1), list("b", 0, 1));
        assertThat(refusal(outcomes.get(1))).isInstanceOf(Refusal.WrongSequence.class);
        assertThat(all(log)).extracting(LogRecord::persistenceId).endsWith("a", "b");
    }

    @Test
    void the_epoch_of_a_fence_grows_with_each_claim() throws Exception {
        assertThat(await(log.claim("scheduler", "node-1"))).isEqualTo(1);
        assertThat(await(log.claim("scheduler", "node-2"))).isEqualTo(2);
        assertThat(await(log.claim("kafka", "node-1"))).isEqualTo(1);
        reopen();
        assertThat(await(log.claim("scheduler", "node-1"))).isEqualTo(3);
    }

    @Test
    void a_list_is_stored_only_while_its_fence_holds() throws Exception {
        await(log.claim("scheduler", "node-1"));
        stored(log, list("a", 0, 1, new Fence("scheduler", 1)));
        await(log.claim("scheduler", "node-2"));
        assertThat(refused(log, list("a", 1, 1, new Fence("scheduler", 1))))
                .isEqualTo(new Refusal.StaleFence(new Fence("scheduler", 1), 2));
        reopen();
        assertThat(refused(log, list("a", 1, 1, new Fence("scheduler", 1))))
                .isInstanceOf(Refusal.StaleFence.class);
        stored(log, list("a", 1, 1, new Fence("scheduler", 2)));
    }

    @Test
    void a_fence_that_nobody_claimed_holds_nothing() {
        assertThat(refused(log, list("a", 0, 1, new Fence("kafka", 1))))
                .isEqualTo(new Refusal.StaleFence(new Fence("kafka", 1), 0));
    }

    @Test
    void every_fence_of_a_list_must_hold() {
        await(log.claim("scheduler", "x"));
        var both = list("a", 0, 1, new Fence("scheduler", 1), new Fence("kafka", 1));
        assertThat(refused(log, both)).isInstanceOf(Refusal.StaleFence.class);
    }

    @Test
    void a_claim_is_a_record_like_any_other() {
        await(log.claim("scheduler", "node \"1\""));
        var record = all(log).getFirst();
        assertThat(record.persistenceId()).isEqualTo(LogFact.PERSISTENCE_ID);
        assertThat(LogFact.decode(record.eventName(), record.payload()))
                .isEqualTo(new LogFact.FenceClaimed("scheduler", 1, "node \"1\""));
    }

    @Test
    void nobody_writes_under_the_name_of_the_log() {
        var ours = Batch.of(list(LogFact.PERSISTENCE_ID, 0, 1));
        assertThatThrownBy(() -> log.append(ours)).isInstanceOf(IllegalArgumentException.class);
    }

    // ---- limits

    @Test
    void a_fact_has_at_most_64_kib() {
        stored(log, list(sized("a", 1, "n", 65_536)));
        assertThat(refused(log, list(sized("a", 2, "n", 65_537))))
                .isEqualTo(new Refusal.TooBig("n of a", 65_537, 65_536));
        assertThat(all(log)).hasSize(1);
    }

    @Test
    void a_definition_has_at_most_one_mib() {
        stored(log, list(sized("a", 1, DEFINITION, 1 << 20)));
        assertThat(refused(log, list(sized("a", 2, DEFINITION, (1 << 20) + 1))))
                .isInstanceOf(Refusal.TooBig.class);
        assertThat(all(log).getFirst().payload().size()).isEqualTo(1 << 20);
    }

    @Test
    void a_list_of_ten_thousand_small_facts_is_stored_whole() {
        stored(log, list("catalog", 0, 10_000));
        assertThat(all(log, "catalog")).hasSize(10_000);
    }

    @Test
    void a_batch_beyond_its_limit_is_refused_whole() {
        var lists = new AtomicList[33];
        for (int i = 0; i < lists.length; i++) {
            lists[i] = list(sized("a" + i, 1, DEFINITION, 1 << 20));
        }
        assertThat(append(log, lists))
                .allSatisfy(o -> assertThat(refusal(o)).isInstanceOf(Refusal.TooBig.class));
        assertThat(log.head().offset()).isZero();
    }

    @Test
    void an_id_has_at_most_a_kib() {
        stored(log, list("i".repeat(1_024), 0, 1));
        assertThat(refused(log, list("i".repeat(1_025), 0, 1))).isInstanceOf(Refusal.TooBig.class);
        assertThat(refused(log, list("ä".repeat(513), 0, 1))).isInstanceOf(Refusal.TooBig.class);
    }

    // ---- order and proof

    @Test
    void each_record_carries_a_hash_over_itself_and_the_one_before() throws Exception {
        for (int i = 0; i < 5; i++) {
            append(log, list("a", i * 2L, 2), list("b", i, 1));
            reopen();
        }
        var chain = new Chain();
        var previous = Chain.GENESIS;
        for (var record : all(log)) {
            assertThat(record.previousHash()).isEqualTo(previous);
            assertThat(record.hash()).isEqualTo(chain.hash(record));
            previous = record.hash();
        }
        assertThat(log.head().position().hash()).isEqualTo(previous);
        assertThat(all(log, "b"))
                .allSatisfy(record -> assertThat(record.hash()).isEqualTo(chain.hash(record)));
    }

    @Test
    void commit_times_never_go_backwards() throws Exception {
        for (int i = 0; i < 20; i++) {
            stored(log, list("a", i, 1));
        }
        reopen();
        stored(log, list("a", 20, 1));
        assertThat(all(log)).extracting(LogRecord::committedAt).isSorted();
        assertThat(log.head().lastCommitTime()).isEqualTo(all(log).getLast().committedAt());
    }

    @Test
    void everything_is_there_again_after_a_restart() throws Exception {
        append(log, list("a", 0, 3), list("b", 0, 2));
        await(log.claim("scheduler", "x"));
        var records = all(log);
        var head = log.head();
        reopen();
        assertThat(all(log)).isEqualTo(records);
        assertThat(log.head()).isEqualTo(head);
        assertThat(all(log, "b")).hasSize(2);
        assertThat(await(log.highestSequenceNr("a"))).isEqualTo(3);
    }

    @Test
    void writers_at_once_get_one_order() {
        int writers = 40;
        int each = 50;
        var running = new ArrayList<CompletableFuture<Void>>();
        for (int w = 0; w < writers; w++) {
            var id = "writer-" + w;
            running.add(
                    CompletableFuture.runAsync(
                            () -> {
                                for (int i = 0; i < each; i++) {
                                    stored(log, list(id, i, 1));
                                }
                            },
                            task -> Thread.ofVirtual().start(task)));
        }
        running.forEach(Facts::await);

        var lasts = new HashMap<String, Long>();
        long offset = 0;
        for (var record : all(log)) {
            assertThat(record.offset()).isEqualTo(++offset);
            assertThat(record.sequenceNr())
                    .isEqualTo(lasts.merge(record.persistenceId(), 1L, Long::sum));
        }
        assertThat(offset).isEqualTo((long) writers * each);
    }

    // ---- reading

    @Test
    void a_scan_starts_at_any_offset() {
        append(log, list("a", 0, 5));
        append(log, list("b", 0, 5));
        for (int from = -1; from <= 11; from++) {
            try (var records = log.scan(from)) {
                assertThat(rest(records)).hasSize(11 - Math.max(1, from));
            }
        }
    }

    @Test
    void a_scan_that_reached_the_end_goes_on_with_what_comes_later() {
        stored(log, list("a", 0, 1));
        try (var records = log.scan(1);
                var later = log.scan(3)) {
            assertThat(rest(records)).hasSize(1);
            assertThat(records.next()).isNull();
            assertThat(later.next()).isNull();
            stored(log, list("a", 1, 3));
            assertThat(rest(records)).extracting(LogRecord::offset).containsExactly(2L, 3L, 4L);
            assertThat(rest(later)).extracting(LogRecord::offset).containsExactly(3L, 4L);
        }
    }

    @Test
    void a_scan_of_one_aggregate_gives_its_records_and_no_others() {
        for (int i = 0; i < 30; i++) {
            append(log, list("a", i, 1), list("ab", 2L * i, 2));
        }
        try (var records = log.scan("a", 11)) {
            assertThat(rest(records))
                    .hasSize(20)
                    .allSatisfy(record -> assertThat(record.persistenceId()).isEqualTo("a"))
                    .extracting(LogRecord::sequenceNr)
                    .startsWith(11L)
                    .endsWith(30L);
        }
        assertThat(all(log, "a"))
                .isEqualTo(all(log).stream().filter(r -> r.persistenceId().equals("a")).toList());
    }

    @Test
    void a_scan_of_one_aggregate_goes_on_with_what_comes_later() {
        try (var records = log.scan("a", 1)) {
            assertThat(records.next()).isNull();
            stored(log, list("a", 0, 2));
            assertThat(rest(records)).hasSize(2);
            stored(log, list("b", 0, 2));
            assertThat(records.next()).isNull();
            stored(log, list("a", 2, 1));
            assertThat(rest(records)).extracting(LogRecord::sequenceNr).containsExactly(3L);
        }
    }

    @Test
    void the_highest_number_waits_behind_what_was_appended_before() {
        for (int i = 0; i < 100; i++) {
            log.append(Batch.of(list("a", i, 1)));
            assertThat(await(log.highestSequenceNr("a"))).isEqualTo(i + 1);
        }
    }

    // ---- hiding

    @Test
    void hidden_records_stay_in_the_log_and_leave_their_aggregates_replay() throws Exception {
        stored(log, list("a", 0, 5));
        await(log.hide("a", 3));
        for (int round = 0; round < 2; round++) {
            assertThat(all(log, "a")).extracting(LogRecord::sequenceNr).containsExactly(4L, 5L);
            assertThat(all(log)).hasSize(6);
            assertThat(await(log.highestSequenceNr("a"))).isEqualTo(5);
            reopen();
        }
        stored(log, list("a", 5, 1));
    }

    @Test
    void hiding_everything_does_not_give_numbers_away_again() throws Exception {
        stored(log, list("a", 0, 5));
        await(log.hide("a", Long.MAX_VALUE));
        reopen();
        assertThat(all(log, "a")).isEmpty();
        assertThat(await(log.highestSequenceNr("a"))).isEqualTo(5);
        assertThat(refused(log, list("a", 0, 1))).isEqualTo(new Refusal.WrongSequence("a", 0, 5));
        stored(log, list("a", 5, 1));
        assertThat(all(log, "a")).extracting(LogRecord::sequenceNr).containsExactly(6L);
    }

    @Test
    void what_is_hidden_is_not_shown_again_by_hiding_less() {
        stored(log, list("a", 0, 5));
        await(log.hide("a", 4));
        await(log.hide("a", 2));
        assertThat(all(log, "a")).hasSize(1);
    }

    // ---- telling

    @Test
    void listeners_hear_of_what_became_durable() {
        var heard = new AtomicReference<Head>();
        try (var _ = log.subscribe(heard::set)) {
            stored(log, list("a", 0, 3));
            await().untilAsserted(() -> assertThat(heard.get()).isEqualTo(log.head()));
        }
        stored(log, list("a", 3, 1));
        assertThat(heard.get().offset()).isEqualTo(3);
    }

    @Test
    void a_broken_listener_harms_nobody() {
        var heard = new AtomicReference<Head>();
        try (var _ =
                        log.subscribe(head -> {
                            throw new IllegalStateException("broken on purpose");
                        });
                var _ = log.subscribe(heard::set)) {
            stored(log, list("a", 0, 1));
            await().untilAsserted(() -> assertThat(heard.get()).isEqualTo(log.head()));
        }
    }

    @Test
    void an_answer_is_given_when_the_head_shows_it() {
        for (int i = 0; i < 200; i++) {
            var place = stored(log, list("a", i, 1));
            assertThat(log.head().offset()).isGreaterThanOrEqualTo(place.last().offset());
        }
    }

    // ---- closing

    @Test
    void closing_finishes_what_was_accepted_and_refuses_the_rest() throws Exception {
        var accepted = new ArrayList<CompletableFuture<List<Outcome>>>();
        for (int i = 0; i < 50; i++) {
            accepted.add(
                    log.append(Batch.of(list("a", i, 1)))
                            .thenApply(appended -> appended.outcomes())
                            .toCompletableFuture());
        }
        log.close();
        assertThat(accepted).allSatisfy(done -> assertThat(done).isCompleted());
        assertThat(refused(log, list("a", 50, 1))).isInstanceOf(Refusal.Closed.class);
        assertThatThrownBy(() -> await(log.claim("scheduler", "late")))
                .isInstanceOf(LogRefused.class)
                .hasMessageContaining("closed");
        log.close();
        log = open();
        assertThat(all(log)).hasSize(50);
    }

    // ---- everything together

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_log_is_what_a_list_would_be(long seed) throws Exception {
        var random = new Random(seed);
        var expected = new ArrayList<String>();
        Map<String, Long> lasts = new HashMap<>();
        for (int step = 0; step < 120; step++) {
            var lists = new ArrayList<AtomicList>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                var id = "app-" + random.nextInt(10);
                long last = lasts.getOrDefault(id, 0L);
                boolean stale = random.nextInt(8) == 0;
                int count = 1 + random.nextInt(4);
                lists.add(list(id, stale ? last + 1 : last, count));
                if (!stale) {
                    lasts.put(id, last + count);
                    for (int n = 1; n <= count; n++) {
                        expected.add(id + "#" + (last + n));
                    }
                }
            }
            append(log, lists.toArray(AtomicList[]::new));
            if (random.nextInt(20) == 0) {
                reopen();
            }
        }
        assertThat(all(log))
                .extracting(r -> r.persistenceId() + "#" + r.sequenceNr())
                .isEqualTo(expected);
        for (var id : lasts.keySet()) {
            assertThat(all(log, id))
                    .extracting(r -> r.persistenceId() + "#" + r.sequenceNr())
                    .isEqualTo(expected.stream().filter(e -> e.startsWith(id + "#")).toList());
        }
    }

    /// Two different entries never have the same digest just because their texts run together.
    @Test
    void digests_tell_texts_apart() {
        var chain = new Chain();
        var one = chain.digest("ab", 1, Facts.DECIDED, "c", Bytes.utf8("d"), Bytes.utf8("e"));
        var other = chain.digest("a", 1, Facts.DECIDED, "bc", Bytes.utf8("de"), Bytes.EMPTY);
        assertThat(one).isNotEqualTo(other);
        assertThat(entry("a", 1).digest()).isNotEqualTo(entry("a", 2).digest());
    }
}
