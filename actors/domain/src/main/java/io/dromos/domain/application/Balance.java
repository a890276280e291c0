package io.dromos.domain.application;

import io.dromos.domain.scheduling.Tally;
import io.dromos.events.spec.Constraint;
import io.dromos.events.spec.Constraint.Operator;
import io.dromos.events.state.Instance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;

/// Who goes when there are too many instances of an application that has GROUP_BY constraints: each
/// time one of a largest group, so that the groups stay as even as they can.
///
/// Of several constraints the most uneven one counts first: then the cost grows with the number of
/// groups times the number of those that go.
final class Balance {

    private static final String NO_VALUE = "";

    private final List<String> fields;

    /// For each field, how many instances have each value.
    private final List<Map<String, Integer>> counts = new ArrayList<>();

    private final List<Cell> cells;

    /// Instances that have the same value of each field.
    ///
    /// @param values by field
    /// @param members in the order in which they would go
    private record Cell(List<String> values, Deque<Ranked> members) {
        int rank() {
            return members.element().rank();
        }
    }

    private record Ranked(Instance instance, int rank) {}

    private Balance(List<String> fields, List<Instance> candidates) {
        this.fields = fields;
        for (int field = 0; field < fields.size(); field++) counts.add(new HashMap<>());
        var byValues = new LinkedHashMap<List<String>, Cell>();
        for (int rank = 0; rank < candidates.size(); rank++) {
            var instance = candidates.get(rank);
            var values = values(instance);
            byValues.computeIfAbsent(values, key -> new Cell(key, new ArrayDeque<>()))
                    .members()
                    .add(new Ranked(instance, rank));
            for (int field = 0; field < fields.size(); field++)
                counts.get(field).merge(values.get(field), 1, Integer::sum);
        }
        cells = new ArrayList<>(byValues.values());
    }

    /// Whether any constraint asks for groups.
    static boolean isWanted(List<Constraint> constraints) {
        return constraints.stream().anyMatch(it -> it.operator() == Operator.GROUP_BY);
    }

    /// Those that go, at most so many.
    ///
    /// @param candidates in the order in which they would go if nobody asked for groups
    /// @param runningMax at most so many of those that run, as long as there are others
    static List<Instance> choose(
            List<Constraint> constraints, List<Instance> candidates, int surplus, int runningMax) {
        var evenly = choose(constraints, candidates, surplus);
        if (evenly.stream().filter(Balance::runs).count() <= runningMax) return evenly;
        var idle = candidates.stream().filter(it -> !runs(it)).toList();
        var first = choose(constraints, idle, surplus - runningMax);
        var left = new ArrayList<>(candidates);
        left.removeAll(Set.copyOf(first));
        var all = new ArrayList<>(first);
        all.addAll(choose(constraints, left, surplus - first.size()));
        return all;
    }

    private static boolean runs(Instance instance) {
        return instance.kind() == Instance.Kind.RUNNING;
    }

    /// The same, whoever runs.
    static List<Instance> choose(
            List<Constraint> constraints, List<Instance> candidates, int surplus) {
        var fields =
                constraints.stream()
                        .filter(it -> it.operator() == Operator.GROUP_BY)
                        .map(Constraint::field)
                        .distinct()
                        .toList();
        var balance = new Balance(fields, candidates);
        return fields.size() == 1 ? balance.takeOfOne(surplus) : balance.take(surplus);
    }

    /// By one constraint a cell is a whole group, and only the one that was taken from changes its
    /// place.
    private List<Instance> takeOfOne(int surplus) {
        var largest =
                new PriorityQueue<Cell>(
                        Comparator.comparingInt((Cell cell) -> -cell.members().size())
                                .thenComparingInt(Cell::rank));
        largest.addAll(cells);
        var taken = new ArrayList<Instance>();
        while (taken.size() < surplus && !largest.isEmpty()) {
            var cell = largest.remove();
            taken.add(cell.members().remove().instance());
            if (!cell.members().isEmpty()) largest.add(cell);
        }
        return taken;
    }

    private List<String> values(Instance instance) {
        return fields.stream()
                .map(field ->
                        instance.task()
                                .map(run -> Tally.value(field, run.placement()))
                                .orElse(NO_VALUE))
                .toList();
    }

    private List<Instance> take(int surplus) {
        var taken = new ArrayList<Instance>();
        while (taken.size() < surplus && !cells.isEmpty()) {
            var order = mostUnevenFirst();
            var cell = cells.stream().min(largestFirst(order)).orElseThrow();
            taken.add(cell.members().remove().instance());
            if (cell.members().isEmpty()) cells.remove(cell);
            for (int field = 0; field < fields.size(); field++)
                counts.get(field)
                        .computeIfPresent(
                                cell.values().get(field), (_, n) -> n == 1 ? null : n - 1);
        }
        return taken;
    }

    private Comparator<Cell> largestFirst(int[] order) {
        return (one, other) -> {
            for (int field : order) {
                int bySize = Integer.compare(size(other, field), size(one, field));
                if (bySize != 0) return bySize;
            }
            return Integer.compare(one.rank(), other.rank());
        };
    }

    private int size(Cell cell, int field) {
        return Objects.requireNonNull(counts.get(field).get(cell.values().get(field)));
    }

    private int[] mostUnevenFirst() {
        var order = new Integer[fields.size()];
        Arrays.setAll(order, field -> field);
        if (order.length > 1)
            Arrays.sort(order, Comparator.comparingInt((Integer field) -> -spread(field)));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    private int spread(int field) {
        var sizes = counts.get(field).values().stream().mapToInt(Integer::intValue);
        var range = sizes.summaryStatistics();
        return range.getMax() - range.getMin();
    }
}
