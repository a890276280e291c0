package io.dromos.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.events.PersistenceIds;
import io.dromos.journal.Bytes;
import io.dromos.journal.checkpoint.Checkpoint;
import io.dromos.journal.checkpoint.Checkpoints;
import io.dromos.journal.disk.DirectoryDisk;
import io.dromos.schema.StateCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointerTest extends ViewsFixture {

    private static final StateCodec STATES = new StateCodec();

    @TempDir Path directory;
    private Checkpoints checkpoints;

    @BeforeEach
    void prepare() throws Exception {
        checkpoints = new Checkpoints(DirectoryDisk.at(directory.resolve("checkpoints")));
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void views_from_a_checkpoint_and_the_rest_equal_views_from_the_first_record(long seed)
            throws Exception {
        var history = new RandomHistory(seed);
        var random = new Random(seed);
        for (int round = 0; round < 4; round++) {
            var views = Views.start(feed, Checkpointer.seed(checkpoints, STATES, log));
            var checkpointer =
                    Checkpointer.start(checkpoints, STATES, views, views.now().offset(), 40);
            for (int i = random.nextInt(120); i >= 0; i--) append(history);
            caughtUp(views);
            if (random.nextBoolean()) checkpointer.close();
            views.close();
        }
        var seeded = caughtUp(views(Checkpointer.seed(checkpoints, STATES, log)));
        assertThat(seeded).isEqualTo(caughtUp(views()));
        history.states.forEach((persistenceId, state) ->
                seeded.folded(persistenceId)
                        .ifPresent(folded -> assertThat(folded.state()).isEqualTo(state)));
    }

    @Test
    void a_checkpoint_is_written_every_so_many_records_and_at_the_end() throws Exception {
        var views = views();
        var checkpointer = Checkpointer.start(checkpoints, STATES, views, 0, 100);
        var history = new RandomHistory(1);
        while (log.head().offset() < 150) append(history);
        await().atMost(Duration.ofSeconds(30)).until(() -> seedOffset() >= 100);
        append(history);
        caughtUp(views);
        checkpointer.close();
        assertThat(seedOffset()).isEqualTo(log.head().offset());
    }

    @Test
    void views_and_actors_start_from_the_checkpoint_before_a_corrupt_one_or_from_the_whole_log()
            throws Exception {
        var history = new RandomHistory(5);
        long before = checkpointAfter(history);
        long newest = checkpointAfter(history);
        for (int i = 0; i < 20; i++) append(history);
        assertThat(seedOffset()).isEqualTo(newest);

        corruptNewest();
        assertThat(seedOffset()).isEqualTo(before);
        startsAsFromTheFirstRecord(history);

        Files.delete(files().getFirst());
        assertThat(seedOffset()).isZero();
        startsAsFromTheFirstRecord(history);
    }

    @Test
    void a_checkpoint_whose_states_do_not_read_costs_time_and_nothing_else() throws Exception {
        var history = new RandomHistory(6);
        for (int i = 0; i < 20; i++) append(history);
        var entry = new Checkpoint.Entry(PersistenceIds.CATALOG, 1, true, Bytes.of(new byte[9]));
        checkpoints.write(
                new Checkpoint(log.head().position(), STATES.fingerprint(), List.of(entry)));
        assertThat(seedOffset()).isZero();
        startsAsFromTheFirstRecord(history);
    }

    /// Adds to the log, and writes a checkpoint of all of it.
    private long checkpointAfter(RandomHistory history) throws Exception {
        var views = Views.start(feed, Checkpointer.seed(checkpoints, STATES, log));
        var checkpointer =
                Checkpointer.start(checkpoints, STATES, views, views.now().offset(), 1_000_000);
        for (int i = 0; i < 60; i++) append(history);
        caughtUp(views);
        checkpointer.close();
        views.close();
        return log.head().offset();
    }

    private List<Path> files() throws Exception {
        try (var files = Files.list(directory.resolve("checkpoints"))) {
            return files.sorted().toList();
        }
    }

    private void corruptNewest() throws Exception {
        var file = files().getLast();
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 4;
        Files.write(file, bytes);
    }

    private void startsAsFromTheFirstRecord(RandomHistory history) throws Exception {
        var seeded = views(Checkpointer.seed(checkpoints, STATES, log));
        var whole = views();
        assertThat(caughtUp(seeded)).isEqualTo(caughtUp(whole));
        for (var id : history.states.keySet())
            assertThat(new ViewSnapshots(seeded).latest(id, Long.MAX_VALUE))
                    .isEqualTo(new ViewSnapshots(whole).latest(id, Long.MAX_VALUE));
    }

    @Test
    void actors_are_given_what_the_views_have_whole_and_nothing_else() {
        var history = new RandomHistory(3);
        for (int i = 0; i < 100; i++) append(history);
        var views = views();
        caughtUp(views);
        var snapshots = new ViewSnapshots(views);
        var catalog = snapshots.latest(PersistenceIds.CATALOG, Long.MAX_VALUE).orElseThrow();
        assertThat(catalog.state()).isEqualTo(history.states.get(PersistenceIds.CATALOG));
        assertThat(catalog.sequenceNr()).isEqualTo(views.now().sequenceNr(PersistenceIds.CATALOG));
        assertThat(snapshots.latest(PersistenceIds.CATALOG, catalog.sequenceNr() - 1)).isEmpty();
        assertThat(snapshots.latest("app|/never/was", Long.MAX_VALUE)).isEmpty();
    }

    /// The view once it shows all that is durable.
    private long seedOffset() throws Exception {
        return Checkpointer.seed(checkpoints, STATES, log).position().offset();
    }
}
