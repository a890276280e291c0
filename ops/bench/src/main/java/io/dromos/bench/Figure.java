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
    /// @param share which of the samples it is for: 0.5 is the median, 0.99 the p99
    record Budget(double floor, double goal, boolean more, double share) {

        private static final double MEDIAN = 0.5;

        /// None, for times and sizes: the figure is there for comparison.
        static final Budget NONE = atMost(Double.NaN, Double.NaN);

        /// None, for rates, of which the lowest is the worst.
        static final Budget NONE_FOR_RATES = atLeast(Double.NaN, Double.NaN);

        static Budget atMost(double floor, double goal) {
            return new Budget(floor, goal, false, MEDIAN);
        }

        static Budget atLeast(double floor, double goal) {
            return new Budget(floor, goal, true, MEDIAN);
        }

        /// The same for the sample as good as or better than which 99% of all are.
        Budget ofP99() {
            return new Budget(floor, goal, more, 0.99);
        }

        String judged() {
            return share == MEDIAN ? "median" : "p%.0f".formatted(share * 100);
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

    /// The same with one more note, after those it has.
    Figure noting(String more) {
        var notes = note.isEmpty() ? more : note + "; " + more;
        return new Figure(name, unit, samples, budget, notes);
    }

    /// The middle of the sorted samples, the worse one of two.
    double median() {
        return quantile(0.5);
    }

    double worst() {
        return quantile(1);
    }

    /// The sample as good as or better than which this share of all samples is; where the share
    /// ends between two, the worse one.
    ///
    /// @param share more than 0, at most 1
    double quantile(double share) {
        var sorted = samples.stream().sorted().toList();
        int at = Math.min((int) (share * sorted.size()), sorted.size() - 1);
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
        if (budget.isKept(judged(), budget.goal())) return "goal met by the " + budget.judged();
        return (keepsFloor() ? "floor met by the " : "missed by the ") + budget.judged();
    }

    /// Whether what the budget is for keeps the floor.
    boolean keepsFloor() {
        return Double.isNaN(budget.floor()) || budget.isKept(judged(), budget.floor());
    }

    private double judged() {
        return quantile(budget.share());
    }
}
