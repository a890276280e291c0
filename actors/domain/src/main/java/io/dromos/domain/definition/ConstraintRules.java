package io.dromos.domain.definition;

import io.dromos.events.spec.Constraint;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Constraints as requests write them, and what they must keep.
public final class ConstraintRules {

    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,9}");
    private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9_/.-]*");

    private ConstraintRules() {}

    /// The rule that the words of a constraint break, if they do; its path is `/constraints`.
    public static Optional<String> broken(List<String> words) {
        if (words.size() < 2 || words.size() > 3)
            return Optional.of("Each constraint must have either 2 or 3 fields");
        if (words.getFirst().isEmpty()) return Optional.of("illegal constraint specification");
        if (operator(words.get(1)).isEmpty())
            return Optional.of(
                    "operator must be one of the following UNIQUE, CLUSTER, GROUP_BY, LIKE, MAX_PER,"
                            + " UNLIKE or IS");
        return broken(constraint(words));
    }

    /// The constraint the words stand for.
    ///
    /// @param words that break no rule, or only one on the value
    public static Constraint constraint(List<String> words) {
        return new Constraint(
                words.getFirst(),
                operator(words.get(1)).orElseThrow(),
                words.size() > 2 ? Optional.of(words.get(2)) : Optional.empty());
    }

    /// The rule that the constraint's value breaks, if it does.
    static Optional<String> broken(Constraint constraint) {
        var value = constraint.value();
        return switch (constraint.operator()) {
            case UNIQUE -> value.map(_ -> "UNIQUE does not accept a value");
            case CLUSTER -> Optional.empty();
            case GROUP_BY ->
                    value.isEmpty() || WHOLE.matcher(value.get()).matches()
                            ? Optional.empty()
                            : Optional.of(
                                    "GROUP BY must define an integer value or else no value at all");
            case LIKE, UNLIKE -> pattern(value);
            case MAX_PER ->
                    value.filter(text -> WHOLE.matcher(text).matches()).isPresent()
                            ? Optional.empty()
                            : Optional.of("MAX_PER requires an integer value");
            case IS ->
                    value.filter(text -> PLAIN.matcher(text).matches()).isPresent()
                            ? Optional.empty()
                            : Optional.of(
                                    "IS only supports Mesos text and float values (see"
                                            + " http://mesos.apache.org/documentation/latest/attributes-resources/)");
        };
    }

    private static Optional<String> pattern(Optional<String> value) {
        if (value.isEmpty() || value.get().isEmpty())
            return Optional.of("LIKE and UNLIKE require a non-empty, regular expression value");
        try {
            Pattern.compile(value.get());
            return Optional.empty();
        } catch (PatternSyntaxException _) {
            return Optional.of("'" + value.get() + "' is not a valid regular expression");
        }
    }

    private static Optional<Constraint.Operator> operator(String word) {
        for (var operator : Constraint.Operator.values())
            if (operator.name().equals(word)) return Optional.of(operator);
        return Optional.empty();
    }
}
