package io.dromos.domain.scheduling;

import io.dromos.events.spec.Constraint;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// One constraint during one placement, with Marathon's meaning.
final class Check {

    /// How a value is judged.
    enum Verdict {
        YES,
        /// Not during this placement, whatever else is placed.
        NO,
        /// Not before the smaller groups have grown.
        LATER
    }

    private final Constraint constraint;
    private final Groups groups;
    private final Optional<Pattern> pattern;
    private final Optional<Integer> number;
    private final int instances;
    private final Set<String> declined = new LinkedHashSet<>();
    private int lacking;

    Check(Constraint constraint, Map<String, Integer> counted, int instances) {
        this.constraint = constraint;
        this.groups = new Groups(counted);
        this.instances = instances;
        this.pattern = constraint.value().flatMap(value -> pattern(constraint.operator(), value));
        this.number = constraint.value().flatMap(Check::number);
    }

    Constraint constraint() {
        return constraint;
    }

    Groups groups() {
        return groups;
    }

    /// The values it turned down, for people.
    Set<String> declined() {
        return declined;
    }

    /// How many offers it turned down for they lack the field.
    int lacking() {
        return lacking;
    }

    /// What it says of an agent with this value; null if the agent has none.
    Verdict judge(@Nullable String value, boolean newGroupsOnly) {
        // An agent that lacks the field can only be unlike something.
        if (value == null) return yes(constraint.operator() == Constraint.Operator.UNLIKE);
        return switch (constraint.operator()) {
            case UNIQUE -> yes(groups.count(value) == 0);
            case MAX_PER -> yes(number.isPresent() && groups.count(value) < number.get());
            case CLUSTER -> yes(constraint.value().or(groups::first).orElse(value).equals(value));
            case LIKE -> yes(pattern.isPresent() && Patience.matches(pattern.get(), value));
            case UNLIKE -> yes(pattern.isPresent() && !Patience.matches(pattern.get(), value));
            case IS -> yes(constraint.value().filter(wanted -> same(wanted, value)).isPresent());
            case GROUP_BY -> groupBy(value, newGroupsOnly);
        };
    }

    /// Remembers a refusal, to tell of it later.
    void decline(@Nullable String value) {
        if (value == null) lacking++;
        else declined.add(value);
    }

    void add(@Nullable String value) {
        if (value != null) groups.add(value);
    }

    /// With a number of groups each takes its share, and as many take one more as the division
    /// leaves over. Without (where Marathon divides by zero), a new group or the smallest is next.
    private Verdict groupBy(String value, boolean newGroupsOnly) {
        int count = groups.count(value);
        int wanted = number.orElse(0);
        if (wanted <= 0) {
            int bound = newGroupsOnly ? 0 : groups.smallest();
            return count <= bound ? Verdict.YES : Verdict.LATER;
        }
        if (count == 0) return yes(groups.groups() < wanted);
        int share = instances / wanted;
        if (count < share) return Verdict.YES;
        return yes(count == share && groups.largerThan(share) < instances % wanted);
    }

    private static Verdict yes(boolean yes) {
        return yes ? Verdict.YES : Verdict.NO;
    }

    /// Equal as text, or as numbers once both are written as agents' scalars are.
    private static boolean same(String wanted, String value) {
        return wanted.equals(value) || scalar(wanted).filter(value::equals).isPresent();
    }

    private static Optional<String> scalar(String text) {
        try {
            var rounded = new BigDecimal(text).setScale(3, RoundingMode.HALF_EVEN);
            return Optional.of(rounded.stripTrailingZeros().toPlainString());
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Pattern> pattern(Constraint.Operator operator, String value) {
        if (operator != Constraint.Operator.LIKE && operator != Constraint.Operator.UNLIKE)
            return Optional.empty();
        try {
            return Optional.of(Pattern.compile(value));
        } catch (PatternSyntaxException _) {
            return Optional.empty();
        }
    }
}
