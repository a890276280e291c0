package io.dromos.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromos.bench.Figure.Budget;
import io.dromos.bench.PlacementCheck.Host;
import io.dromos.bench.PlacementCheck.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/// Offers as they come over the wire, from the embedded master's simulated agents to the real
/// server: most of them fit nothing, or are placed by constraints.
final class Wire implements Benchmark {

    private static final int AGENTS = 10_000;
    private static final int ROUNDS = 2;
    private static final double CPUS = 0.1;
    private static final double MEM = 16;
    private static final double PATIENCE_MS = 300_000;

    @Override
    public String name() {
        return "wire";
    }

    @Override
    public String about() {
        return "rows 6, 7 over the wire: offers/s of 10,000 agents that fit nothing; UNIQUE, GROUP_BY";
    }

    @Override
    public void measure(Run run) throws IOException, InterruptedException {
        int wanted = run.pick(500, AGENTS);
        try (var node = Node.withSimulatedAgents(run.data().resolve("wire"), AGENTS)) {
            node.startServer();
            offers(run, node);
            var rates = new ArrayList<Double>();
            for (int round = 0; round < ROUNDS; round++) {
                rates.add(placed(node, "spread-" + round, wanted));
            }
            run.add(
                    Figure.of(
                                    String.format(
                                            Locale.ROOT,
                                            "launches, hostname UNIQUE and rack GROUP_BY, %,d of"
                                                    + " %,d agents",
                                            wanted,
                                            AGENTS),
                                    "1/s",
                                    rates,
                                    Budget.NONE_FOR_RATES)
                            .noting("every place checked in the master's books"));
        }
    }

    /// In each round all agents are offered, one want fits nowhere, and another one agent only: its
    /// task runs once the offers of all others were read, tried and found to fit nothing.
    private static void offers(Run run, Node node) throws IOException, InterruptedException {
        var rates = new ArrayList<Double>();
        var cpu = new ArrayList<Double>();
        for (int round = -2; round < run.pick(5, 15); round++) {
            awaitOffers(node, false);
            double before = node.serverCpu().total();
            long begin = System.nanoTime();
            var only = String.format(Locale.ROOT, "simulated-%05d", AGENTS / 2 + round);
            node.expect(
                    200,
                    "PUT",
                    "/v2/apps?force=true",
                    "["
                            + app("nowhere", "rack", "nowhere")
                            + ","
                            + app("only", "hostname", only)
                            + "]");
            awaitRunning(node, 1, begin);
            double millis = Probes.millis(begin);
            awaitOffers(node, true);
            for (var name : List.of("nowhere", "only"))
                node.expect(200, "DELETE", "/v2/apps/" + name + "?force=true", "");
            awaitRunning(node, 0, System.nanoTime());
            awaitOffers(node, false);
            if (round < 0) continue;
            rates.add((AGENTS - 1) / millis * 1_000);
            cpu.add((node.serverCpu().total() - before) / AGENTS);
        }
        run.add(
                Figure.of(
                                "offers consumed when nothing fits, over the wire",
                                "1/s",
                                rates,
                                Budget.atLeast(20_000, 100_000))
                        .noting("with the request and one launch"));
        run.add(
                Figure.of(
                        "CPU of the server for such an offer, the DECLINE included",
                        "ms",
                        cpu,
                        Budget.NONE));
    }

    /// Launches a second, of an application whose instances go one to a host and evenly to racks.
    private static double placed(Node node, String name, int wanted)
            throws IOException, InterruptedException {
        awaitOffers(node, false);
        long begin = System.nanoTime();
        node.expect(201, "POST", "/v2/apps", spread(name, wanted));
        awaitRunning(node, wanted, begin);
        double millis = Probes.millis(begin);
        check(new ObjectMapper().readTree(node.books().state()), name, wanted);
        node.expect(200, "DELETE", "/v2/apps/" + name + "?force=true", "");
        awaitRunning(node, 0, System.nanoTime());
        return wanted / millis * 1_000;
    }

    /// Every place, by what the master tells of tasks and agents.
    private static void check(JsonNode state, String name, int wanted) {
        var hosts = new HashMap<String, Host>();
        for (var agent : state.path("slaves")) {
            var has = agent.path("resources");
            var ports = has.path("ports").asText().replaceAll("[^0-9-]", "").split("-", -1);
            hosts.put(
                    agent.path("id").asText(),
                    new Host(
                            agent.path("hostname").asText(),
                            agent.path("attributes").path("rack").asText(),
                            has.path("cpus").asDouble(),
                            has.path("mem").asDouble(),
                            has.path("disk").asDouble(),
                            Integer.parseInt(ports[0]),
                            Integer.parseInt(ports[1])));
        }
        var places = new ArrayList<Place>();
        for (var framework : state.path("frameworks"))
            for (var task : framework.path("tasks")) {
                if (!task.path("id").asText().startsWith(name)) continue;
                var takes = task.path("resources");
                var host = hosts.get(task.path("slave_id").asText());
                places.add(
                        new Place(
                                host == null ? "nowhere" : host.name(),
                                takes.path("cpus").asDouble(),
                                takes.path("mem").asDouble(),
                                takes.path("disk").asDouble(),
                                List.of()));
            }
        PlacementCheck.require(hosts.values(), places, wanted);
    }

    private static void awaitRunning(Node node, int tasks, long begin)
            throws IOException, InterruptedException {
        while (node.running() != tasks) {
            if (Probes.millis(begin) > PATIENCE_MS)
                throw new IOException(node.running() + " tasks run instead of " + tasks);
            // The master looks at all its agents for each answer.
            Thread.sleep(20);
        }
    }

    private static void awaitOffers(Node node, boolean some)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (node.books().offers() > 0 != some) {
            if (Probes.millis(begin) > PATIENCE_MS)
                throw new IOException("The master has " + node.books().offers() + " open offers");
            Thread.sleep(20);
        }
    }

    private static String app(String name, String field, String value) {
        return definition(
                name, 1, String.format(Locale.ROOT, "[[\"%s\",\"CLUSTER\",\"%s\"]]", field, value));
    }

    private static String spread(String name, int instances) {
        return definition(name, instances, "[[\"hostname\",\"UNIQUE\"],[\"rack\",\"GROUP_BY\"]]");
    }

    private static String definition(String name, int instances, String constraints) {
        return String.format(
                Locale.ROOT,
                "{\"id\":\"/%s\",\"cmd\":\"exec sleep 1000\",\"cpus\":%s,\"mem\":%s,\"instances\":%d,"
                        + "\"constraints\":%s}",
                name,
                CPUS,
                MEM,
                instances,
                constraints);
    }
}
