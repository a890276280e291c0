package io.dromos.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Measures whole paths of the product on this machine and prints each figure beside its budget.
///
/// Budgets are rows 8, 10, 16 and 17 of the performance targets in `ops/docs/performance.md`.
public final class Main {

    private static final int READY_RUNS = 5;
    private static final int POST_RUNS = 60;
    private static final int LIST_RUNS = 300;
    private static final int APPS = 1_000;

    private final Path data;
    private final List<Figure> figures = new ArrayList<>();

    private Main(Path data) {
        this.data = data;
    }

    /// Runs all benchmarks; exits with 1 if a floor is missed.
    ///
    /// @param args an optional directory for the data of the runs, which is not removed
    public static void main(String[] args) throws IOException, InterruptedException {
        var data = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("dromos-bench");
        var bench = new Main(data);
        bench.probes();
        bench.ready();
        bench.paths();
        System.out.println(bench.report());
        System.exit(bench.figures.stream().allMatch(Figure::keepsFloor) ? 0 : 1);
    }

    private void probes() throws IOException, InterruptedException {
        Files.createDirectories(data);
        add(
                "probe: synced write of 4 KiB",
                "ms",
                Probes.syncedWrites(data),
                Figure.NONE,
                Figure.NONE);
        add("probe: loopback round trip", "ms", Probes.loopback(), Figure.NONE, Figure.NONE);
    }

    private void ready() throws IOException, InterruptedException {
        var ping = new ArrayList<Double>();
        var change = new ArrayList<Double>();
        for (int run = 0; run < READY_RUNS; run++) {
            try (var node = Node.withAgent(data.resolve("ready-" + run))) {
                double first = node.startServer();
                long begin = System.nanoTime();
                expect(201, node.send("POST", "/v2/apps", app("first", 0)).statusCode());
                ping.add(first);
                change.add(first + Probes.millis(begin));
            }
        }
        add("server start to first /ping (without the cluster's share)", "ms", ping, 3_000, 1_000);
        add("server start to first change answered (with it)", "ms", change, 3_000, 1_000);
    }

    private void paths() throws IOException, InterruptedException {
        try (var node = Node.withAgent(data.resolve("paths"))) {
            node.startServer();
            add("resident memory, no application", "MiB", List.of(node.serverMemory()), 500, 300);
            var posts = new ArrayList<Double>();
            for (int run = -10; run < POST_RUNS; run++) {
                double sample = postToRunning(node, "run-" + (run + 10));
                if (run >= 0) posts.add(sample);
            }
            add("POST /v2/apps to RUNNING shown", "ms", posts, 100, 20);
            for (int i = 0; i < APPS; i++)
                expect(
                        201,
                        node.send("POST", "/v2/apps?force=true", app("zero-" + i, 0)).statusCode());
            settle(node);
            var lists = new ArrayList<Double>();
            for (int run = -30; run < LIST_RUNS; run++) {
                long begin = System.nanoTime();
                expect(200, node.get("/v2/apps").statusCode());
                if (run >= 0) lists.add(Probes.millis(begin));
            }
            add("GET /v2/apps, 1,000 applications", "ms", lists, 15, 3);
            add(
                    "resident memory, 1,000 applications",
                    "MiB",
                    List.of(node.serverMemory()),
                    500,
                    300);
        }
    }

    private static double postToRunning(Node node, String name)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        expect(201, node.send("POST", "/v2/apps", app(name, 1)).statusCode());
        while (!node.get("/v2/apps/" + name).body().contains("\"tasksRunning\":1")) {
            // A client that asks without a pause takes the cores from what it measures.
            Thread.sleep(2);
            if (Probes.millis(begin) > 30_000) throw new IOException(name + " does not run");
        }
        double taken = Probes.millis(begin);
        expect(200, node.send("DELETE", "/v2/apps/" + name, "").statusCode());
        settle(node);
        return taken;
    }

    private static void settle(Node node) throws IOException, InterruptedException {
        while (!node.get("/v2/deployments").body().equals("[]")) Thread.sleep(10);
    }

    private static String app(String name, int instances) {
        return String.format(
                Locale.ROOT,
                "{\"id\":\"/%s\",\"cmd\":\"exec sleep 1000\",\"cpus\":0.01,\"mem\":16,\"instances\":%d}",
                name,
                instances);
    }

    private static void expect(int status, int got) throws IOException {
        if (status != got) throw new IOException("Answered " + got + " instead of " + status);
    }

    private void add(String name, String unit, List<Double> samples, double floor, double goal) {
        figures.add(new Figure(name, unit, samples, floor, goal));
        System.err.println(figures.getLast().row());
    }

    private String report() {
        var lines = new ArrayList<String>();
        lines.add("# Benchmarks, " + LocalDate.now(ZoneOffset.UTC));
        lines.add("");
        lines.add(
                "Machine: %d processors, %s %s, Java %s. Repeat with `ops/bin/bench`."
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("java.version")));
        lines.add("");
        lines.add("| figure | unit | median | p99 | worst | floor | goal | runs | verdict |");
        lines.add("|---|---|---|---|---|---|---|---|---|");
        for (var figure : figures) lines.add(figure.row());
        return String.join("\n", lines);
    }
}
