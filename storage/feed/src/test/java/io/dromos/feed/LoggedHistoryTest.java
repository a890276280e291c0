package io.dromos.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.events.PersistenceIds;
import io.dromos.events.state.State;
import io.dromos.journal.checkpoint.Checkpoints;
import io.dromos.journal.disk.DirectoryDisk;
import io.dromos.schema.StateCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoggedHistoryTest extends ViewsFixture {

    private static final StateCodec STATES = new StateCodec();
    private static final int MOMENTS = 200;

    @TempDir Path directory;

    /// The states between a change's admission and its last adoption are among them.
    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void every_moment_of_the_past_is_as_it_was_then(long seed) throws Exception {
        var checkpoints = new Checkpoints(DirectoryDisk.at(directory.resolve("checkpoints")));
        var views = views();
        var checkpointer = Checkpointer.start(checkpoints, STATES, views, 0, 50);
        var happening = new RandomHistory(seed);
        var then = new TreeMap<Long, View>();
        for (int moment = 0; moment < MOMENTS; moment++) {
            append(happening);
            var view = caughtUp(views);
            then.put(view.offset(), view);
            if (moment == MOMENTS / 2) checkpointer.close();
        }
        LoggedHistory.Seeds seeds = offset -> seed(checkpoints, offset);
        var history = new LoggedHistory(log, CODEC, seeds, views::now, 0);

        var asked = new Random(seed);
        for (int moment = 0; moment < MOMENTS; moment++) {
            var known = then.floorEntry(asked.nextLong(then.firstKey(), history.head() + 1));
            assertThat(history.at(known.getKey())).isEqualTo(known.getValue());
        }
        assertThat(history.at(0)).isEqualTo(View.of(nothing()));
        assertThat(seed(checkpoints, history.head()).position().offset()).isPositive();
    }

    @Test
    void a_checkpoint_is_read_only_where_no_view_is_near() {
        var views = views();
        var happening = new RandomHistory(4);
        while (log.head().offset() < 300) append(happening);
        var then = caughtUp(views);
        while (log.head().offset() < 500) append(happening);
        caughtUp(views);
        var asked = new ArrayList<Long>();
        LoggedHistory.Seeds seeds =
                offset -> {
                    asked.add(offset);
                    return seedOf(then);
                };
        var history = new LoggedHistory(log, CODEC, seeds, views::now, 100);

        for (long offset : List.of(310L, 320L, 410L, 430L))
            assertThat(history.at(offset).offset()).isEqualTo(offset);

        assertThat(asked).containsExactly(310L);
    }

    @Test
    void a_moment_is_found_by_its_time_and_no_list_is_cut() {
        append(adopted(WEB, 1), adopted(WEB, 2));
        append(adopted(DB, 1));
        var history = history(_ -> nothing(), views());
        var first = history.read(1, 1).getFirst().stored().committedAt();
        var second = history.read(3, 1).getFirst().stored().committedAt();

        assertThat(history.lastAt(Instant.EPOCH.minusSeconds(1))).isZero();
        assertThat(history.lastAt(first)).isEqualTo(2);
        assertThat(history.lastAt(second.minusNanos(1))).isEqualTo(2);
        assertThat(history.lastAt(second)).isEqualTo(3);
        assertThat(history.lastAt(second.plusSeconds(1_000))).isEqualTo(3);
    }

    @Test
    void the_events_of_one_aggregate_are_found_by_their_numbers() {
        append(adopted(WEB, 1), adopted(WEB, 2));
        append(adopted(DB, 1));
        append(adopted(WEB, 3));
        var history = history(_ -> nothing(), views());

        assertThat(history.of(PersistenceIds.of(WEB), 2, 10))
                .extracting(Event::offset)
                .containsExactly(2L, 4L);
        assertThat(history.of(PersistenceIds.of(WEB), 1, 1))
                .extracting(Event::offset)
                .containsExactly(1L);
    }

    @Test
    void what_has_not_happened_yet_is_refused() {
        append(adopted(WEB, 1));
        var history = history(_ -> nothing(), views());
        assertThatThrownBy(() -> history.at(2))
                .isInstanceOf(History.NoSuchMoment.class)
                .hasMessage("there is no record 2: the log ends at 1");
        assertThat(history.read(2, 10)).isEmpty();
    }

    private LoggedHistory history(LoggedHistory.Seeds seeds, Views views) {
        return new LoggedHistory(log, CODEC, seeds, views::now);
    }

    private Seed seed(Checkpoints checkpoints, long offset) {
        try {
            return Checkpointer.seed(checkpoints, STATES, log, offset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Seed seedOf(View view) {
        var states = new TreeMap<String, Folded<State>>();
        view.forEach((id, folded) ->
                states.put(id, new Folded<>(folded.state(), folded.sequenceNr(), folded.whole())));
        return new Seed(view.position(), states);
    }
}
