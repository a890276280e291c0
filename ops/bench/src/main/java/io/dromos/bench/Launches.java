package io.dromos.bench;

import io.dromos.bench.Figure.Budget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The whole launch path, over HTTP and with simulated agents: from the client's request until the
/// master's own books count every task as running.
record Launches(String name, String about, int apps, int instances, int quickApps, int quick)
        implements Benchmark {

    private static final int AGENTS = 1_000;
    private static final double PATIENCE_MS = 600_000;
    private static final int WARM_UP = 2_000;

    static Launches ofOne() {
        return new Launches(
                "launch-one",
                "rows 1, 2: launches/s and CPU of one application of 100,000 instances",
                1,
                100_000,
                1,
                10_000);
    }

    static Launches ofMany() {
        return new Launches(
                "launch-many",
                "rows 1, 2: launches/s and CPU of 10,000 applications of 10 instances",
                10_000,
                10,
                1_000,
                10);
    }

    @Override
    public void measure(Run run) throws IOException, InterruptedException {
        int count = run.pick(quickApps, apps);
        int each = run.pick(quick, instances);
        var rates = new ArrayList<Double>();
        var server = new ArrayList<Double>();
        var upkeep = new ArrayList<Double>();
        var master = new ArrayList<Double>();
        for (int i = 0; i < run.pick(1, 3); i++) {
            try (var node = Node.withSimulatedAgents(run.data().resolve(name + i), AGENTS)) {
                node.startServer();
                launch(node, "warm", 1, WARM_UP, WARM_UP);
                double cpu = node.serverCpu().total();
                double upkeepCpu = node.serverCpu().upkeep();
                double masterCpu = node.masterCpu().total();
                double millis = launch(node, "bench", count, each, WARM_UP + count * each);
                double tasks = (double) count * each;
                rates.add(tasks / millis * 1_000);
                server.add((node.serverCpu().total() - cpu) / tasks);
                upkeep.add((node.serverCpu().upkeep() - upkeepCpu) / tasks);
                master.add((node.masterCpu().total() - masterCpu) / tasks);
            }
        }
        var what = String.format(Locale.ROOT, "%,d × %,d instances", count, each);
        run.add(Figure.of("launches, " + what, "1/s", rates, Budget.atLeast(4_000, 10_000)));
        run.add(
                Figure.of(
                        "CPU of the server for a launch, " + what,
                        "ms",
                        server,
                        Budget.atMost(0.5, 0.1)));
        run.add(
                Figure.of(
                        "of which compiling and collecting garbage, " + what,
                        "ms",
                        upkeep,
                        Budget.NONE));
        run.add(Figure.of("CPU of the master for a launch, " + what, "ms", master, Budget.NONE));
    }

    /// Milliseconds until the master counts so many tasks as running.
    static double launch(Node node, String name, int apps, int each, int running)
            throws IOException, InterruptedException {
        var body =
                IntStream.range(0, apps)
                        .mapToObj(i -> app(name + "-" + i, each))
                        .collect(Collectors.joining(",", "[", "]"));
        long begin = System.nanoTime();
        node.expect(200, "PUT", "/v2/apps", body);
        var course = new ArrayList<String>();
        while (true) {
            double millis = Probes.millis(begin);
            double now = node.running();
            course.add(String.format(Locale.ROOT, "%.1fs:%.0f", millis / 1_000, now));
            if (now >= running) return millis;
            if (millis > PATIENCE_MS)
                throw new IOException("Only " + now + " run: " + tail(course));
            // A client that asks without a pause takes the cores from what it measures.
            Thread.sleep(50);
        }
    }

    private static List<String> tail(List<String> course) {
        return course.subList(Math.max(0, course.size() - 20), course.size());
    }

    static String app(String name, int instances) {
        return String.format(
                Locale.ROOT,
                "{\"id\":\"/%s\",\"cmd\":\"exec sleep 1000\",\"cpus\":0.01,\"mem\":16,\"instances\":%d}",
                name,
                instances);
    }
}
