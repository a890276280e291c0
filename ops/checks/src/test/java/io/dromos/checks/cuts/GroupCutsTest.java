package io.dromos.checks.cuts;

import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import io.dromos.server.crash.CrashPoint;
import io.dromos.server.crash.CrashPoint.Effect;
import io.dromos.server.crash.CrashPoint.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `kill -9` of the real server before or after it writes facts, while a group of three
/// applications is created, upgraded and rolled back. Each time all comes to the same as without,
/// with as many tasks, never fewer ready or more live ones than the capacity allows, and no
/// instance that runs twice.
///
/// `-Ddromos.rollouts=N` sets how many changes are cut, `-Ddromos.rollouts.minutes=M` ends the run
/// earlier, `-Ddromos.rollouts.seed=S` repeats a choice of cuts, and `-Ddromos.report=FILE` keeps a
/// report. In a long run each change happens without a cut first, and in every third one the server
/// dies again soon after its return.
final class GroupCutsTest {

    private static final int CUTS = Integer.getInteger("dromos.rollouts", 1);
    private static final long SEED = Long.getLong("dromos.rollouts.seed", System.nanoTime());
    private static final Duration RUN_MAX =
            Duration.ofMinutes(Integer.getInteger("dromos.rollouts.minutes", 600));

    /// So soon after its return the server dies again, in writes.
    private static final int AGAIN_MAX = 20;

    @RegisterExtension
    final Cluster cluster = new Cluster(Shape.agents(1).offering("cpus:20;mem:20000;disk:20000"));

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final GroupPlaces places = new GroupPlaces(random.split());
    private final Map<GroupAct, Map<String, Integer>> counts = new TreeMap<>();

    @Test
    void wherever_the_server_is_killed_a_change_of_a_group_comes_to_the_same() throws Exception {
        System.out.printf("seed %d, %d cuts%n", SEED, CUTS);
        long began = System.nanoTime();
        var ledger = Ledger.in(cluster.directory().resolve("ledger"));
        var change = new GroupChange(cluster, ledger);
        var acts = GroupAct.values();
        if (CUTS > acts.length)
            for (var act : acts) {
                change.carryOut(act, List.of());
                count(act, "uncut");
            }
        int first = random.nextInt(2);
        int cuts = 0;
        while (cuts < CUTS && System.nanoTime() - began < RUN_MAX.toNanos()) {
            int round = cuts / acts.length;
            var moment = round % 2 == first ? Moment.BEFORE : Moment.AFTER;
            cut(change, acts[cuts % acts.length], moment, round % 3 == 2);
            cuts++;
        }
        report(ledger, Duration.ofNanos(System.nanoTime() - began));
    }

    private void cut(GroupChange change, GroupAct act, Moment moment, boolean again)
            throws Exception {
        var points = new ArrayList<CrashPoint>();
        points.add(places.next(act, moment));
        if (again)
            points.add(new CrashPoint(Effect.PERSIST, moment, 1 + random.nextInt(AGAIN_MAX)));
        long began = System.nanoTime();
        int deaths = change.carryOut(act, points);
        System.out.printf(
                "%s, %s: died %d times, %d ms%n",
                act, points, deaths, Duration.ofNanos(System.nanoTime() - began).toMillis());
        if (deaths == 0) places.missed(act, points.getFirst());
        count(act, deaths == 0 ? "missed" : moment.name());
        if (deaths > 1) count(act, "again");
    }

    private void count(GroupAct act, String what) {
        counts.computeIfAbsent(act, _ -> new TreeMap<>()).merge(what, 1, Integer::sum);
    }

    private void report(Ledger ledger, Duration took) throws IOException {
        var rows =
                counts.entrySet().stream()
                        .map(it -> row(it.getKey(), it.getValue()))
                        .collect(Collectors.joining("\n"));
        int deaths =
                counts.values().stream()
                        .mapToInt(it -> of(it, "BEFORE") + of(it, "AFTER") + of(it, "again"))
                        .sum();
        var text =
                """
                # Cuts of group changes

                Written by `GroupCutsTest` (`ops/bin/soak groups`). The real server is killed (`kill -9`) before or after it writes
                facts while a group of three applications that wait for each other is changed, and started again; what must hold
                stands at the test. It held each time, by the word of the tasks' own ledger.

                - The server died %d times in %d s, seed %d, on %d processors. The ledger holds %d starts of tasks.

                | The group is | Writes, with those of the start | Cut before one | Cut after one | Again after its return | Not reached | Without |
                |---|---|---|---|---|---|---|
                %s
                """
                        .formatted(
                                deaths,
                                took.toSeconds(),
                                SEED,
                                Runtime.getRuntime().availableProcessors(),
                                ledger.starts(),
                                rows);
        System.out.println(text);
        var file = System.getProperty("dromos.report", "");
        if (!file.isEmpty()) Files.writeString(Path.of(file), text);
    }

    private String row(GroupAct act, Map<String, Integer> of) {
        return "| %s | %d | %d | %d | %d | %d | %d |"
                .formatted(
                        act,
                        places.writes(act),
                        of(of, "BEFORE"),
                        of(of, "AFTER"),
                        of(of, "again"),
                        of(of, "missed"),
                        of(of, "uncut"));
    }

    private static int of(Map<String, Integer> counts, String what) {
        return counts.getOrDefault(what, 0);
    }
}
