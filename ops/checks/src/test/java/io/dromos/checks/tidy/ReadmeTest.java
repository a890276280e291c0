package io.dromos.checks.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

final class ReadmeTest {

    @Test
    void every_command_in_the_readme_exists() throws IOException {
        var readme = Files.readString(Repository.root().resolve("README.md"));

        assertThat(readme).contains("ops/bin/dromos up --demo", "ops/bin/check", "dromos app list");
        assertThat(Commands.missing(readme, Repository.root())).isEmpty();
    }

    @Test
    void a_command_that_does_not_exist_is_found() {
        var readme =
                """
                    ops/bin/check            # exists
                    ops/bin/chekc            # does not
                    dromos app list
                    dromos app lsit
                    dromos launch web
                    echo x | dromos app add -
                    dromos down
                """;

        assertThat(Commands.missing(readme, Repository.root()))
                .containsExactly(
                        "ops/bin/chekc: no such program",
                        "dromos app lsit: no such command",
                        "dromos launch web: no such command");
    }
}
