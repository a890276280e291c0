package io.dromos.server;

import io.dromos.feed.kafka.KafkaSettings;
import io.dromos.feed.kafka.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/// The flags that say where facts are published.
final class KafkaOptions {

    @Option(
            names = "--kafka",
            split = ",",
            paramLabel = "HOST:PORT",
            description = "Publish the facts of applications, tasks and deployments to Kafka.")
    List<String> servers = new ArrayList<>();

    @Option(
            names = "--kafka_topics",
            split = ",",
            paramLabel = "TASKS,DEPLOYMENTS,PLACES",
            description =
                    "The topics: of tasks and applications, of deployments, and of how far those are. Default: dromos.tasks,dromos.deployments,dromos.places.")
    List<String> topics = new ArrayList<>();

    @Option(
            names = "--kafka_config",
            paramLabel = "FILE",
            description = "Settings of Kafka's clients, as properties: SASL, TLS, sizes, times.")
    Optional<Path> config = Optional.empty();

    /// Where to publish, if anywhere.
    ///
    /// @param cluster names it in the messages
    /// @throws StartRefused if the flags contradict each other, or something they name is not there
    Optional<KafkaSettings> settings(String cluster) {
        if (servers.isEmpty()) {
            if (!topics.isEmpty() || config.isPresent())
                throw new StartRefused("--kafka_topics and --kafka_config want --kafka HOST:PORT");
            return Optional.empty();
        }
        var source = URI.create("/" + URLEncoder.encode(cluster, StandardCharsets.UTF_8));
        try {
            return Optional.of(
                    new KafkaSettings(
                            String.join(",", servers),
                            topics(),
                            source,
                            passed().orElse(Map.of())));
        } catch (IllegalArgumentException e) {
            throw new StartRefused("--kafka: " + e.getMessage(), e);
        }
    }

    private Topics topics() {
        if (topics.isEmpty()) return Topics.STANDARD;
        if (topics.size() != 3)
            throw new StartRefused(
                    "--kafka_topics names %d topics: wants TASKS,DEPLOYMENTS,PLACES"
                            .formatted(topics.size()));
        return new Topics(topics.get(0), topics.get(1), topics.get(2));
    }

    private Optional<Map<String, String>> passed() {
        return config.map(KafkaOptions::read);
    }

    private static Map<String, String> read(Path file) {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartRefused("--kafka_config cannot be read: " + e, e);
        }
        var passed = new TreeMap<String, String>();
        for (var name : properties.stringPropertyNames())
            passed.put(name, properties.getProperty(name));
        return passed;
    }
}
