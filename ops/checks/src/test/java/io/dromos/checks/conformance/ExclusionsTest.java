package io.dromos.checks.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.checks.tidy.Repository;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

final class ExclusionsTest {

    @Test
    void every_exclusion_names_a_recording() {
        var names =
                ConformanceTest.FAMILIES.stream()
                        .flatMap(family -> Recording.family(family).stream())
                        .map(Recording::name)
                        .toList();
        assertThat(names).hasSizeGreaterThan(200).containsAll(Exclusions.read().keySet());
    }

    @Test
    void every_exclusion_has_its_row_in_the_deviations() throws IOException {
        var rows = Files.readAllLines(Repository.root().resolve("ops/docs/deviations.md"));
        assertThat(Exclusions.read().values())
                .allSatisfy(
                        reason -> assertThat(rows).anyMatch(row -> row.startsWith("| " + reason)));
    }
}
