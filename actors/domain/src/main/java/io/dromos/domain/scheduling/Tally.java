package io.dromos.domain.scheduling;

import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.spec.Constraint;
import java.util.List;
import java.util.Map;
import org.pcollections.HashTreePMap;
import org.pcollections.OrderedPMap;
import org.pcollections.PMap;

/// How many instances share each value of each field that a constraint counts by. It is kept up one
/// instance at a time, so that 100,000 instances cost no more to place beside than ten.
///
/// @param counts by field, then by value, in the order in which values were first seen; no zeros
public record Tally(PMap<String, OrderedPMap<String, Integer>> counts) {

    /// No instance counted.
    public static final Tally EMPTY = new Tally(HashTreePMap.empty());

    /// All these instances, first placed first.
    public static Tally of(
            List<Constraint> constraints, Iterable<ApplicationFact.Placement> placements) {
        var tally = EMPTY;
        for (var placement : placements) tally = tally.plus(constraints, placement);
        return tally;
    }

    /// With one instance more.
    public Tally plus(List<Constraint> constraints, ApplicationFact.Placement placement) {
        return add(constraints, placement, 1);
    }

    /// With one instance less; one that was not counted changes nothing.
    public Tally minus(List<Constraint> constraints, ApplicationFact.Placement placement) {
        return add(constraints, placement, -1);
    }

    /// What a constraint's field reads of an instance that was placed; empty if its agent lacks it.
    public static String value(String field, ApplicationFact.Placement placed) {
        var value = Field.of(field, placed);
        return value == null ? "" : value;
    }

    /// How many instances have each value of a field, the value of the first placed one first.
    Map<String, Integer> of(String field) {
        return counts.getOrDefault(field, OrderedPMap.empty());
    }

    private Tally add(
            List<Constraint> constraints, ApplicationFact.Placement placement, int change) {
        var next = counts;
        var fields = constraints.stream().filter(Tally::counts).map(Constraint::field).distinct();
        for (var field : fields.toList()) {
            var value = Field.of(field, placement);
            if (value == null) continue;
            var values = next.getOrDefault(field, OrderedPMap.empty());
            // Its getOrDefault looks through all of them for a value that is not there.
            var known = values.get(value);
            int count = (known == null ? 0 : known) + change;
            next = next.plus(field, count > 0 ? values.plus(value, count) : values.minus(value));
        }
        return new Tally(next);
    }

    private static boolean counts(Constraint constraint) {
        return switch (constraint.operator()) {
            case UNIQUE, CLUSTER, GROUP_BY, MAX_PER -> true;
            case LIKE, UNLIKE, IS -> false;
        };
    }
}
