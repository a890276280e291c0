package io.dromos.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.feed.kafka.KafkaSettings;
import io.dromos.feed.kafka.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KafkaOptionsTest {

    @TempDir Path directory;

    @Test
    void nothing_is_published_unless_it_is_said_where() {
        assertThat(settings()).isEmpty();
        assertThatThrownBy(() -> settings("--kafka_topics", "a,b,c"))
                .hasMessage("--kafka_topics and --kafka_config want --kafka HOST:PORT");
    }

    @Test
    void servers_topics_and_clients_settings_are_taken_from_the_flags() throws IOException {
        assertThat(settings("--kafka", "a:1,b:2"))
                .contains(
                        new KafkaSettings(
                                "a:1,b:2", Topics.STANDARD, URI.create("/my+cluster"), Map.of()));
        var file = directory.resolve("client.properties");
        Files.writeString(file, "security.protocol=SASL_SSL\nlinger.ms=20\n");
        assertThat(
                        settings(
                                "--kafka",
                                "a:1",
                                "--kafka_topics",
                                "t,d,p",
                                "--kafka_config",
                                "" + file))
                .contains(
                        new KafkaSettings(
                                "a:1",
                                new Topics("t", "d", "p"),
                                URI.create("/my+cluster"),
                                Map.of("security.protocol", "SASL_SSL", "linger.ms", "20")));
    }

    @Test
    void what_cannot_be_is_refused_in_a_sentence() throws IOException {
        assertThatThrownBy(() -> settings("--kafka", "a:1", "--kafka_topics", "t,d"))
                .hasMessage("--kafka_topics names 2 topics: wants TASKS,DEPLOYMENTS,PLACES");
        assertThatThrownBy(() -> settings("--kafka", "a:1", "--kafka_topics", "t,t,p"))
                .hasMessageStartingWith("--kafka: The topics must differ");
        assertThatThrownBy(() ->
                        settings(
                                "--kafka",
                                "a:1",
                                "--kafka_config",
                                "" + directory.resolve("missing")))
                .hasMessageStartingWith("--kafka_config cannot be read: ");
        var file = directory.resolve("client.properties");
        Files.writeString(file, "acks=1\n");
        assertThatThrownBy(() -> settings("--kafka", "a:1", "--kafka_config", "" + file))
                .hasMessage("--kafka: acks cannot be set: the publisher sets it");
    }

    private static Optional<KafkaSettings> settings(String... flags) {
        var options = new KafkaOptions();
        new CommandLine(options).parseArgs(flags);
        return options.settings("my cluster");
    }
}
