package io.dromos.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromos.domain.definition.HealthPatch;
import io.dromos.domain.definition.Violation;
import io.dromos.events.spec.Health;
import io.dromos.events.spec.HealthCheck;
import io.dromos.events.spec.ReadinessCheck;
import io.dromos.events.spec.TaskCheck;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the recordings of a real Marathon do not show of checks.
class HealthReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"http\":{}}",
                "{\"http\":{\"portIndex\":1,\"port\":8080,\"path\":\"/x\",\"scheme\":\"HTTPS\"}}",
                "{\"tcp\":{\"port\":8080}}",
                "{\"exec\":{\"command\":{\"argv\":[\"test\",\"-f\",\"x\"]}}}",
                "{\"exec\":{\"command\":{\"shell\":\"true\"}}}",
            })
    void a_check_is_written_as_it_was_read(String check) throws JsonProcessingException {
        var document = JsonMapper.builder().build().createObjectNode();
        var said = (ObjectNode) json(check);
        said.put("intervalSeconds", 10).put("timeoutSeconds", 5).put("delaySeconds", 0);
        document.set("check", said);
        var read = HealthReader.read(Shape.of(document), false).check();
        assertThat(written(new Health(List.of(), Optional.empty(), read))).isEqualTo(document);
    }

    @Test
    void a_check_that_says_no_times_has_marathons() throws JsonProcessingException {
        assertThat(read("{\"check\":{\"tcp\":{}}}").check())
                .contains(
                        new TaskCheck(
                                new TaskCheck.Tcp(Optional.empty(), Optional.empty()),
                                HealthCheck.INTERVAL,
                                HealthCheck.TIMEOUT,
                                HealthCheck.DELAY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"tcp\":{},\"http\":{}}", "{\"udp\":{}}"})
    void a_check_of_no_kind_or_two_is_refused(String check) {
        assertThat(described("\"check\":" + check))
                .isEqualTo(
                        new Read.Invalid<>(
                                List.of(
                                        new Violation(
                                                "/check",
                                                "illegal RAML Check: expected one of http, tcp or"
                                                        + " exec checks"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"check\":{\"exec\":{}}|/check/exec/command|error.path.missing",
                "\"check\":{\"tcp\":{\"port\":-1}}|/check/tcp/port|error.min",
                "\"check\":{\"http\":{\"scheme\":\"ftp\"}}|/check/http/scheme|error.unknown.enum.literal",
                "\"healthChecks\":{}|/healthChecks|error.expected.jsarray",
                "\"healthChecks\":[{\"timeoutSeconds\":\"5\"}]|/healthChecks(0)/timeoutSeconds|error.expected.jsnumber",
                "\"readinessChecks\":[{\"protocol\":\"TCP\"}]|/readinessChecks(0)/protocol|error.unknown.enum.literal",
            })
    void what_is_malformed_is_told_by_its_path(String field, String path, String error) {
        assertThat(described(field))
                .isEqualTo(new Read.Misshapen<>(List.of(new Violation(path, error))));
    }

    @Test
    void two_readiness_checks_are_one_too_many() {
        assertThat(described("\"readinessChecks\":[{},{}]"))
                .isEqualTo(
                        new Read.Invalid<>(
                                List.of(
                                        new Violation(
                                                "/readinessChecks/size",
                                                "got 2, expected 1 or less"))));
    }

    @Test
    void a_readiness_check_that_says_nothing_has_marathons_defaults()
            throws JsonProcessingException {
        assertThat(read("{\"readinessChecks\":[{\"httpStatusCodesForReady\":[]}]}").readiness())
                .contains(List.of(ReadinessCheck.DEFAULT));
    }

    @Test
    void an_empty_list_is_something_said() throws JsonProcessingException {
        assertThat(read("{\"healthChecks\":[],\"readinessChecks\":[]}"))
                .isEqualTo(
                        new HealthPatch(
                                Optional.of(List.of()), Optional.of(List.of()), Optional.empty()));
        assertThat(read("{\"healthChecks\":null,\"check\":null}")).isEqualTo(HealthPatch.NOTHING);
    }

    private static Read<?> described(String field) {
        var text = "{\"id\":\"/a\",\"cmd\":\"sleep 1\"," + field + "}";
        return Documents.parse(text.getBytes(StandardCharsets.UTF_8))
                .then(ApplicationReader::described);
    }

    private static HealthPatch read(String text) throws JsonProcessingException {
        return HealthReader.read(Shape.of(json(text)), false);
    }

    private static JsonNode written(Health health) throws JsonProcessingException {
        var bytes = Fragments.object(out -> HealthWriter.checks(out, health));
        return json(new String(bytes, StandardCharsets.UTF_8));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JsonMapper.builder().build().readTree(text);
    }
}
