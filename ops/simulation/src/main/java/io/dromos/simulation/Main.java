package io.dromos.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs seeds and shows the first failures.
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a whole cluster in one thread for each seed, in virtual time, while everything goes"
                    + " wrong that may.",
            "Ends with 0 if every seed passes, with 1 if one does not; with --faults, with 1 if none"
                    + " finds the fault."
        })
public final class Main implements Callable<Integer> {

    private static final int STORIES_MAX = 3;
    private static final long EVERY_NANOS = 2_000_000_000L;

    @Option(names = "--seeds", paramLabel = "N", description = "How many seeds (${DEFAULT-VALUE}).")
    private int seeds = 100;

    @Option(names = "--from", paramLabel = "S", description = "The first seed (${DEFAULT-VALUE}).")
    private long from = 1;

    @Option(
            names = "--faults",
            paramLabel = "NAME",
            description = "Break this on purpose, stop when it is found: ${COMPLETION-CANDIDATES}.")
    private Fault fault = Fault.NONE;

    @Option(
            names = "--lines",
            paramLabel = "N",
            description = "How many of the last events to show of a failure (${DEFAULT-VALUE}).")
    private int lines = 40;

    @Option(
            names = "--table",
            description = "Break each thing in turn, and tell how many seeds find it.")
    private boolean table;

    private Main() {}

    /// Starts it; the exit code tells how it went.
    public static void main(String[] arguments) {
        System.setProperty("logback.configurationFile", "logback-simulation.xml");
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() {
        if (table) return table();
        var progress = new Progress(System.nanoTime(), Main::processorNanos);
        int failed = 0;
        for (long seed = from; seed < from + seeds; seed++) {
            var result = Run.of(seed, fault);
            progress.add(result);
            if (result.broken().isPresent() && failed++ < STORIES_MAX)
                System.out.println(result.story(lines));
            if (failed > 0 && fault != Fault.NONE) {
                System.out.printf("%s: found by seed %d%n", fault, seed);
                return 0;
            }
            if (System.nanoTime() - progress.toldAt() > EVERY_NANOS)
                System.err.println(progress.sentence(System.nanoTime(), seeds, failed));
        }
        System.out.println(progress.sentence(System.nanoTime(), seeds, failed));
        System.out.println(progress.crashes());
        if (seeds == 1) System.out.println("digest " + progress.digest());
        return failed > 0 || fault != Fault.NONE ? 1 : 0;
    }

    private static long processorNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /// A line of a table for each fault, in order, as they are found; each processor looks for one.
    private int table() {
        System.out.println("| Fault | What is broken | Seeds | What was seen |");
        System.out.println("|---|---|---|---|");
        var missed = new AtomicInteger();
        Arrays.stream(Fault.values())
                .filter(fault -> fault != Fault.NONE)
                .parallel()
                .map(fault -> Search.of(fault, from, seeds))
                .forEachOrdered(search -> {
                    System.out.println(search.row());
                    if (search.seen().isEmpty()) missed.incrementAndGet();
                });
        return missed.get() > 0 ? 1 : 0;
    }
}
