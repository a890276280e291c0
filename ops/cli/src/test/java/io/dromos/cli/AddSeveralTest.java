package io.dromos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.cli.outcome.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `app add` of a file with several applications.
class AddSeveralTest {

    private static final String TWO = "[{\"id\":\"/a\"},{\"id\":\"b\"}]";

    @TempDir private Path dir;
    private ScriptedServer server;

    @BeforeEach
    void begin() throws IOException {
        server = new ScriptedServer();
        server.on("PUT /v2/apps", 200, "{\"version\":\"v\",\"deploymentId\":\"d-1\"}");
    }

    @AfterEach
    void end() {
        server.close();
    }

    private Run add(String document, String... options) throws IOException {
        var file = dir.resolve("apps.json");
        Files.writeString(file, document);
        var words = new ArrayList<>(List.of("app", "add", "--no-wait", file.toString()));
        words.addAll(List.of(options));
        return Run.at(server, words.toArray(String[]::new));
    }

    @Test
    void without_replace_the_server_is_told_that_none_of_them_may_exist() throws IOException {
        assertThat(add(TWO).out()).isEqualTo("/a, /b are admitted, by deployment d-1\n");
        assertThat(server.lines()).containsExactly("PUT /v2/apps?onlyNew=true&force=false");
    }

    @Test
    void with_replace_they_are_replaced_whole_as_a_single_one_is() throws IOException {
        var run = add(TWO, "--replace");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(server.lines()).containsExactly("PUT /v2/apps?partialUpdate=false&force=false");
    }

    @Test
    void an_id_that_stands_twice_is_refused_and_nothing_is_asked_for() throws IOException {
        var run = add("[{\"id\":\"/a\"},{\"id\":\"b\"},{\"id\":\"a/\"}]");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("defines /a twice, in elements 1 and 3");
        assertThat(server.lines()).isEmpty();
    }

    @Test
    void a_document_nested_too_deep_is_refused_with_its_place_and_no_word_of_java()
            throws IOException {
        var run = add("\n" + "[".repeat(2_000));
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .contains(" is not JSON, line 2 column 1002: ")
                .contains("exceeds the maximum allowed (1000)")
                .doesNotContain("Stream");
    }
}
