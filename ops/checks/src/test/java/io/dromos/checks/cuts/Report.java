package io.dromos.checks.cuts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a run came to, for people.
record Report(String text) {

    static Report of(long seed, Tally cuts, Load load, LastWord log, LogParts parts, Duration took)
            throws IOException {
        var requests = new TreeMap<String, Integer>();
        for (var client : load.clients())
            client.counts().forEach((kind, count) -> requests.merge(kind, count, Integer::sum));
        return new Report(
                """
                # Kill cuts

                Written by `KillCutsTest` (`ops/bin/soak cuts`). `kill -9` of the real processes under a client load of random
                changes; how it is checked stands at the test.

                - %d cuts in %d s, seed %d, on %d processors. Nothing acknowledged was lost, no task started twice, no two
                  runs of an instance were alive at a time, and in the end exactly the wanted instances ran.
                - The tasks' ledger holds %d starts; the log holds %d records in %d segments. %d starts of the server began
                  from a checkpoint.
                - The agents count %d updates as acknowledged; the log holds each of them.

                | What was cut | Times | Point not reached |
                |---|---|---|
                %s

                | Requests of the clients | Times |
                |---|---|
                %s
                """
                        .formatted(
                                cuts.all(),
                                took.toSeconds(),
                                seed,
                                Runtime.getRuntime().availableProcessors(),
                                load.ledger().starts(),
                                log.records(),
                                parts.segments(),
                                parts.starts(),
                                load.agents().count(),
                                cuts.rows(),
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
