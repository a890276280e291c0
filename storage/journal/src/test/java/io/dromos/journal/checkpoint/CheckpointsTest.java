package io.dromos.journal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.journal.Bytes;
import io.dromos.journal.Log;
import io.dromos.journal.Position;
import io.dromos.journal.disk.MemoryDisk;
import io.dromos.journal.embedded.EmbeddedLog;
import io.dromos.journal.embedded.Settings;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckpointsTest {

    private static final String CODE = "code 1";

    private final MemoryDisk disk = new MemoryDisk();
    private final Checkpoints checkpoints = new Checkpoints(disk);
    private final List<Position> places = new ArrayList<>();
    private Log log;

    @BeforeEach
    void open() throws Exception {
        var settings = Settings.standard(Set.of()).withSegmentBytes(16 << 10);
        log = EmbeddedLog.open(new MemoryDisk(), settings, InstantSource.system());
        for (int i = 0; i < 4; i++) {
            log.claim("fence", "test").toCompletableFuture().join();
            places.add(log.head().position());
        }
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void what_was_written_is_read_back() throws Exception {
        var checkpoint = at(places.get(2));
        checkpoints.write(checkpoint);
        assertThat(checkpoints.newest(log, CODE)).contains(checkpoint);
    }

    @Test
    void none_is_read_where_none_was_written() throws Exception {
        assertThat(checkpoints.newest(log, CODE)).isEmpty();
    }

    @Test
    void the_newest_two_are_kept() throws Exception {
        for (var place : places) checkpoints.write(at(place));
        assertThat(disk.names()).hasSize(Checkpoints.KEPT);
        assertThat(checkpoints.newest(log, CODE)).contains(at(places.get(3)));
    }

    @Test
    void those_of_a_log_that_went_back_make_room() throws Exception {
        for (int offset : new int[] {98, 99})
            checkpoints.write(
                    at(new Position(places.get(0).incarnation(), offset, places.get(0).hash())));
        checkpoints.write(at(places.get(1)));
        assertThat(disk.names()).hasSize(1);
        assertThat(checkpoints.newest(log, CODE)).contains(at(places.get(1)));
    }

    @Test
    void one_that_other_code_made_is_passed_over() throws Exception {
        checkpoints.write(at(places.get(1)));
        assertThat(checkpoints.newest(log, "code 2")).isEmpty();
    }

    @Test
    void one_ahead_of_the_log_of_another_history_or_with_another_hash_is_passed_over()
            throws Exception {
        var good = places.get(1);
        var incarnation = good.incarnation();
        var hash = good.hash();
        for (var bad :
                List.of(
                        new Position(incarnation, 99, hash),
                        new Position(new UUID(1, 2), 3, hash),
                        new Position(incarnation, 3, hash))) {
            disk.names().forEach(this::delete);
            checkpoints.write(at(good));
            checkpoints.write(at(bad));
            assertThat(checkpoints.newest(log, CODE)).as("%s", bad).contains(at(good));
        }
    }

    @Test
    void any_flipped_byte_and_any_cut_falls_back_to_the_one_before() throws Exception {
        checkpoints.write(at(places.get(1)));
        checkpoints.write(at(places.get(2)));
        var name = disk.names().getLast();
        int size = disk.bytes(name).length;
        for (int i = 0; i < size; i++) {
            var flipped = disk.copy();
            flipped.flip(name, i, 1 << (i % 8));
            assertThat(new Checkpoints(flipped).newest(log, CODE)).contains(at(places.get(1)));
            var cut = disk.copy();
            cut.cut(name, i);
            assertThat(new Checkpoints(cut).newest(log, CODE)).contains(at(places.get(1)));
        }
    }

    @Test
    void a_power_cut_after_a_write_leaves_it_and_one_within_leaves_the_one_before()
            throws Exception {
        checkpoints.write(at(places.get(1)));
        var before = disk.copy();
        checkpoints.write(at(places.get(2)));
        for (int seed = 0; seed < 50; seed++) {
            var after = new Checkpoints(disk.copy().powerCut(new Random(seed)));
            assertThat(after.newest(log, CODE)).as("seed=%d", seed).contains(at(places.get(2)));
            var torn = before.copy();
            torn.failSyncs(1);
            var failing = new Checkpoints(torn);
            assertThatThrownBy(() -> failing.write(at(places.get(2))))
                    .isInstanceOf(IOException.class);
            var left = new Checkpoints(torn.powerCut(new Random(seed)));
            assertThat(left.newest(log, CODE)).as("seed=%d", seed).contains(at(places.get(1)));
        }
    }

    private void delete(String name) {
        try {
            disk.delete(name);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Checkpoint at(Position position) {
        return new Checkpoint(
                position,
                CODE,
                List.of(
                        new Checkpoint.Entry("catalog", 7, true, Bytes.utf8("{}")),
                        new Checkpoint.Entry("app|/web", 3, false, Bytes.utf8("{\"a\":1}"))));
    }
}
