package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import io.dromos.api.Frames.Framed;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The past is told as it was told when it was the present, after random changes. What fails names
/// the seed.
class PastEventsTest {

    private static final ActorSystem<?> SYSTEM = ReplayServer.system();

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Served served = Served.start(SYSTEM);
    private final World world = served.world();
    private final EventHub hub = new EventHub(world, 8, "master", InstantSource.system());
    private final Heard live = new Heard();

    @BeforeEach
    void much_happens_while_somebody_listens() {
        hub.subscribe(live, Set.of(), Optional.empty(), "a");
        new RandomChanges(served, random).make(60);
    }

    @AfterEach
    void stop() {
        hub.close();
        served.close();
    }

    @AfterAll
    static void stopSystem() {
        SYSTEM.terminate();
    }

    @Test
    void it_is_told_byte_for_byte_as_it_was_then_whatever_the_size_of_the_pieces() {
        var told = live.frames().stream().skip(1).map(it -> it.utf8String()).toList();
        assertThat(told).as("seed %d", seed).hasSizeGreaterThan(50);
        assertThat(texts(past(new Seen(0)))).as("seed %d", seed).isEqualTo(told);
    }

    @Test
    void it_can_be_told_from_any_record_on() {
        var all = past(new Seen(0));
        for (int i = 0; i < 100; i++) {
            var seen = new Seen(random.nextLong(world.now().offset() + 1));
            assertThat(texts(past(seen)))
                    .as("seed %d, behind %s", seed, seen.id())
                    .isEqualTo(texts(all.stream().filter(it -> it.isNewTo(seen)).toList()));
        }
    }

    @Test
    void who_is_cut_off_behind_any_event_gets_what_follows_it_and_nothing_twice() {
        var all = past(new Seen(0));
        for (int i = 0; i < 50; i++) {
            var types = some(all);
            var wanted = Frames.wanted(all, types);
            int cut = random.nextInt(wanted.size() + 1);
            var got = new ArrayList<>(wanted.subList(0, cut));
            var last = cut == 0 ? new Seen(0) : id(got.getLast().utf8String());
            got.addAll(Frames.wanted(past(last), types));
            assertThat(got).as("seed %d, %s cut behind %d", seed, types, cut).isEqualTo(wanted);
        }
    }

    /// In pieces of random sizes.
    private List<Framed> past(Seen seen) {
        var past = new PastEvents(world.history(), "master", seen);
        var all = new ArrayList<Framed>();
        long head = world.now().offset();
        while (past.seen().facts() < head) {
            long some = random.nextLong(1L << random.nextInt(8)) + 1;
            all.addAll(past.next(Math.min(head, past.seen().facts() + some)));
        }
        return all;
    }

    private Set<String> some(List<Framed> events) {
        var types = new HashSet<String>();
        for (var it : events) if (random.nextInt(40) == 0) types.add(it.type());
        return types;
    }

    private static List<String> texts(List<Framed> framed) {
        return framed.stream().map(it -> it.bytes().utf8String()).toList();
    }

    private static Seen id(String frame) {
        return frame.lines()
                .filter(line -> line.startsWith("id: "))
                .map(line -> Seen.parse(line.substring(4)).orElseThrow())
                .findFirst()
                .orElseThrow();
    }
}
