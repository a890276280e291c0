package io.dromos.journal.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.journal.Bytes;
import io.dromos.journal.Chain;
import io.dromos.journal.LogRecord;
import io.dromos.journal.Records;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is judged of records, whatever store they come from.
class VerifierTest {
    private static final Instant TIME = Instant.parse("2026-11-30T10:00:00Z");

    private final Chain chain = new Chain();
    private final List<LogRecord> written = chained(1, 2, 3, 4, 5);

    /// Records at these offsets, each behind the one before, with every hash right.
    private List<LogRecord> chained(long... offsets) {
        var records = new ArrayList<LogRecord>();
        var hash = Chain.GENESIS;
        for (long offset : offsets) {
            var next = record(offset, records.size() + 1L, hash, Chain.GENESIS);
            hash = chain.hash(next);
            records.add(record(offset, records.size() + 1L, next.previousHash(), hash));
        }
        return records;
    }

    private static LogRecord record(long offset, long number, Bytes previous, Bytes hash) {
        return new LogRecord(
                new UUID(0, 1),
                offset,
                "a",
                number,
                TIME,
                TIME,
                "x.v1",
                Bytes.utf8("{}"),
                Bytes.EMPTY,
                previous,
                hash);
    }

    private static Walk walk(List<LogRecord> records) {
        return Walk.fromTheBeginning(over(records.iterator()));
    }

    private static Records over(Iterator<LogRecord> records) {
        return new Records() {
            @Override
            public @Nullable LogRecord next() {
                return records.hasNext() ? records.next() : null;
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void a_stretch_is_bounded_and_the_next_goes_on_where_it_ended() {
        var walk = walk(written);
        var first = walk.next(10, 2);
        assertThat(first.to()).isEqualTo(2);
        assertThat(first.ended()).isFalse();
        var second = walk.next(4, 10);
        assertThat(second.after()).isEqualTo(2);
        assertThat(second.before()).isEqualTo(first.hash());
        assertThat(second.to()).isEqualTo(4);
        var rest = walk.rest();
        assertThat(rest.to()).isEqualTo(5);
        assertThat(rest.ended()).isTrue();
        assertThat(rest.hash()).isEqualTo(written.getLast().hash());
    }

    @Test
    void a_place_that_is_left_out_is_named_though_every_hash_is_right() {
        var broken = walk(chained(1, 2, 4)).rest().broken().orElseThrow();
        assertThat(broken.offset()).isEqualTo(3);
        assertThat(broken.why()).contains("record 4 stands in its place: one is missing");
        assertThat(walk(chained(3)).rest().broken().orElseThrow().why()).contains("2 are missing");
        assertThat(walk(chained(1, 1)).rest().broken().orElseThrow().why())
                .contains("record 1 stands in its place: it was put in");
    }

    @Test
    void of_a_record_that_is_trusted_only_the_hash_is_taken() {
        var behind = Verifier.behind(written.get(2));
        assertThat(behind.take(written.get(4)).orElseThrow().offset()).isEqualTo(4);
        assertThat(behind.take(written.get(3))).isEmpty();
        assertThat(behind.take(written.get(4))).isEmpty();
        assertThat(behind.offset()).isEqualTo(5);
        var other = chained(2, 3, 4).get(1);
        assertThat(Verifier.behind(other).take(written.get(3)).orElseThrow().offset()).isEqualTo(4);
    }
}
