package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {

    private static final Map<String, String> LABELS =
            Map.of("env", "prod", "tier", "web", "odd key!", "a,b (c)", "in", "x");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|true",
                "env|true",
                "none|false",
                "env==prod|true",
                "env  ==  prod|true",
                "env==qa|false",
                "env!=qa|true",
                "env!=prod|false",
                "none!=qa|false",
                "env in (qa,prod)|true",
                "env in (qa)|false",
                "env notin (qa)|true",
                "none notin (qa)|false",
                "env==prod,tier|true",
                "env==prod, tier==db|false",
                "odd\\ key\\!==a\\,b\\ \\(c\\)|true",
                "in|true",
                "in in (x)|true",
            })
    void a_selector_takes_labels_by_its_conditions(String selector, boolean takes)
            throws Exception {
        assertThat(LabelSelector.parse(selector).test(LABELS)).isEqualTo(takes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env=prod",
                "env in (prod",
                "env==a b",
                "env==a,",
                ",",
                "env==",
                "env in ()",
                "\\"
            })
    void a_selector_that_cannot_be_read_is_refused(String selector) {
        assertThatThrownBy(() -> LabelSelector.parse(selector))
                .isInstanceOf(LabelSelector.Malformed.class)
                .hasMessageContaining("at character");
    }
}
