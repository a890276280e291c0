package io.dromos.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.domain.definition.ApplicationPatch;
import io.dromos.domain.definition.Violation;
import io.dromos.events.AppId;
import io.dromos.events.Version;
import io.dromos.json.ApplicationReader.Described;
import io.dromos.json.ApplicationReader.Update;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationReaderTest {

    @Test
    void a_body_that_breaks_off_is_told_with_its_place_and_nothing_of_the_parser() {
        assertThat(parse("{\"id\":\"/a\""))
                .isEqualTo(
                        new Read.Unreadable<JsonNode>(
                                "Invalid JSON",
                                "Unexpected end-of-input: expected close marker for Object"
                                        + " (line 1, column 11)"));
    }

    @Test
    void a_key_given_twice_is_refused() {
        assertThat(parse("{\"id\":\"/a\",\"id\":\"/b\"}"))
                .isInstanceOfSatisfying(
                        Read.Unreadable.class,
                        bad -> assertThat(bad.details()).contains("Duplicate field 'id'"));
    }

    @Test
    void a_document_nested_too_deep_is_refused() {
        assertThat(parse("[".repeat(100) + "]".repeat(100))).isInstanceOf(Read.Unreadable.class);
    }

    @Test
    void what_is_beyond_a_limit_is_told_with_its_place_and_without_words_of_the_parser() {
        for (var text :
                List.of(
                        "\n{\"a\":" + "[".repeat(100),
                        "\n[" + "9".repeat(101) + "]",
                        "\n[\"" + "x".repeat(Documents.STRING_MAX + 1) + "\"]"))
            assertThat(parse(text))
                    .isInstanceOfSatisfying(
                            Read.Unreadable.class,
                            told ->
                                    assertThat(told.details())
                                            .contains("exceeds the maximum allowed (")
                                            .containsPattern("\\(line 2, column [0-9]+\\)$")
                                            .doesNotContain("Stream", "`"));
        assertThat(parse("[".repeat(100)))
                .isInstanceOfSatisfying(
                        Read.Unreadable.class,
                        told -> assertThat(told.details()).endsWith(" (line 1, column 66)"));
    }

    @Test
    void a_number_with_too_many_digits_is_refused() {
        assertThat(parse("{\"cpus\":" + "9".repeat(101) + "}")).isInstanceOf(Read.Unreadable.class);
    }

    @Test
    void a_text_that_is_too_long_is_refused() {
        assertThat(parse("{\"cmd\":\"" + "x".repeat(Documents.STRING_MAX + 1) + "\"}"))
                .isInstanceOf(Read.Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "1e-400", "1e999999999", "-1e999999999", "2147483648", "0.5"})
    void a_number_of_instances_that_is_none_is_refused_whatever_its_size(String number) {
        assertThat(described("{\"id\":\"/a\",\"cmd\":\"sleep 1\",\"instances\":" + number + "}"))
                .isEqualTo(misshapen("/instances", "error.expected.int"));
    }

    @ParameterizedTest
    @CsvSource({"1e400,error.max", "-1e400,error.min", "-0.1,error.min"})
    void cpus_out_of_range_are_refused(String number, String error) {
        assertThat(described("{\"id\":\"/a\",\"cmd\":\"sleep 1\",\"cpus\":" + number + "}"))
                .isEqualTo(misshapen("/cpus", error));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"resourceLimits\":{\"cpus\":2}|/resourceLimits",
                "\"executorResources\":{\"cpus\":0.2}|/executorResources",
                "\"residency\":{\"taskLostBehavior\":\"WAIT_FOREVER\"}|/residency",
                "\"tty\":true|/tty",
                "\"role\":\"prod\",\"acceptedResourceRoles\":[\"prod\"]|/acceptedResourceRoles",
                "\"container\":{\"type\":\"MESOS\",\"linuxInfo\":{\"seccomp\":{}}}|/container/linuxInfo",
                "\"container\":{\"type\":\"MESOS\",\"volumes\":[{\"containerPath\":\"d\",\"mode\":\"RW\",\"persistent\":{\"size\":1}}]}|/container/volumes(0)/persistent",
            })
    void what_is_not_carried_out_yet_is_refused_by_its_path(String field, String path) {
        assertThat(described("{\"id\":\"/a\",\"cmd\":\"sleep 1\"," + field + "}"))
                .isInstanceOfSatisfying(
                        Read.Invalid.class,
                        bad -> {
                            var violation = (Violation) bad.violations().getFirst();
                            assertThat(violation.path()).isEqualTo(path);
                            assertThat(violation.message()).contains("not supported yet: ");
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"resourceLimits\":{}", "\"check\":null", "\"tty\":false"})
    void what_is_not_carried_out_may_be_named_if_it_asks_for_nothing(String field) {
        assertThat(described("{\"id\":\"/a\",\"cmd\":\"sleep 1\"," + field + "}"))
                .isEqualTo(
                        new Read.Good<>(
                                new Described(
                                        new AppId("/a"), ApplicationPatch.ofCommand("sleep 1"))));
    }

    @Test
    void an_update_may_say_nothing_and_be_no_object() {
        assertThat(update("[]"))
                .isEqualTo(
                        new Read.Good<>(
                                new Update(
                                        Optional.empty(),
                                        Optional.empty(),
                                        ApplicationPatch.NOTHING)));
    }

    @Test
    void an_update_may_name_a_version_to_go_back_to() {
        assertThat(update("{\"id\":\"web\",\"version\":\"2020-01-01T00:00:00.000Z\"}"))
                .isEqualTo(
                        new Read.Good<>(
                                new Update(
                                        Optional.of(new AppId("/web")),
                                        Optional.of(Version.parse("2020-01-01T00:00:00.000Z")),
                                        ApplicationPatch.NOTHING)));
    }

    @Test
    void a_violation_in_a_list_names_the_element() {
        var read = parse("[{\"id\":\"/a\"},{\"id\":\"/b\",\"mem\":\"x\"}]");
        assertThat(read.then(ApplicationReader::updates))
                .isEqualTo(misshapen("(1)/mem", "error.expected.jsnumber"));
    }

    private static <T> Read<T> misshapen(String path, String error) {
        return new Read.Misshapen<>(List.of(new Violation(path, error)));
    }

    private static Read<Described> described(String text) {
        return parse(text).then(ApplicationReader::described);
    }

    private static Read<Update> update(String text) {
        return parse(text).then(ApplicationReader::update);
    }

    private static Read<JsonNode> parse(String text) {
        return Documents.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
