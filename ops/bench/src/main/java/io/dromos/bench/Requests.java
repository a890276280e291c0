package io.dromos.bench;

import io.dromos.bench.Figure.Budget;
import java.io.IOException;
import java.util.ArrayList;

/// Requests one at a time, with tasks that are processes.
final class Requests implements Benchmark {

    private static final int POST_RUNS = 60;
    private static final int LIST_RUNS = 300;
    private static final int APPS = 1_000;

    @Override
    public String name() {
        return "requests";
    }

    @Override
    public String about() {
        return "rows 8, 10, 17: one launch, a list of 1,000 applications, resident memory";
    }

    @Override
    public void measure(Run run) throws IOException, InterruptedException {
        try (var node = Node.withAgent(run.data().resolve("requests"))) {
            node.startServer();
            memory(run, node, "resident memory, no application");
            posts(run, node);
            for (int i = 0; i < APPS; i++)
                node.expect(201, "POST", "/v2/apps?force=true", Launches.app("zero-" + i, 0));
            settle(node);
            lists(run, node);
            memory(run, node, "resident memory, 1,000 applications");
        }
    }

    private static void posts(Run run, Node node) throws IOException, InterruptedException {
        var posts = new ArrayList<Double>();
        for (int i = -10; i < POST_RUNS; i++) {
            double sample = postToRunning(node, "run-" + (i + 10));
            if (i >= 0) posts.add(sample);
        }
        run.add(
                Figure.of(
                        "POST /v2/apps to RUNNING shown",
                        "ms",
                        posts,
                        Budget.atMost(100, 20).ofP99()));
    }

    private static double postToRunning(Node node, String name)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        node.expect(201, "POST", "/v2/apps", Launches.app(name, 1));
        while (!node.get("/v2/apps/" + name).body().contains("\"tasksRunning\":1")) {
            // A client that asks without a pause takes the cores from what it measures.
            Thread.sleep(2);
            if (Probes.millis(begin) > 30_000) throw new IOException(name + " does not run");
        }
        double taken = Probes.millis(begin);
        node.expect(200, "DELETE", "/v2/apps/" + name, "");
        settle(node);
        return taken;
    }

    private static void lists(Run run, Node node) throws IOException, InterruptedException {
        var lists = new ArrayList<Double>();
        for (int i = -30; i < LIST_RUNS; i++) {
            long begin = System.nanoTime();
            node.get("/v2/apps");
            if (i >= 0) lists.add(Probes.millis(begin));
        }
        run.add(
                Figure.of(
                        "GET /v2/apps, 1,000 applications",
                        "ms",
                        lists,
                        Budget.atMost(15, 3).ofP99()));
    }

    private static void settle(Node node) throws IOException, InterruptedException {
        while (!node.get("/v2/deployments").body().equals("[]")) Thread.sleep(10);
    }

    private static void memory(Run run, Node node, String name) throws IOException {
        run.add(Figure.one(name, "MiB", node.serverMemory(), Budget.atMost(500, 300)));
    }
}
