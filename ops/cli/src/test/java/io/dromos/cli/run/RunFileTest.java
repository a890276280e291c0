package io.dromos.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.cli.run.Part.Kind;
import io.dromos.cli.run.Running.Known;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {

    @TempDir private Path data;

    private static Running running(Map<String, String> environment) {
        var part =
                new Part(
                        "server",
                        Kind.SERVER,
                        List.of("java", "-cp", "a b:ä"),
                        environment,
                        Path.of("/logs/server.log"),
                        URI.create("http://127.0.0.1:8080/ping"));
        return new Running(
                new ProcessMark(7, 70),
                "http://127.0.0.1:8080",
                "127.0.0.1:5050",
                List.of("127.0.0.1:8053"),
                Optional.of("172.17.0.1"),
                Instant.parse("2026-01-01T00:00:00Z"),
                true,
                1,
                List.of(new Known(part, Optional.of(new ProcessMark(8, 80)))));
    }

    @Test
    void what_was_written_is_read() throws IOException {
        var file = RunFile.in(data);
        file.write(running(Map.of()));
        assertThat(file.read()).contains(running(Map.of()));
        file.write(running(Map.of()).ended());
        assertThat(file.read()).contains(running(Map.of()).ended());
        file.delete();
        assertThat(file.read()).isEmpty();
    }

    @Test
    void passwords_are_not_written() throws IOException {
        RunFile.in(data).write(running(Map.of("DROMOS_HTTP_CREDENTIALS", "me:secret")));
        assertThat(data.resolve("up.json")).content().doesNotContain("secret");
    }

    @Test
    void a_damaged_file_is_named() throws IOException {
        for (var damage : List.of("", "{", "[]", "{\"started\":\"x\"}")) {
            Files.writeString(data.resolve("up.json"), damage);
            assertThatThrownBy(() -> RunFile.in(data).read())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("up.json")
                    .hasMessageContaining("delete the file");
        }
    }

    @Test
    void a_process_is_told_from_a_later_one_of_the_same_number() throws Exception {
        var process = new ProcessBuilder("sleep", "100").start();
        try {
            var mark = ProcessMark.of(process.pid()).orElseThrow();
            assertThat(mark.isAlive()).isTrue();
            var another = new ProcessMark(mark.pid(), mark.startTicks() - 1);
            assertThat(another.isAlive()).isFalse();
            another.kill();
            assertThat(mark.isAlive()).isTrue();
            mark.terminate();
            assertThat(mark.awaitEnd(java.time.Duration.ofSeconds(20))).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }
}
