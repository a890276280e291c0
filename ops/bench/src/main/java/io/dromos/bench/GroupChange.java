package io.dromos.bench;

import io.dromos.bench.Figure.Budget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One change of a group of thousands of applications over HTTP: a group that is new, and every
/// definition of it changed. Applications have no instances, so that what is measured is the
/// change.
final class GroupChange implements Benchmark {

    private static final double PATIENCE_MS = 600_000;

    @Override
    public String name() {
        return "group";
    }

    @Override
    public String about() {
        return "row 11: PUT /v2/groups with 5,000 applications, until its answer and until all adopted";
    }

    @Override
    public void measure(Run run) throws IOException, InterruptedException {
        int apps = run.pick(500, 5_000);
        var created = new Times();
        var changed = new Times();
        for (int i = 0; i < run.pick(1, 2); i++) {
            try (var node = Node.withSimulatedAgents(run.data().resolve("group" + i), 1)) {
                node.startServer();
                put(node, "warm", 100, "0");
                created.add(put(node, "bench", apps, "1"));
                for (int round = 2; round <= 3; round++)
                    changed.add(put(node, "bench", apps, "" + round));
            }
        }
        var what = String.format(Locale.ROOT, "a group of %,d applications", apps);
        created.report(run, what + " is created");
        changed.report(run, what + " is changed");
    }

    /// Milliseconds from the request to its answer, and until no deployment is open.
    private record Times(List<Double> answers, List<Double> ends) {

        Times() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        void add(double[] sample) {
            answers.add(sample[0]);
            ends.add(sample[1]);
        }

        void report(Run run, String what) {
            var budget = Budget.atMost(10_000, 2_000);
            run.add(Figure.of(what + ": PUT /v2/groups to its answer", "ms", answers, budget));
            run.add(Figure.of(what + ": until all adopted", "ms", ends, Budget.NONE));
        }
    }

    private static double[] put(Node node, String group, int apps, String version)
            throws IOException, InterruptedException {
        var body =
                IntStream.range(0, apps)
                        .mapToObj(number -> app(group, number, version))
                        .collect(
                                Collectors.joining(
                                        ",", "{\"id\":\"/" + group + "\",\"apps\":[", "]}"));
        long begin = System.nanoTime();
        var answer = node.send("PUT", "/v2/groups/" + group, body);
        double answered = Probes.millis(begin);
        if (answer.statusCode() / 100 != 2) throw new IOException(answer.body());
        while (!node.get("/v2/deployments").body().equals("[]")) {
            if (Probes.millis(begin) > PATIENCE_MS)
                throw new IOException("The deployment of " + apps + " does not end");
            // A client that asks without a pause takes the cores from what it measures.
            Thread.sleep(20);
        }
        double ended = Probes.millis(begin);
        int there = node.get("/v2/apps").body().split(marker(group, version), -1).length - 1;
        if (there != apps)
            throw new IOException(there + " of " + apps + " applications are as they should be");
        return new double[] {answered, ended};
    }

    private static String marker(String group, String version) {
        return group + "-version-" + version + "\"";
    }

    private static String app(String group, int number, String version) {
        return String.format(
                Locale.ROOT,
                "{\"id\":\"/%s/app-%d\",\"cmd\":\"exec sleep 1000\",\"cpus\":0.01,\"mem\":16,"
                        + "\"instances\":0,\"env\":{\"VERSION\":\"%s}}",
                group,
                number,
                marker(group, version));
    }
}
