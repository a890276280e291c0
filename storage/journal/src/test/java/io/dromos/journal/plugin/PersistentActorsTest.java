package io.dromos.journal.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ActorSystem;
import akka.actor.Terminated;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.ConfigFactory;
import io.dromos.journal.Log;
import io.dromos.journal.LogRecord;
import io.dromos.journal.Snapshots;
import io.dromos.journal.conformance.Facts;
import io.dromos.journal.conformance.PluginSystem;
import io.dromos.journal.conformance.TextCodec;
import io.dromos.journal.disk.MemoryDisk;
import io.dromos.journal.embedded.EmbeddedLog;
import io.dromos.journal.embedded.Settings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Typed persistent actors on the plug-ins.
class PersistentActorsTest {
    private final MemoryDisk disk = new MemoryDisk();
    private Log log;
    private PluginSystem plugins;
    private Snapshots snapshots = Snapshots.NONE;

    @BeforeEach
    void start() throws Exception {
        var settings = Settings.standard(Set.of()).withSegmentBytes(1 << 20);
        log = EmbeddedLog.open(disk, settings, InstantSource.system());
        plugins = new PluginSystem(log, (id, max) -> snapshots.latest(id, max));
    }

    @AfterEach
    void stop() {
        plugins.close();
        log.close();
    }

    /// Appends `texts` to the diary and tells the sender all that is in it.
    private record Write(List<String> texts, akka.actor.ActorRef replyTo) {}

    /// Remembers every text it was given.
    private static final class Diary extends EventSourcedBehavior<Write, String, List<String>> {
        private Diary(String id) {
            super(PersistenceId.ofUniqueId(id));
        }

        @Override
        public List<String> emptyState() {
            return List.of();
        }

        @Override
        public CommandHandler<Write, String, List<String>> commandHandler() {
            return (_, write) ->
                    Effect().persist(write.texts()).thenRun(state -> tell(write, state));
        }

        private static void tell(Write write, List<String> state) {
            write.replyTo().tell(state, akka.actor.ActorRef.noSender());
        }

        @Override
        public EventHandler<List<String>, String> eventHandler() {
            return (state, text) -> {
                var longer = new ArrayList<>(state);
                longer.add(text);
                return List.copyOf(longer);
            };
        }
    }

    private ActorRef<Write> diary(String id) {
        return Adapter.spawnAnonymous(plugins.system(), new Diary(id));
    }

    private TestKit tell(ActorRef<Write> diary, String... texts) {
        var probe = plugins.probe();
        probe.watch(Adapter.toClassic(diary));
        diary.tell(new Write(List.of(texts), probe.getRef()));
        return probe;
    }

    private void stopped(ActorRef<Write> diary) {
        var probe = plugins.probe();
        probe.watch(Adapter.toClassic(diary));
        plugins.system().stop(Adapter.toClassic(diary));
        probe.expectMsgClass(Terminated.class);
    }

    @Test
    void what_an_actor_persisted_is_there_when_it_starts_again() {
        var first = diary("d");
        tell(first, "one", "two").expectMsg(List.of("one", "two"));
        tell(first, "three").expectMsg(List.of("one", "two", "three"));
        stopped(first);
        tell(diary("d"), "four").expectMsg(List.of("one", "two", "three", "four"));
        assertThat(Facts.all(log)).extracting(LogRecord::persistenceId).containsOnly("d");
    }

    @Test
    void an_actor_that_was_overtaken_stops_and_the_next_one_knows_everything() {
        var stale = diary("d");
        tell(stale, "one").expectMsg(List.of("one"));
        var fresh = diary("d");
        tell(fresh, "two").expectMsg(List.of("one", "two"));
        tell(stale, "lie").expectMsgClass(Terminated.class);
        tell(fresh, "three").expectMsg(List.of("one", "two", "three"));
        tell(diary("d")).expectMsg(List.of("one", "two", "three"));
    }

    @Test
    void an_actor_whose_fact_cannot_be_encoded_stops_and_nothing_of_its_list_is_stored() {
        tell(diary("d"), "one", TextCodec.UNSPEAKABLE).expectMsgClass(Terminated.class);
        tell(diary("d")).expectMsg(List.of());
    }

    @Test
    void an_actor_starts_from_its_snapshot_and_replays_only_what_came_later() {
        var first = diary("d");
        tell(first, "a", "b", "c").expectMsg(List.of("a", "b", "c"));
        stopped(first);
        var at = log.head().lastCommitTime();
        snapshots = (_, _) -> Optional.of(new Snapshots.Snapshot(2, at, List.of("A", "B")));
        tell(diary("d"), "d").expectMsg(List.of("A", "B", "c", "d"));
    }

    @Test
    void a_write_that_takes_long_is_not_a_write_that_failed() {
        var diary = diary("d");
        tell(diary, "one").expectMsg(List.of("one"));
        var gate = disk.stall();
        var probe = tell(diary, "two");
        probe.expectNoMessage(Duration.ofMillis(300));
        gate.countDown();
        probe.expectMsg(List.of("one", "two"));
    }

    @Test
    void a_thousand_actors_start_at_once() {
        for (int i = 0; i < 1_000; i++) {
            Facts.stored(log, Facts.list(Facts.entry("d" + i, 1, "text.v1", "x")));
        }
        var probe = plugins.probe();
        for (int i = 0; i < 1_000; i++) {
            diary("d" + i).tell(new Write(List.of("y"), probe.getRef()));
        }
        for (int i = 0; i < 1_000; i++) {
            probe.expectMsg(List.of("\"x\"", "y"));
        }
    }

    @Test
    void a_system_has_one_log() {
        var extension = LogExtension.of(plugins.system());
        assertThatThrownBy(() -> extension.use(log, new TextCodec(), Snapshots.NONE))
                .hasMessageContaining("already");
    }

    @Test
    void a_system_whose_settings_would_break_a_promise_gets_no_log() {
        var careless =
                ConfigFactory.parseString("akka.persistence.max-concurrent-recoveries = 50")
                        .withFallback(PluginSystem.config());
        var system = ActorSystem.create("careless", careless);
        try {
            var extension = LogExtension.of(system);
            assertThatThrownBy(() -> extension.use(log, new TextCodec(), Snapshots.NONE))
                    .hasMessageContaining("max-concurrent-recoveries must be 500");
            assertThatThrownBy(extension::log).hasMessageContaining("LogExtension.use");
        } finally {
            TestKit.shutdownActorSystem(system);
        }
    }
}
