package io.dromos.checks.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.api.ApiSettings;
import io.dromos.checks.tidy.LimitsPage.Row;
import io.dromos.checks.tidy.Repository.Source;
import io.dromos.domain.Limits;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The page on limits says what the code does: each limit a client can meet stands there with the
/// value that is built in, and each row names tests that exist.
final class LimitsPageTest {

    /// Records of which every component stands on the page.
    private static final List<Class<? extends Record>> WHOLE =
            List.of(Limits.class, ApiSettings.Limits.class);

    private final LimitsPage page;
    private final List<Source> tests;

    LimitsPageTest() throws IOException, InterruptedException {
        var file = Repository.root().resolve("ops/docs/limits.md");
        page = LimitsPage.of(Files.readString(file));
        tests = Repository.sources().stream().filter(Source::isTest).toList();
    }

    @Test
    void every_limit_of_what_clients_may_ask_for_stands_on_the_page() {
        for (var record : WHOLE)
            assertThat(page.names(record.getName()))
                    .as(record.getName())
                    .containsExactlyElementsOf(
                            Arrays.stream(record.getRecordComponents())
                                    .map(RecordComponent::getName)
                                    .toList());
    }

    @Test
    void the_page_has_the_values_that_are_built_in() throws ReflectiveOperationException {
        assertThat(page.rows()).hasSizeGreaterThan(30);
        for (var row : page.rows())
            assertThat(spellings(value(row)))
                    .as("%s of %s", row.name(), row.holder())
                    .contains(row.value());
    }

    @Test
    void every_row_names_tests_that_exist() {
        for (var row : page.rows()) {
            assertThat(row.tests()).as(row.name()).isNotEmpty();
            for (var test : row.tests())
                assertThat(tests).as("%s, for %s", test, row.name()).anyMatch(it -> has(it, test));
        }
    }

    @Test
    void a_test_that_does_not_exist_is_noticed() {
        assertThat(tests).noneMatch(it -> has(it, "LimitsPageTest.no_such" + "_test"));
        assertThat(tests)
                .anyMatch(it -> has(it, "LimitsPageTest.every_row_names_tests_that_exist"));
    }

    private static boolean has(Source source, String test) {
        int dot = test.indexOf('.');
        return source.path().endsWith("/" + test.substring(0, dot) + ".java")
                && source.text().contains("void " + test.substring(dot + 1) + "(");
    }

    private static Object value(Row row) throws ReflectiveOperationException {
        var holder = Class.forName(row.holder());
        for (var field : holder.getDeclaredFields())
            if (field.getName().equals(row.name()) && Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                return field.get(null);
            }
        var component = holder.getDeclaredMethod(row.name());
        return component.invoke(builtIn(holder));
    }

    private static Object builtIn(Class<?> holder) throws ReflectiveOperationException {
        if (holder == io.dromos.journal.Limits.class)
            return io.dromos.journal.Limits.standard(Set.of());
        return holder.getField("DEFAULT").get(null);
    }

    private static List<String> spellings(Object value) {
        return switch (value) {
            case Duration time -> times(time);
            case Number number -> numbers(number.longValue());
            default -> throw new IllegalArgumentException("No limit: " + value);
        };
    }

    private static List<String> times(Duration time) {
        return List.of(time.toMillis() + " ms", time.toSeconds() + " s", time.toMinutes() + " min");
    }

    private static List<String> numbers(long number) {
        var spellings = new ArrayList<String>();
        spellings.add(String.format(Locale.ROOT, "%,d", number));
        if (number % 1_024 == 0) spellings.add((number >> 10) + " KiB");
        if (number % (1 << 20) == 0) spellings.add((number >> 20) + " MiB");
        return spellings;
    }
}
