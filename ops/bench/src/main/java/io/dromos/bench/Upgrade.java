package io.dromos.bench;

import io.dromos.bench.Figure.Budget;
import io.dromos.events.AppId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Locale;

/// A rolling upgrade over HTTP, on simulated agents: from the client's request until its deployment
/// is over. That its bounds were kept at every moment is counted from the log afterwards, and from
/// the master's own books meanwhile.
final class Upgrade implements Benchmark {

    private static final int AGENTS = 1_000;
    private static final double HEALTHY = .9;
    private static final double OVER = .1;
    private static final double PATIENCE_MS = 600_000;

    @Override
    public String name() {
        return "upgrade";
    }

    @Override
    public String about() {
        return "rolling upgrade of one application of 10,000 instances, within its bounds";
    }

    @Override
    public void measure(Run run) throws IOException, InterruptedException {
        int instances = run.pick(1_000, 10_000);
        var times = new ArrayList<Double>();
        var cpu = new ArrayList<Double>();
        for (int i = 0; i < run.pick(1, 2); i++) {
            var data = run.data().resolve("upgrade" + i);
            try (var node = Node.withSimulatedAgents(data, AGENTS)) {
                node.startServer();
                node.expect(201, "POST", "/v2/apps", app(instances, "one"));
                settle(node, Integer.MIN_VALUE, Integer.MAX_VALUE);
                double before = node.serverCpu().total();
                long begin = System.nanoTime();
                node.expect(200, "PUT", "/v2/apps/rolling", app(instances, "two"));
                settle(node, least(instances), most(instances));
                times.add(Probes.millis(begin));
                cpu.add((node.serverCpu().total() - before) / instances);
                node.stopServer();
                judge(node, instances);
            }
        }
        var what = String.format(Locale.ROOT, "%,d instances", instances);
        run.add(
                Figure.of(
                                "rolling upgrade, " + what,
                                "ms",
                                times,
                                Budget.atMost(instances, instances / 4.0))
                        .noting("bounds kept at every fact of the log"));
        run.add(Figure.of("CPU of the server for each, " + what, "ms", cpu, Budget.NONE));
    }

    private static void judge(Node node, int instances) throws IOException {
        var directory = node.serverData().resolve("log");
        var bounds = Bounds.of(directory, new AppId("/rolling"), instances);
        System.err.printf(
                "at least %,d served, at most %,d were there%n", bounds.fewest(), bounds.most());
        if (bounds.fewest() < least(instances) || bounds.most() > most(instances))
            throw new IllegalStateException(
                    "%d served where %d were promised, or %d were there where %d were allowed"
                            .formatted(
                                    bounds.fewest(),
                                    least(instances),
                                    bounds.most(),
                                    most(instances)));
        if (bounds.most() == instances && bounds.fewest() == instances)
            throw new IllegalStateException("Nothing was exchanged");
    }

    private static int least(int instances) {
        return (int) Math.ceil(instances * HEALTHY);
    }

    private static int most(int instances) {
        return (int) Math.floor(instances * (1 + OVER));
    }

    /// Waits until no deployment is open.
    ///
    /// @param least as many tasks run meanwhile, by the master's books
    /// @param most and no more have not ended
    private static void settle(Node node, int least, int most)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (!node.get("/v2/deployments").body().equals("[]")) {
            double running = node.running();
            double there = node.books().there();
            if (running < least || there > most)
                throw new IllegalStateException(
                        running + " tasks run and " + there + " are there, by the master's books");
            if (Probes.millis(begin) > PATIENCE_MS)
                throw new IOException("The deployment does not end: " + running + " tasks run");
            // A client that asks without a pause takes the cores from what it measures.
            Thread.sleep(50);
        }
    }

    private static String app(int instances, String version) {
        return String.format(
                Locale.ROOT,
                "{\"id\":\"/rolling\",\"cmd\":\"exec sleep 1000\",\"cpus\":0.01,\"mem\":16,"
                        + "\"instances\":%d,\"env\":{\"VERSION\":\"%s\"},\"upgradeStrategy\":"
                        + "{\"minimumHealthCapacity\":%s,\"maximumOverCapacity\":%s}}",
                instances,
                version,
                HEALTHY,
                OVER);
    }
}
