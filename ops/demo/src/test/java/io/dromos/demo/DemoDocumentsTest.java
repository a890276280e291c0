package io.dromos.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoDocumentsTest {

    @Test
    void the_containers_are_the_documents_of_the_examples() throws Exception {
        Path examples = Path.of("..", "examples");
        assertThat(DemoDocuments.asContainers())
                .containsExactly(
                        Files.readString(examples.resolve("mongodb.json")),
                        Files.readString(examples.resolve("rsvp.json")));
        assertThat(DemoDocuments.asContainers().getFirst())
                .startsWith("{\"id\":\"mongodb\",\"cmd\":null,\"cpus\":1,\"mem\":128,");
    }

    @Test
    void both_variants_have_the_same_ids_environment_and_port_names() {
        List<Document> containers =
                DemoDocuments.asContainers().stream().map(Document::parse).toList();
        List<Document> commands =
                commands("java", "a.jar", "data").stream().map(Document::parse).toList();
        assertThat(commands).extracting(d -> d.get("id")).containsExactly("mongodb", "rsvp");
        for (int i = 0; i < 2; i++) {
            assertThat(commands.get(i).get("id")).isEqualTo(containers.get(i).get("id"));
            assertThat(commands.get(i).get("env", Document.class))
                    .containsAllEntriesOf(containers.get(i).get("env", Document.class));
            assertThat(commands.get(i).get("container")).isNull();
            assertThat(portName(commands.get(i), "portDefinitions"))
                    .isEqualTo(
                            portName(
                                    containers
                                            .get(i)
                                            .get("container", Document.class)
                                            .get("docker", Document.class),
                                    "portMappings"));
        }
        assertThat(commands.getLast().get("env", Document.class).get("DNS_SERVER"))
                .isEqualTo("127.0.0.1:8053");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/plain",
                "/with blank",
                "/it's \"quoted\"",
                "/$HOME/`id`/$(id)",
                "/back\\slash\tand\nlines",
                "/ümlaut*?[a]",
                "/${java}"
            })
    void any_path_reaches_the_program_as_it_is(String path) throws Exception {
        for (String document : commands(path + "/java", path + ":b.jar", path + "/data")) {
            String command = Document.parse(document).getString("cmd");
            List<String> words = wordsOf(command.replaceFirst("^exec ", ""));
            assertThat(words.getFirst()).isEqualTo(path + "/java");
            assertThat(words.get(words.indexOf("-cp") + 1)).isEqualTo(path + ":b.jar");
            assertThat(words.get(words.indexOf("--port") + 1)).isEqualTo("31000");
            if (words.contains("--data")) {
                assertThat(words.get(words.indexOf("--data") + 1)).isEqualTo(path + "/data");
            }
        }
    }

    @Test
    void no_placeholder_is_left() {
        Matcher left =
                Pattern.compile("\\$\\{")
                        .matcher(String.join("", commands("java", "a.jar", "data")));
        assertThat(left.find()).isFalse();
    }

    private static List<String> commands(String java, String classpath, String data) {
        return DemoDocuments.asCommands(Path.of(java), classpath, Path.of(data), "127.0.0.1:8053");
    }

    private static String portName(Document holder, String field) {
        return holder.getList(field, Document.class).getFirst().getString("name");
    }

    /// What a real shell makes of the command line.
    private static List<String> wordsOf(String command) throws Exception {
        var builder =
                new ProcessBuilder("/bin/sh", "-c", "printf '%s\\0' " + command)
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PORT0", "31000");
        Process shell = builder.start();
        shell.getOutputStream().close();
        String output = new String(shell.getInputStream().readAllBytes(), UTF_8);
        assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return List.of(output.split("\0"));
    }
}
