package io.dromos.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolTest {
    private final Pool pool = new Pool(10_000);
    private final List<String> gone = new ArrayList<>();

    @Test
    void of_many_slow_readers_the_one_for_whom_most_waits_is_cut_off() {
        Outbox slow = outbox("slow");
        Outbox slower = outbox("slower");
        slow.send(new byte[4_000]);
        slower.send(new byte[5_000]);
        assertThat(gone).isEmpty();
        slow.send(new byte[2_000]);
        slow.send(new byte[1]);
        assertThat(gone).containsExactly("slow");
        assertThat(pool.bytes()).isEqualTo(5_000);
        slower.send(new byte[4_000]);
        assertThat(gone).containsExactly("slow");
    }

    @Test
    void however_many_readers_are_slow_no_more_than_the_bound_waits() {
        List<Outbox> outboxes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            outboxes.add(outbox("o" + i));
        }
        for (int round = 0; round < 50; round++) {
            for (Outbox outbox : outboxes) {
                outbox.send(new byte[100]);
                assertThat(pool.bytes()).isLessThanOrEqualTo(10_000);
            }
        }
    }

    @Test
    void what_was_read_counts_no_more() {
        Outbox read = outbox("read");
        for (int i = 0; i < 100; i++) {
            read.send(new byte[5_000]);
            assertThat(read.poll()).isPresent();
        }
        assertThat(gone).isEmpty();
        assertThat(pool.bytes()).isZero();
    }

    @Test
    void an_ended_stream_that_nobody_reads_is_cut_off_too_and_not_told_of() {
        Outbox ended = outbox("ended");
        ended.send(new byte[6_000]);
        ended.end();
        outbox("other").send(new byte[4_001]);
        assertThat(gone).isEmpty();
        assertThat(pool.bytes()).isEqualTo(4_001);
    }

    @Test
    void a_reader_that_broke_off_leaves_nothing_behind() {
        Outbox left = outbox("left");
        left.send(new byte[6_000]);
        left.leave();
        assertThat(gone).containsExactly("left");
        assertThat(pool.bytes()).isZero();
    }

    @Test
    void whoever_was_cut_off_or_left_is_forgotten_whether_anybody_ever_read_or_not() {
        Outbox left = outbox("left");
        left.send(new byte[1]);
        left.leave();
        Outbox slow = outbox("slow");
        slow.send(new byte[1]);
        slow.send(new byte[9_000]);
        Outbox slowest = outbox("slowest");
        slowest.send(new byte[8_000]);
        outbox("reads on").send(new byte[4_000]);
        left.send(new byte[1]);
        assertThat(gone).containsExactly("left", "slow", "slowest");
        assertThat(pool.size()).isOne();
    }

    private Outbox outbox(String name) {
        return new Outbox(9_000, pool, () -> gone.add(name));
    }
}
