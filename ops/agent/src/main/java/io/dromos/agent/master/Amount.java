package io.dromos.agent.master;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// How much of one resource: a number, ranges of numbers, or a set of names.
sealed interface Amount {

    /// The sum of two amounts of the same kind.
    Amount plus(Amount other);

    /// What is left without the other; never less than nothing.
    Amount minus(Amount other);

    /// Whether the other amount is of the same kind and not more.
    boolean contains(Amount other);

    /// Whether it is nothing.
    boolean isEmpty();

    /// A number with three decimal places, as Mesos rounds it, so that sums are exact.
    record Scalar(long thousandths) implements Amount {

        static Scalar of(double value) {
            return new Scalar(Math.round(value * 1_000));
        }

        double value() {
            return thousandths / 1_000.0;
        }

        @Override
        public Amount plus(Amount other) {
            return other instanceof Scalar(long more) ? new Scalar(thousandths + more) : this;
        }

        @Override
        public Amount minus(Amount other) {
            return other instanceof Scalar(long less)
                    ? new Scalar(Math.max(0, thousandths - less))
                    : this;
        }

        @Override
        public boolean contains(Amount other) {
            return other instanceof Scalar(long less) && less <= thousandths;
        }

        @Override
        public boolean isEmpty() {
            return thousandths == 0;
        }

        @Override
        public String toString() {
            return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
        }
    }

    /// From one number to another, both included.
    record Range(long begin, long end) {
        @Override
        public String toString() {
            return begin + "-" + end;
        }
    }

    /// Sorted ranges that neither overlap nor touch.
    record Ranges(List<Range> ranges) implements Amount {

        /// Sorts and merges; ranges that end before they begin are dropped.
        static Ranges of(List<Range> unsorted) {
            List<Range> merged = new ArrayList<>();
            List<Range> sorted =
                    unsorted.stream()
                            .filter(range -> range.begin() <= range.end())
                            .sorted(Comparator.comparingLong(Range::begin))
                            .toList();
            for (Range range : sorted) {
                Range last = merged.isEmpty() ? null : merged.getLast();
                if (last != null && range.begin() - 1 <= last.end()) {
                    long end = Math.max(last.end(), range.end());
                    merged.set(merged.size() - 1, new Range(last.begin(), end));
                } else {
                    merged.add(range);
                }
            }
            return new Ranges(List.copyOf(merged));
        }

        @Override
        public Amount plus(Amount other) {
            if (!(other instanceof Ranges(List<Range> more))) {
                return this;
            }
            List<Range> all = new ArrayList<>(ranges);
            all.addAll(more);
            return of(all);
        }

        @Override
        public Amount minus(Amount other) {
            if (!(other instanceof Ranges(List<Range> less))) {
                return this;
            }
            List<Range> left = ranges;
            for (Range hole : less) {
                left = without(left, hole);
            }
            return new Ranges(left);
        }

        private static List<Range> without(List<Range> ranges, Range hole) {
            List<Range> left = new ArrayList<>(ranges.size() + 1);
            for (Range range : ranges) {
                if (hole.end() < range.begin() || range.end() < hole.begin()) {
                    left.add(range);
                    continue;
                }
                if (range.begin() < hole.begin()) {
                    left.add(new Range(range.begin(), hole.begin() - 1));
                }
                if (hole.end() < range.end()) {
                    left.add(new Range(hole.end() + 1, range.end()));
                }
            }
            return left;
        }

        @Override
        public boolean contains(Amount other) {
            return other instanceof Ranges(List<Range> less)
                    && less.stream().allMatch(this::covers);
        }

        private boolean covers(Range in) {
            for (Range out : ranges) {
                if (out.begin() <= in.begin() && in.end() <= out.end()) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public boolean isEmpty() {
            return ranges.isEmpty();
        }

        @Override
        public String toString() {
            return ranges.stream().map(Range::toString).collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /// A set of names.
    record Items(SortedSet<String> items) implements Amount {

        @Override
        public Amount plus(Amount other) {
            if (!(other instanceof Items(SortedSet<String> more))) {
                return this;
            }
            SortedSet<String> all = new TreeSet<>(items);
            all.addAll(more);
            return new Items(all);
        }

        @Override
        public Amount minus(Amount other) {
            if (!(other instanceof Items(SortedSet<String> less))) {
                return this;
            }
            SortedSet<String> left = new TreeSet<>(items);
            left.removeAll(less);
            return new Items(left);
        }

        @Override
        public boolean contains(Amount other) {
            return other instanceof Items(SortedSet<String> less) && items.containsAll(less);
        }

        @Override
        public boolean isEmpty() {
            return items.isEmpty();
        }

        @Override
        public String toString() {
            return items.stream().collect(Collectors.joining(", ", "{", "}"));
        }
    }
}
