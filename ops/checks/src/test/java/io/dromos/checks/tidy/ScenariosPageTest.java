package io.dromos.checks.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.checks.tidy.Repository.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page on scenarios names tests and recordings that exist and are answered as recorded, and
/// gives a reason where it names none.
final class ScenariosPageTest {

    private static final Pattern ROW =
            Pattern.compile("\\| (?!Scenario|Suite)([^|]+) \\| ([^|]+) \\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final Pattern RECORDING = Pattern.compile("`([\\w-]+)/([\\w-]+)`");

    private final String page;
    private final List<Source> tests;
    private final Path recordings;

    ScenariosPageTest() throws IOException, InterruptedException {
        page = Files.readString(Repository.root().resolve("ops/docs/scenarios.md"));
        tests = Repository.sources().stream().filter(Source::isTest).toList();
        recordings = Repository.root().resolve("ops/checks/src/test/resources/conformance");
    }

    @Test
    void every_scenario_is_tried_or_has_a_reason_not_to_be() {
        var rows = ROW.matcher(page).results().toList();
        assertThat(rows).hasSizeGreaterThan(50);
        for (var row : rows)
            assertThat(row.group(2))
                    .as(row.group(1))
                    .matches(tried ->
                            tried.startsWith("later: ")
                                    || TEST.matcher(tried).find()
                                    || RECORDING.matcher(tried).find());
    }

    @Test
    void every_test_named_on_the_page_exists() {
        for (var named : TEST.matcher(page).results().toList())
            if (!named.group().equals("`Class.method`"))
                assertThat(tests)
                        .as(named.group())
                        .anyMatch(it -> has(it, named.group(1), named.group(2)));
        assertThat(tests).noneMatch(it -> has(it, "ScenariosPageTest", "no_such" + "_test"));
    }

    private static boolean has(Source source, String type, String method) {
        return source.path().endsWith("/" + type + ".java")
                && source.text().contains("void " + method + "(");
    }

    @Test
    void every_recording_named_on_the_page_exists() throws IOException {
        var named = RECORDING.matcher(page).results().toList();
        assertThat(named).hasSizeGreaterThan(20);
        for (var recording : named) {
            if (recording.group(1).equals("tests")) continue;
            var family = Files.readString(recordings.resolve(recording.group(1) + ".json"));
            assertThat(family)
                    .as(recording.group())
                    .contains("\"name\": \"%s\"".formatted(recording.group(2)));
        }
    }

    /// A recording that is answered otherwise proves nothing.
    @Test
    void no_recording_named_on_the_page_is_excluded() throws IOException {
        var excluded =
                Files.readAllLines(recordings.resolve("exclusions.txt")).stream()
                        .filter(line -> !line.startsWith("#") && !line.isBlank())
                        .map(line -> "`%s`".formatted(line.split(": ", 2)[0]))
                        .toList();
        assertThat(excluded).hasSizeGreaterThan(20).allMatch(RECORDING.asMatchPredicate());
        assertThat(RECORDING.matcher(page).results().map(MatchResult::group))
                .doesNotContainAnyElementsOf(excluded);
    }
}
