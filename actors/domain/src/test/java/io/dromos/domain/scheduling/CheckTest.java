package io.dromos.domain.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.spec.Constraint;
import io.dromos.events.spec.Constraint.Operator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {

    /// operator, its value, values counted before (`a=2 b=1`), instances, the agent's value,
    /// verdict
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "UNIQUE, -, '', 3, a, YES",
                "UNIQUE, -, b=1, 3, a, YES",
                "UNIQUE, -, a=1, 3, a, NO",
                "UNIQUE, -, '', 3, -, NO",
                "CLUSTER, -, '', 3, a, YES",
                "CLUSTER, -, a=1, 3, a, YES",
                "CLUSTER, -, a=1, 3, b, NO",
                "CLUSTER, -, b=1 a=5, 3, b, YES",
                "CLUSTER, b, '', 3, a, NO",
                "CLUSTER, b, a=1, 3, b, YES",
                "CLUSTER, b, '', 3, -, NO",
                "MAX_PER, 2, a=1, 3, a, YES",
                "MAX_PER, 2, a=2, 3, a, NO",
                "MAX_PER, 2, a=2, 3, b, YES",
                "MAX_PER, x, '', 3, a, NO",
                "MAX_PER, 2, '', 3, -, NO",
                "LIKE, r[12], '', 3, r1, YES",
                "LIKE, r[12], '', 3, r12, NO",
                "LIKE, r[12], '', 3, -, NO",
                "LIKE, '(', '', 3, r1, NO",
                "UNLIKE, r[12], '', 3, r1, NO",
                "UNLIKE, r[12], '', 3, r12, YES",
                "UNLIKE, r[12], '', 3, -, YES",
                "UNLIKE, '(', '', 3, r1, NO",
                "IS, a/b, '', 3, a/b, YES",
                "IS, 4.0, '', 3, 4, YES",
                "IS, 4.0005, '', 3, 4, YES",
                "IS, 4.001, '', 3, 4, NO",
                "IS, a, '', 3, b, NO",
                "IS, a, '', 3, -, NO",
                "GROUP_BY, 2, '', 5, a, YES",
                "GROUP_BY, 2, a=1, 5, a, YES",
                "GROUP_BY, 2, a=2, 5, a, YES",
                "GROUP_BY, 2, a=3, 5, a, NO",
                "GROUP_BY, 2, a=2 b=3, 5, a, NO",
                "GROUP_BY, 2, a=1 b=3, 5, a, YES",
                "GROUP_BY, 2, a=1 b=1, 5, c, NO",
                "GROUP_BY, 2, a=1, 5, c, YES",
                "GROUP_BY, 5, a=1, 3, a, NO",
                "GROUP_BY, 2, '', 5, -, NO",
                "GROUP_BY, -, '', 5, a, YES",
                "GROUP_BY, -, a=1, 5, a, YES",
                "GROUP_BY, -, a=1 b=1, 5, a, YES",
                "GROUP_BY, -, a=2 b=1, 5, a, LATER",
                "GROUP_BY, -, a=2 b=1, 5, b, YES",
                "GROUP_BY, -, a=2 b=1, 5, c, YES",
                "GROUP_BY, 0, a=2 b=1, 5, b, YES",
                "GROUP_BY, -, '', 5, -, NO",
            })
    void each_operator_has_marathons_meaning(
            Operator operator,
            String value,
            String counted,
            int instances,
            String agents,
            Check.Verdict expected) {
        var constraint = new Constraint("rack", operator, Optional.ofNullable(value));
        assertThat(new Check(constraint, counts(counted), instances).judge(agents, false))
                .isEqualTo(expected);
    }

    @Test
    void a_new_group_goes_before_the_smallest() {
        var check = new Check(Given.constraint("rack", Operator.GROUP_BY), counts("a=1"), 5);
        assertThat(check.judge("a", true)).isEqualTo(Check.Verdict.LATER);
        assertThat(check.judge("b", true)).isEqualTo(Check.Verdict.YES);
    }

    @Test
    void a_pattern_that_needs_for_ever_does_not_match() {
        var like = Given.constraint("rack", Operator.LIKE, "(a+)+b");
        assertThat(new Check(like, Map.of(), 1).judge("a".repeat(60), false))
                .isEqualTo(Check.Verdict.NO);
    }

    private static Map<String, Integer> counts(String text) {
        var counts = new LinkedHashMap<String, Integer>();
        for (var pair : text.split(" "))
            if (!pair.isEmpty())
                counts.put(pair.split("=")[0], Integer.parseInt(pair.split("=")[1]));
        return counts;
    }
}
