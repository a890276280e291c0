package io.dromos.bench;

import io.dromos.bench.Figure.Budget;
import io.dromos.events.AppId;
import io.dromos.events.PersistenceIds;
import io.dromos.events.TaskState;
import io.dromos.journal.embedded.EmbeddedLog;
import io.dromos.journal.embedded.Settings;
import io.dromos.schema.EventCodec;
import io.dromos.schema.EventNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Starts the real server on a log of a given size, cold, with and without a checkpoint.
///
/// @param apps aggregates
/// @param instances of each, three facts an instance
record Recovery(
        String name,
        String about,
        int apps,
        int instances,
        int quickApps,
        int quick,
        Budget without,
        Budget with)
        implements Benchmark {

    static List<Benchmark> all() {
        return List.of(
                new Recovery(
                        "recover",
                        "row 4: start on 1,000,000 instances, without and with a checkpoint",
                        1_000,
                        1_000,
                        100,
                        1_000,
                        Budget.atMost(15_000, 6_000),
                        Budget.atMost(6_000, 2_000)),
                new Recovery(
                        "actors-1000",
                        "row 5: start on 1,000 aggregates of 100 facts",
                        1_000,
                        34,
                        1_000,
                        34,
                        Budget.atMost(1_000, 300),
                        Budget.NONE),
                new Recovery(
                        "actors-10000",
                        "row 5: start on 10,000 aggregates of 100 facts",
                        10_000,
                        34,
                        1_000,
                        34,
                        Budget.atMost(4_000, 1_500),
                        Budget.NONE));
    }

    @Override
    public void measure(Run run) throws IOException, InterruptedException {
        int count = run.pick(quickApps, apps);
        int each = run.pick(quick, instances);
        var cold = new ArrayList<Double>();
        var seeded = new ArrayList<Double>();
        var empty = new ArrayList<Double>();
        var emptyCpu = new ArrayList<Double>();
        var coldCpu = new ArrayList<Double>();
        var seededCpu = new ArrayList<Double>();
        for (int i = 0; i < run.pick(1, 3); i++) {
            try (var none = Node.withoutMaster(run.data().resolve("empty" + i))) {
                empty.add(none.startServer());
                emptyCpu.add(none.serverCpu().total());
            }
            try (var node = Node.withoutMaster(run.data().resolve(name + i))) {
                write(node.serverData().resolve("log"), count, each);
                cold.add(node.startServer());
                coldCpu.add(node.serverCpu().total());
                demandRunning(node, each);
                node.stopServer();
                seeded.add(node.startServer());
                seededCpu.add(node.serverCpu().total());
                demandRunning(node, each);
            }
        }
        var what = String.format(Locale.ROOT, "%,d aggregates, %,d facts", count, count * each * 3);
        var note = "an empty server takes %,.0f ms of it".formatted(empty.getLast());
        run.add(Figure.of("start without checkpoint, " + what, "ms", cold, without).noting(note));
        run.add(Figure.of("start from a checkpoint, " + what, "ms", seeded, with).noting(note));
        run.add(Figure.of("processor time of an empty server", "ms", emptyCpu, Budget.NONE));
        run.add(Figure.of("processor time without checkpoint", "ms", coldCpu, Budget.NONE));
        run.add(Figure.of("processor time from a checkpoint", "ms", seededCpu, Budget.NONE));
    }

    private static void write(Path directory, int apps, int instances) throws IOException {
        try (var log = open(directory)) {
            new History(log, new EventCodec()).running(apps, instances);
        }
    }

    /// A start that did something else than to take up what there was is none.
    private static void demandRunning(Node node, int instances)
            throws IOException, InterruptedException {
        var app = node.expect(200, "GET", "/v2/apps" + History.name(0), "").body();
        if (!app.contains("\"tasksRunning\":" + instances + ",")
                || !app.contains("\"deployments\":[]"))
            throw new IOException("Not as it was written: " + app);
    }

    static EmbeddedLog open(Path directory) throws IOException {
        return EmbeddedLog.open(directory, Settings.standard(EventNames.definitions()));
    }

    /// Row 18: facts of updates, encoded and durable.
    static final class Ingest implements Benchmark {

        private static final int APPS = 1_000;
        private static final int LIST = 10;

        @Override
        public String name() {
            return "ingest";
        }

        @Override
        public String about() {
            return "row 18: facts of status updates encoded and durable, lists of 10, 1,000 writers";
        }

        @Override
        public void measure(Run run) throws IOException {
            var rates = new ArrayList<Double>();
            var apps = IntStream.range(0, APPS).mapToObj(i -> new AppId("/app-" + i)).toList();
            try (var log = open(run.data().resolve("log"))) {
                var history = new History(log, new EventCodec());
                int rounds = run.pick(20, 100);
                for (int i = 0; i < 6; i++) {
                    long before = history.written();
                    long begin = System.nanoTime();
                    for (int round = 0; round < rounds; round++)
                        for (var app : apps) update(history, app, (long) i * rounds + round);
                    history.flush();
                    double seconds = Probes.millis(begin) / 1_000;
                    if (i > 0) rates.add((history.written() - before) / seconds);
                }
            }
            run.add(
                    Figure.of(
                                    "status updates encoded and durable",
                                    "1/s",
                                    rates,
                                    Budget.atLeast(100_000, 400_000))
                            .noting("codec, chain and log on one writer; no actors"));
        }

        private static void update(History history, AppId app, long round) {
            var facts =
                    IntStream.range(0, LIST)
                            .mapToObj(i -> History.observed(app, i, TaskState.RUNNING))
                            .toList();
            history.append(PersistenceIds.of(app), round * LIST, facts);
        }
    }
}
