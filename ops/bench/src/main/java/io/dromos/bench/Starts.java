package io.dromos.bench;

import io.dromos.bench.Figure.Budget;
import java.io.IOException;
import java.util.ArrayList;

/// How long an empty server takes to start.
final class Starts implements Benchmark {

    private static final int RUNS = 5;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String about() {
        return "row 16: start of an empty server until it serves";
    }

    @Override
    public void measure(Run run) throws IOException, InterruptedException {
        var ping = new ArrayList<Double>();
        var change = new ArrayList<Double>();
        for (int i = 0; i < RUNS; i++) {
            try (var node = Node.withSimulatedAgents(run.data().resolve("start" + i), 1)) {
                double first = node.startServer();
                long begin = System.nanoTime();
                node.expect(201, "POST", "/v2/apps", Launches.app("first", 0));
                ping.add(first);
                change.add(first + Probes.millis(begin));
            }
        }
        var budget = Budget.atMost(3_000, 1_000);
        run.add(
                Figure.of(
                        "server start to first /ping (without the cluster's share)",
                        "ms",
                        ping,
                        budget));
        run.add(Figure.of("server start to first change answered (with it)", "ms", change, budget));
    }
}
