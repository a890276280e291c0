package io.dromos.bench;

import io.dromos.bench.Benchmark.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Measures whole paths of the product on this machine and prints each figure beside its budget.
///
/// Budgets are the performance targets in `ops/docs/performance.md`.
public final class Main {

    private static final List<Benchmark> ALL =
            Stream.concat(
                            Stream.of(
                                    new Physical(),
                                    new LogAppends(),
                                    new Starts(),
                                    new Requests(),
                                    new Placing(),
                                    new Wire(),
                                    new GroupChange(),
                                    new Upgrade(),
                                    new Recovery.Ingest(),
                                    Launches.ofOne(),
                                    Launches.ofMany(),
                                    new Restart()),
                            Recovery.all().stream())
                    .toList();

    /// Percent; a machine that is busier measures itself and not us. Our own threads wait, too.
    private static final double BUSY = 60;

    private final List<Figure> figures = new ArrayList<>();

    private Main() {}

    /// Runs benchmarks; exits with 1 if a floor is missed, with 2 for wrong words.
    ///
    /// @param args `--list`, or `[--full] [--data DIRECTORY] [NAME...]`
    public static void main(String[] args) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of(args));
        if (words.contains("--list")) {
            ALL.forEach(each -> System.out.printf("%-14s %s%n", each.name(), each.about()));
            return;
        }
        boolean full = words.remove("--full");
        var data = data(words);
        var chosen = words.isEmpty() ? ALL : words.stream().map(Main::find).toList();
        var main = new Main();
        for (var each : chosen) {
            System.err.println("== " + each.name() + ": " + each.about());
            var directory = Files.createDirectories(data.resolve(each.name()));
            each.measure(new Run(directory, full, main::add));
        }
        System.out.println(main.report(full));
        System.exit(main.figures.stream().allMatch(Figure::keepsFloor) ? 0 : 1);
    }

    private static Path data(List<String> words) throws IOException {
        int at = words.indexOf("--data");
        if (at < 0) return Files.createTempDirectory("dromos-bench");
        words.remove(at);
        return Path.of(words.remove(at));
    }

    private static Benchmark find(String name) {
        return ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseGet(() -> {
                    System.err.println("bench: there is no '" + name + "'; see --list");
                    System.exit(2);
                    throw new IllegalStateException();
                });
    }

    private void add(Figure measured) {
        double pressure = Probes.pressure();
        var busy = "others waited for a processor %.0f%% of the time".formatted(pressure);
        var figure = pressure > BUSY ? measured.noting(busy) : measured;
        figures.add(figure);
        System.err.println(figure.row());
    }

    private String report(boolean full) {
        var lines = new ArrayList<String>();
        lines.add("# Benchmarks, " + LocalDate.now(ZoneOffset.UTC));
        lines.add("");
        lines.add(
                "Machine: %d processors, %s %s, Java %s. Set: %s."
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("java.version"),
                                full ? "full" : "quick"));
        lines.add("");
        lines.add("| figure | unit | median | p99 | worst | floor | goal | runs | verdict |");
        lines.add("|---|---|---|---|---|---|---|---|---|");
        for (var figure : figures) lines.add(figure.row());
        return String.join("\n", lines);
    }
}
