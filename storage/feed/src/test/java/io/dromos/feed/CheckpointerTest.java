package io.dromos.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.events.PersistenceIds;
import io.dromos.journal.checkpoint.Checkpoints;
import io.dromos.journal.disk.DirectoryDisk;
import io.dromos.schema.StateCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
    private static View caughtUp(Views views) {
        views.caughtUp().orTimeout(30, TimeUnit.SECONDS).join();
        return views.now();
    }

    private void append(RandomHistory history) {
        var facts = history.next();
        log.append(facts.persistenceId(), facts.encoded());
    }

    private long seedOffset() throws Exception {
        return Checkpointer.seed(checkpoints, STATES, log).position().offset();
    }
}
