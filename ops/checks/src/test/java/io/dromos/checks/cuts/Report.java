package io.dromos.checks.cuts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a run came to, for people.
record Report(String text) {

    static Report of(
            long seed,
            Map<String, Integer> cuts,
            List<Client> clients,
            Ledger ledger,
            LastWord log,
            Duration took)
            throws IOException {
        var requests = new TreeMap<String, Integer>();
        for (var client : clients)
            client.counts().forEach((kind, count) -> requests.merge(kind, count, Integer::sum));
        int all = cuts.values().stream().mapToInt(Integer::intValue).sum();
        return new Report(
                """
                # Kill cuts

                Written by `KillCutsTest` (`ops/bin/soak cuts`). `kill -9` of the real processes under a client load of random
                changes; how it is checked stands at the test.

                - %d cuts in %d s, seed %d, on %d processors. Nothing acknowledged was lost, no task started twice, no two
                  runs of an instance were alive at a time, and in the end exactly the wanted instances ran.
                - The agents' ledger holds %d starts of tasks; the log holds %d records.

                | What was cut | Times |
                |---|---|
                %s

                | Requests of the clients | Times |
                |---|---|
                %s
                """
                        .formatted(
                                all,
                                took.toSeconds(),
                                seed,
                                Runtime.getRuntime().availableProcessors(),
                                ledger.starts(),
                                log.records(),
                                table(cuts),
                                table(requests)));
    }

    private static String table(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> "| %s | %d |".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("\n"));
    }

    /// Prints it, and keeps it in the file that `dromos.cuts.report` names.
    void print() throws IOException {
        System.out.println(text);
        var file = System.getProperty("dromos.cuts.report", "");
        if (file.isEmpty()) return;
        var path = Path.of(file);
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, text);
    }
}
