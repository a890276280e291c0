package io.dromos.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromos.domain.definition.Checked;
import io.dromos.domain.definition.Definition;
import io.dromos.events.Version;
import io.dromos.json.ApplicationReader.Described;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every creation that was recorded from the real Marathon, driven through reading, rules and
/// writing.
class RecordedDefinitionsTest {

    private static final Version VERSION = new Version(Instant.parse("2026-01-01T00:00:00Z"));

    /// Fields that Dromos does not carry out yet: a document with one of them is refused.
    private static final List<String> NOT_YET =
            List.of("resourceLimits", "executorResources", "residency");

    /// Where Dromos differs from Marathon on purpose.
    private static final Set<String> DIFFERENT =
            Set.of(
                    // Marathon takes the last of two equal keys; here a key given twice is refused
                    "http-errors/json-duplicate-key",
                    // Marathon answers 500 to these mistakes; here they are violations with a path
                    "apps-validation/docker-network-none",
                    "apps-validation/check-empty",
                    "apps-validation/hc-http-with-command",
                    "apps-validation/mappings-both-places",
                    "apps-validation/constraint-lower-case-operator",
                    // a false tty is what there is anyway, and is not shown
                    "apps-create/tty-false");

    static Stream<Recorded> creations() {
        return Stream.of("apps-create", "apps-documents", "apps-validation", "http-errors")
                .flatMap(file -> Recorded.creations(file).stream())
                .filter(recorded -> !DIFFERENT.contains(recorded.name()));
    }

    @ParameterizedTest
    @MethodSource("creations")
    void a_creation_is_answered_as_marathon_answered_it(Recorded recorded) throws IOException {
        var document = Documents.parse(recorded.body().getBytes(StandardCharsets.UTF_8));
        if (document instanceof Read.Good<JsonNode> good && asksForTooMuch(good.value())) {
            assertThat(status(document)).isEqualTo(422);
            return;
        }
        assertThat(status(document)).isEqualTo(recorded.status());
        var expected = recorded.answer();
        if (expected instanceof ObjectNode body && recorded.status() == 201)
            body.remove(
                    List.of(
                            "tasksStaged",
                            "tasksRunning",
                            "tasksHealthy",
                            "tasksUnhealthy",
                            "deployments"));
        var actual = Recorded.MAPPER.readTree(answer(document));
        assertThat(Masks.difference("", expected, actual)).isEmpty();
    }

    private static boolean asksForTooMuch(JsonNode document) {
        if (NOT_YET.stream().anyMatch(name -> !document.path(name).isEmpty())) return true;
        if (document.path("tty").asBoolean()) return true;
        for (var volume : document.path("container").path("volumes"))
            if (volume.path("persistent").path("size").isNumber()
                    || volume.path("external").isObject()) return true;
        return false;
    }

    private static int status(Read<JsonNode> document) {
        return switch (document.then(ApplicationReader::described)) {
            case Read.Unreadable<Described> _ -> 400;
            case Read.Misshapen<Described> _, Read.Invalid<Described> _ -> 422;
            case Read.Good<Described> good ->
                    switch (Definition.create(good.value().app(), good.value().patch())) {
                        case Checked.Good _ -> 201;
                        case Checked.Bad _ -> 422;
                    };
        };
    }

    private static byte[] answer(Read<JsonNode> document) {
        return switch (document.then(ApplicationReader::described)) {
            case Read.Unreadable<Described> bad ->
                    ErrorWriter.unreadable(bad.message(), bad.details());
            case Read.Misshapen<Described> bad -> ErrorWriter.misshapen(bad.violations());
            case Read.Invalid<Described> bad -> ErrorWriter.invalid(bad.violations());
            case Read.Good<Described> good ->
                    switch (Definition.create(good.value().app(), good.value().patch())) {
                        case Checked.Good it ->
                                ApplicationWriter.definition(
                                        good.value().app(), it.spec(), VERSION, Optional.empty());
                        case Checked.Bad bad -> ErrorWriter.invalid(bad.violations());
                    };
        };
    }
}
