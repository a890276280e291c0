package io.dromos.bench;

import java.util.List;
import java.util.Locale;

/// A measured figure beside its budget.
///
/// @param name what was measured
/// @param unit of all numbers
/// @param samples one for each run, in order
/// @param floor what it must not be worse than
/// @param goal what is aimed at
record Figure(String name, String unit, List<Double> samples, double floor, double goal) {

    /// No budget: the figure is there for comparison.
    static final double NONE = Double.MAX_VALUE;

    /// Copies what it is given.
    ///
    /// @throws IllegalArgumentException if there is no sample
    Figure {
        samples = List.copyOf(samples);
        if (samples.isEmpty()) throw new IllegalArgumentException("No sample of " + name);
    }

    /// The middle of the sorted samples, the lower one of two.
    double median() {
        return quantile(0.5);
    }

    /// The sample below or at which this share of all samples lies.
    ///
    /// @param share more than 0, at most 1
    double quantile(double share) {
        var sorted = samples.stream().sorted().toList();
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    double worst() {
        return quantile(1);
    }

    /// A line of a Markdown table.
    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.1f | %.1f | %.1f | %s | %s | %d | %s |",
                name,
                unit,
                median(),
                quantile(0.99),
                worst(),
                bound(floor),
                bound(goal),
                samples.size(),
                verdict());
    }

    private static String bound(double value) {
        return value == NONE ? "–" : String.format(Locale.ROOT, "%.0f", value);
    }

    private String verdict() {
        if (floor == NONE) return "–";
        if (median() <= goal) return "goal met";
        return keepsFloor() ? "floor met" : "missed";
    }

    /// Whether the median keeps the floor.
    boolean keepsFloor() {
        return median() <= floor;
    }
}
