package io.dromos.bench;

import java.util.List;
import java.util.Locale;

/// A measured figure beside its budget.
///
/// @param name what was measured
/// @param unit of all numbers
/// @param samples one for each run, in order
/// @param budget what it must not be worse than, and what is aimed at
/// @param note what else was seen, such as what limits it; may be empty
record Figure(String name, String unit, List<Double> samples, Budget budget, String note) {

    /// What a figure should be.
    ///
    /// @param floor what it must not be worse than
    /// @param goal what is aimed at
    /// @param more whether more is better
    record Budget(double floor, double goal, boolean more) {

        /// None: the figure is there for comparison.
        static final Budget NONE = new Budget(Double.NaN, Double.NaN, false);

        static Budget atMost(double floor, double goal) {
            return new Budget(floor, goal, false);
        }

        static Budget atLeast(double floor, double goal) {
            return new Budget(floor, goal, true);
        }

        boolean isKept(double value, double bound) {
            return more ? value >= bound : value <= bound;
        }
    }

    /// Copies what it is given.
    ///
    /// @throws IllegalArgumentException if there is no sample
    Figure {
        samples = List.copyOf(samples);
        if (samples.isEmpty()) throw new IllegalArgumentException("No sample of " + name);
    }

    static Figure of(String name, String unit, List<Double> samples, Budget budget) {
        return new Figure(name, unit, samples, budget, "");
    }

    static Figure one(String name, String unit, double sample, Budget budget) {
        return of(name, unit, List.of(sample), budget);
    }

    Figure noting(String more) {
        return new Figure(name, unit, samples, budget, more);
    }

    /// The middle of the sorted samples, the worse one of two.
    double median() {
        return quantile(0.5);
    }

    double worst() {
        return quantile(1);
    }

    /// The sample as good as or better than which this share of all samples is.
    ///
    /// @param share more than 0, at most 1
    double quantile(double share) {
        var sorted = samples.stream().sorted().toList();
        int at = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.get(budget.more() ? sorted.size() - 1 - at : at);
    }

    /// A line of a Markdown table.
    String row() {
        return "| %s | %s | %s | %s | %s | %s | %s | %d | %s |"
                .formatted(
                        name,
                        unit,
                        text(median()),
                        text(quantile(0.99)),
                        text(worst()),
                        text(budget.floor()),
                        text(budget.goal()),
                        samples.size(),
                        note.isEmpty() ? verdict() : verdict() + "; " + note);
    }

    private static String text(double value) {
        if (Double.isNaN(value)) return "–";
        double size = Math.abs(value);
        var format = size >= 100 ? "%,.0f" : size >= 1 ? "%.1f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    private String verdict() {
        if (Double.isNaN(budget.floor())) return "–";
        if (budget.isKept(median(), budget.goal())) return "goal met";
        return keepsFloor() ? "floor met" : "missed";
    }

    /// Whether the median keeps the floor.
    boolean keepsFloor() {
        return Double.isNaN(budget.floor()) || budget.isKept(median(), budget.floor());
    }
}
