package io.dromos.checks.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.checks.cluster.Api;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ComparisonTest {

    private final Comparison comparison = new Comparison(Variables.of(Map.of("u", "x")));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '#',
            value = {
                "1; 1.0",
                "{\"a\":1}; {\"a\":1}",
                "{\"?a\":1}; {}",
                "\"/cf-${u}\"; \"/cf-x\"",
                "\"@@a\"; \"@a\"",
                "\"@re:a.*\"; \"abc\"",
                "\"@timestamp\"; \"2026-11-29T11:03:01.407Z\"",
                "\"@int\"; 7",
                "[\"@capture:a:int\",\"@ref:a\"]; [3,3]",
                "{\"@set\":[1,2]}; [2,1]",
                "{\"@set\":[\"@int\",1]}; [1,2]",
                "{\"@contains\":[2]}; [1,2]",
                "{\"@without\":[3]}; [1,2]",
                "{\"@each\":\"@int\",\"@len\":2}; [1,2]",
                "{\"@has\":{\"a\":1}}; {\"a\":1,\"b\":2}",
                "{\"@oneOf\":[1,2]}; 2",
            })
    void what_is_as_expected_has_no_difference(String expected, String actual) {
        assertThat(comparison.compare(Api.json(expected), Api.json(actual), "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '#',
            value = {
                "1; 2",
                "1; \"1\"",
                "true; 1",
                "{\"a\":1}; {}",
                "{\"a\":1}; {\"a\":1,\"b\":2}",
                "{\"?a\":1}; {\"a\":2}",
                "{}; []",
                "[1]; [1,2]",
                "[1,2]; [1]",
                "\"/cf-${u}\"; \"/cf-y\"",
                "\"@re:a.*\"; \"ba\"",
                "\"@timestamp\"; \"2026-11-29T11:03:01Z\"",
                "\"@int\"; 7.5",
                "\"@ref:b\"; 7",
                "[\"@capture:a:int\",\"@ref:a\"]; [3,4]",
                "[\"@capture:a:int\",\"@not:a:int\"]; [3,3]",
                "{\"@set\":[1,2]}; [1,2,3]",
                "{\"@set\":[\"@int\",1]}; [2,3]",
                "{\"@contains\":[3]}; [1,2]",
                "{\"@without\":[2]}; [1,2]",
                "{\"@each\":\"@int\",\"@len\":2}; [1,2,3]",
                "{\"@each\":\"@int\"}; [1,\"a\"]",
                "{\"@has\":{\"a\":1}}; {\"b\":2}",
                "{\"@oneOf\":[1,2]}; 3",
            })
    void what_is_otherwise_is_a_difference(String expected, String actual) {
        assertThat(comparison.compare(Api.json(expected), Api.json(actual), "")).isNotEmpty();
    }

    @Test
    void the_difference_names_its_place() {
        var expected = Api.json("{\"apps\":[{\"id\":\"/cf-${u}\"}]}");
        var actual = Api.json("{\"apps\":[{\"id\":\"/a\"}]}");
        assertThat(comparison.compare(expected, actual, "body"))
                .containsExactly(new Difference("body/apps/0/id", "/cf-x", "\"/a\""));
    }
}
