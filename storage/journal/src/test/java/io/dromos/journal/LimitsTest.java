package io.dromos.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final Limits LIMITS =
            new Limits(100, 1_000, Set.of("defined.v1"), 5_000, 10, 10_000);

    @Test
    void a_fact_may_be_as_large_as_the_bound_and_no_larger() {
        assertThat(LIMITS.tooBig(list("a", "done.v1", 100))).isEmpty();
        assertThat(LIMITS.tooBig(list("a", "done.v1", 101)))
                .contains(new Refusal.TooBig("done.v1 of a", 101, 100));
    }

    @Test
    void a_definition_has_a_bound_of_its_own() {
        assertThat(LIMITS.tooBig(list("a", "defined.v1", 1_000))).isEmpty();
        assertThat(LIMITS.tooBig(list("a", "defined.v1", 1_001)))
                .contains(new Refusal.TooBig("defined.v1 of a", 1_001, 1_000));
    }

    @Test
    void a_batch_has_a_bound_over_all_its_lists() {
        var list = list("a", "defined.v1", 1_000);
        assertThat(LIMITS.tooBig(Batch.of(list, list, list))).isEmpty();
        assertThat(LIMITS.tooBig(Batch.of(list, list, list, list, list)))
                .hasValueSatisfying(it -> assertThat(it.toString()).contains("5000"));
    }

    @Test
    void the_id_of_an_aggregate_has_a_bound() {
        assertThat(LIMITS.tooBig(list("x".repeat(Limits.ID_BYTES_MAX), "done.v1", 1))).isEmpty();
        assertThat(LIMITS.tooBig(list("x".repeat(Limits.ID_BYTES_MAX + 1), "done.v1", 1)))
                .contains(
                        new Refusal.TooBig(
                                "a persistence id", Limits.ID_BYTES_MAX + 1, Limits.ID_BYTES_MAX));
    }

    private static AtomicList list(String id, String event, int bytes) {
        var entry =
                Entry.of(
                        id,
                        1,
                        Instant.EPOCH,
                        event,
                        Bytes.of("x".repeat(bytes).getBytes(StandardCharsets.UTF_8)),
                        Bytes.of(new byte[0]));
        return new AtomicList(id, 0, List.of(), List.of(entry));
    }
}
