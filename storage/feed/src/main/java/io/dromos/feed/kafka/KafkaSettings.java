package io.dromos.feed.kafka;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Where and how to publish.
///
/// @param servers `host:port`, several separated by commas
/// @param topics their names
/// @param source names the cluster in each message
/// @param passed settings of Kafka's clients by their own names: SASL, TLS, sizes and times. What
///   the promises of the publisher rest on cannot be set.
public record KafkaSettings(String servers, Topics topics, URI source, Map<String, String> passed) {

    /// The most that one record may have: a definition of the largest size with all that is said
    /// about it.
    static final int RECORD_BYTES_MAX = 2 << 20;

    /// What nobody may set, since the promises rest on it.
    private static final Set<String> OURS =
            Set.of(
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    ProducerConfig.ACKS_CONFIG,
                    ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                    ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                    ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                    ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    ConsumerConfig.GROUP_ID_CONFIG,
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG);

    /// @throws IllegalArgumentException if something is set that cannot be
    public KafkaSettings {
        passed = Map.copyOf(passed);
        for (var name : passed.keySet())
            if (OURS.contains(name))
                throw new IllegalArgumentException(
                        "%s cannot be set: the publisher sets it".formatted(name));
    }

    /// Two publishers with the same one fence each other.
    String transactionalId() {
        return passed.getOrDefault(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.places());
    }

    Map<String, Object> producer() {
        var all = common(ProducerConfig.configNames());
        all.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, RECORD_BYTES_MAX);
        all.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
        all.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        all.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        all.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId());
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return all;
    }

    Map<String, Object> consumer() {
        var all = common(ConsumerConfig.configNames());
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return all;
    }

    Map<String, Object> admin() {
        var all = common(AdminClientConfig.configNames());
        all.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        all.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        return all;
    }

    /// What this client knows, and what none does: plug-ins have settings of their own.
    private Map<String, Object> common(Set<String> known) {
        var all = new HashMap<String, Object>();
        passed.forEach((name, value) -> {
            if (known.contains(name) || !isKnown(name)) all.put(name, value);
        });
        all.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        return all;
    }

    private static boolean isKnown(String name) {
        return ProducerConfig.configNames().contains(name)
                || ConsumerConfig.configNames().contains(name)
                || AdminClientConfig.configNames().contains(name);
    }
}
