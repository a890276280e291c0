package io.dromos.bench;

import io.dromos.bench.Figure.Budget;
import java.io.IOException;

/// What the machine itself can do: no figure of ours can be better.
final class Physical implements Benchmark {

    @Override
    public String name() {
        return "physical";
    }

    @Override
    public String about() {
        return "synced writes, sequential read, loopback round trips of this machine";
    }

    @Override
    public void measure(Run run) throws IOException, InterruptedException {
        add(
                run,
                Figure.of(
                        "probe: synced write of 4 KiB",
                        "ms",
                        Probes.syncedWrites(run.data()),
                        Budget.NONE));
        add(
                run,
                Figure.of(
                        "probe: sequential read",
                        "MB/s",
                        Probes.sequentialRead(run.data()),
                        Budget.NONE_FOR_RATES));
        add(run, Figure.of("probe: loopback round trip", "ms", Probes.loopback(), Budget.NONE));
    }

    private static void add(Run run, Figure figure) {
        boolean millis = figure.unit().equals("ms");
        var perSecond = "%,.0f/s".formatted(1_000 / figure.median());
        run.add(millis ? figure.noting(perSecond) : figure);
    }
}
