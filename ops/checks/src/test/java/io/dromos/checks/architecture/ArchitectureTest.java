package io.dromos.checks.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ArchitectureTest {

    private static final JavaClasses OURS =
            new ClassFileImporter()
                    .withImportOption(location -> !location.contains("io/dromos/checks"))
                    .importPackages("io.dromos");

    private static final List<Rule> RULES =
            Stream.of(DependencyRules.all(), PurityRules.all(), WiringRules.all())
                    .flatMap(List::stream)
                    .toList();

    private static Snippets snippets = Snippets.NONE;

    @BeforeAll
    static void compile(@TempDir Path directory) throws IOException {
        snippets = Snippets.compile(RULES, directory);
    }

    static List<Rule> rules() {
        return RULES;
    }

    @ParameterizedTest
    @MethodSource("rules")
    void the_code_keeps_the_rule(Rule rule) {
        rule.check().check(OURS);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_class_that_breaks_the_rule_is_found(Rule rule) {
        var broken = snippets.of(rule);

        assertThatThrownBy(() -> rule.check().check(broken))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Snippet");
    }

    @ParameterizedTest
    @EnumSource
    void the_rules_see_each_module(Part part) {
        assertThat(OURS.contain(part.example())).as(part.example()).isTrue();
    }

    @Test
    void every_class_of_ours_belongs_to_one_module() {
        assertThat(OURS)
                .allSatisfy(type ->
                        assertThat(Stream.of(Part.values()))
                                .filteredOn(part -> part.has(type.getPackageName()))
                                .hasSize(1));
    }
}
