package io.dromos.checks.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.checks.tidy.Repository.Source;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TidyTest {

    private static List<Source> sources = List.of();

    @BeforeAll
    static void read() throws IOException, InterruptedException {
        sources = Repository.sources();
    }

    /// A rule with a file that breaks it.
    record Rule(String sentence, Function<List<Source>, Stream<String>> finds, Source broken) {

        @Override
        public String toString() {
            return sentence;
        }
    }

    static List<Rule> rules() {
        var java = "ops/x/src/main/java/io/dromos/x/";
        var line = "        int a = 1;\n";
        return List.of(
                new Rule(
                        "no file is too long",
                        each(TidyRules::tooLong),
                        new Source(java + "Long.java", line.repeat(TidyRules.FILE_LINES_MAX + 1))),
                new Rule(
                        "no method is too long",
                        TidyRules::longMethods,
                        new Source(
                                java + "A.java",
                                "class A {\n    void a() {\n        { }\n%s    }\n}\n"
                                        .formatted(line.repeat(TidyRules.METHOD_LINES_MAX - 2)))),
                new Rule(
                        "nothing is left undone",
                        each(TidyRules::undone),
                        new Source("ops/bin/a", "# TO" + "DO: later\n")),
                new Rule(
                        "no file tells where it was written",
                        each(TidyRules::strayWords),
                        new Source("README.md", "see /" + "work/main\n")),
                new Rule(
                        "every type is named by what it is for",
                        each(TidyRules::vagueNames),
                        new Source(java + "A.java", "final class String" + "Utils {}\n")),
                new Rule(
                        "every package says what it is",
                        each(TidyRules::packageSentence),
                        new Source(
                                java + "package-info.java",
                                "@NullMarked\npackage io.dromos.x;\n")));
    }

    private static Function<List<Source>, Stream<String>> each(
            Function<Source, Stream<String>> finds) {
        return sources -> sources.stream().flatMap(finds);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void every_file_keeps_the_rule(Rule rule) {
        assertThat(rule.finds().apply(sources)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_file_that_breaks_the_rule_is_found(Rule rule) {
        assertThat(rule.finds().apply(List.of(rule.broken()))).hasSize(1);
    }

    @Test
    void a_method_of_the_greatest_length_is_not_found() {
        var text =
                "class A {\n    void a() {\n%s    }\n}\n"
                        .formatted("        f();\n".repeat(TidyRules.METHOD_LINES_MAX - 2));

        assertThat(TidyRules.longMethods(List.of(new Source("A.java", text)))).isEmpty();
    }

    @Test
    void every_agreed_exception_is_still_one_and_none_ships() {
        for (var name : TidyRules.AGREED.keySet())
            assertThat(sources)
                    .filteredOn(source -> source.path().endsWith(name))
                    .as(name)
                    .singleElement()
                    .satisfies(source -> assertThat(source.isTest()).isTrue())
                    .satisfies(source ->
                            assertThat(source.lines())
                                    .hasSizeGreaterThan(TidyRules.FILE_LINES_MAX));
    }

    @Test
    void every_package_is_explained() {
        assertThat(TidyRules.unexplainedPackages(sources)).isEmpty();
    }

    @Test
    void a_package_without_explanation_is_found() {
        var main = new Source("x/src/main/java/a/package-info.java", "");
        var test = new Source("x/src/test/java/a/FooTest.java", "");
        var bare = new Source("x/src/test/java/b/BarTest.java", "");

        assertThat(TidyRules.unexplainedPackages(List.of(main, test, bare)))
                .containsExactly("x/src/test/java/b");
    }

    @Test
    void the_rules_see_sources_scripts_and_documents() {
        assertThat(sources)
                .extracting(Source::path)
                .contains(
                        "pom.xml",
                        "events/model/src/main/java/io/dromos/events/AppId.java",
                        "ops/bin/docker-engine",
                        "ops/checks/src/test/java/io/dromos/checks/tidy/TidyTest.java");
    }
}
