package io.dromos.bench;

import io.dromos.bench.Figure.Budget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Kills the server that has launched tasks, and starts it again.
final class Restart implements Benchmark {

    @Override
    public String name() {
        return "restart";
    }

    @Override
    public String about() {
        return "row 15: kill -9 until serving and subscribed, 10,000 applications, 100,000 tasks";
    }

    @Override
    public void measure(Run run) throws IOException, InterruptedException {
        int apps = run.pick(500, 10_000);
        var serving = new ArrayList<Double>();
        var subscribed = new ArrayList<Double>();
        try (var node = Node.withSimulatedAgents(run.data().resolve("restart"), 1_000)) {
            node.startServer();
            Launches.launch(node, "bench", apps, 10, apps * 10);
            for (int i = 0; i < run.pick(3, 5); i++) {
                node.killServer();
                node.awaitSubscribed(false);
                long begin = System.nanoTime();
                serving.add(node.startServer());
                node.awaitSubscribed(true);
                subscribed.add(Probes.millis(begin));
            }
        }
        var what = String.format(Locale.ROOT, "%,d applications, %,d tasks", apps, apps * 10);
        add(run, "kill -9 until /ping, " + what, serving);
        add(run, "kill -9 until subscribed, " + what, subscribed);
    }

    private static void add(Run run, String name, List<Double> samples) {
        run.add(Figure.of(name, "ms", samples, Budget.atMost(6_000, 2_500)));
    }
}
