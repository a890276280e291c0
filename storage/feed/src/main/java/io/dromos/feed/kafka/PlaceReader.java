package io.dromos.feed.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/// Reads from the topic of places how far each topic is.
final class PlaceReader {

    /// How long what others left open is waited for; more than a broker lets a transaction last.
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /// Whoever publishes here writes his places so often that they stand among the last ones.
    private static final long LAST = 1_000;

    private final KafkaSettings settings;
    private final TopicPartition partition;

    PlaceReader(KafkaSettings settings) {
        this.settings = settings;
        this.partition = new TopicPartition(settings.topics().places(), 0);
    }

    /// The committed places of the published topics by name, those that have one.
    ///
    /// What stands behind a transaction that is open is not read before that has ended: a place of
    /// ours could be behind it. Until then this waits, at most 90 s.
    ///
    /// @throws org.apache.kafka.common.KafkaException if the broker is away or refuses
    Map<String, Place> read(BrokerTopics.Ends ends) {
        try (var consumer = new KafkaConsumer<String, byte[]>(settings.consumer())) {
            consumer.assign(Set.of(partition));
            long near = Math.max(ends.first(), ends.end() - LAST);
            var found = read(consumer, near, ends.end());
            boolean whole = near == ends.first() || found.size() == published().size();
            return whole ? found : read(consumer, ends.first(), ends.end());
        }
    }

    private Map<String, Place> read(Consumer<String, byte[]> consumer, long from, long end) {
        var found = new HashMap<String, Place>();
        consumer.seek(partition, from);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.position(partition) < end) {
            for (var record : consumer.poll(Duration.ofMillis(100)))
                if (record.value() != null && published().contains(record.key()))
                    found.put(record.key(), Place.decode(record.value()));
            if (System.nanoTime() - deadline > 0)
                throw new TimeoutException(
                        "%s could not be read up to offset %d within %s: it is not there, or a transaction of another program is open in it"
                                .formatted(partition.topic(), end, PATIENCE));
        }
        return found;
    }

    private Set<String> published() {
        return settings.topics().published();
    }
}
