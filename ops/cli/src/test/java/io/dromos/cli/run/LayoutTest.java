package io.dromos.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {

    private static final Programs PROGRAMS =
            new Programs(
                    Path.of("/jdk/bin/java"), "a.jar:b.jar", Optional.empty(), Optional.empty());

    private static Layout layout(int agents) {
        return new Layout(
                Path.of("/data"),
                agents,
                "cpus:1",
                List.of("rack:a", "rack:b"),
                List.of("privileged"),
                8080,
                5050,
                5051,
                Optional.of("me:secret"),
                "127.0.0.1:8053",
                Optional.of("172.17.0.1"));
    }

    private static String option(Part part, String name) {
        return part.command().get(part.command().indexOf(name) + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, Layout.AGENTS_MAX})
    void agents_share_no_port_directory_name_or_log(int agents) {
        var seen = new HashSet<String>();
        var parts = layout(agents).parts(PROGRAMS);
        assertThat(parts).hasSize(agents + 1);
        for (var part : parts.subList(0, agents)) {
            var range = option(part, "--ports").split("-", -1);
            for (int port = Integer.parseInt(range[0]);
                    port <= Integer.parseInt(range[1]);
                    port++) {
                assertThat(port).isBetween(31_000, 31_999);
                assertThat(seen.add("port " + port)).isTrue();
            }
            for (var name : List.of("--host-name", "--agent-port", "--work-dir"))
                assertThat(seen.add(option(part, name))).isTrue();
            assertThat(seen.add(part.log().toString())).isTrue();
        }
    }

    @Test
    void the_first_agent_holds_the_master_and_all_others_look_for_it() {
        var parts = layout(3).parts(PROGRAMS);
        assertThat(option(parts.get(0), "--master-port")).isEqualTo("5050");
        for (var part : parts.subList(1, 4)) {
            assertThat(option(part, "--master")).isEqualTo("127.0.0.1:5050");
            assertThat(part.command()).doesNotContain("--master-port");
        }
    }

    @Test
    void attributes_are_given_in_turn() {
        assertThat(layout(3).parts(PROGRAMS).subList(0, 3))
                .extracting(part -> option(part, "--attributes"))
                .containsExactly("rack:a", "rack:b", "rack:a");
    }

    @Test
    void containers_ask_the_bridge_and_the_server_answers_there() {
        var parts = layout(1).parts(PROGRAMS);
        assertThat(option(parts.get(0), "--dns")).isEqualTo("172.17.0.1");
        assertThat(option(parts.get(1), "--dns-optional")).isEqualTo("172.17.0.1:53");
        assertThat(option(parts.get(1), "--dns")).isEqualTo("127.0.0.1:8053");
    }

    @Test
    void no_command_line_shows_the_password() {
        for (var part : layout(2).parts(PROGRAMS))
            assertThat(part.command()).noneMatch(word -> word.contains("secret"));
        assertThat(layout(1).parts(PROGRAMS).getLast().environment())
                .containsEntry("DROMOS_HTTP_CREDENTIALS", "me:secret");
    }
}
