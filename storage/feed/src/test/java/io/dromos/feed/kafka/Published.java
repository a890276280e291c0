package io.dromos.feed.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.dromos.events.PersistenceIds;
import io.dromos.journal.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/// What consumers that read what is committed find in the topics.
final class Published {

    private Published() {}

    /// Fails unless every fact of the log's applications and deployments is in its topic once, and
    /// in order for its key.
    static void assertIsTheLog(KafkaSettings settings, Log log) {
        var tasks = new TreeMap<String, List<String>>();
        var deployments = new TreeMap<String, List<String>>();
        try (var records = log.scan(1)) {
            for (var record = records.next(); record != null; record = records.next()) {
                var id = record.incarnation() + "/" + record.offset();
                var owner = record.persistenceId();
                if (PersistenceIds.isApplication(owner))
                    add(tasks, PersistenceIds.application(owner).path(), id);
                if (PersistenceIds.isDeployment(owner))
                    add(deployments, PersistenceIds.deployment(owner).value(), id);
            }
        }
        assertThat(idsByKey(settings, settings.topics().tasks())).isEqualTo(tasks);
        assertThat(idsByKey(settings, settings.topics().deployments())).isEqualTo(deployments);
    }

    private static Map<String, List<String>> idsByKey(KafkaSettings settings, String topic) {
        var ids = new TreeMap<String, List<String>>();
        for (var record : records(settings, topic)) add(ids, record.key(), event(record).getId());
        return ids;
    }

    private static void add(Map<String, List<String>> to, String key, String id) {
        to.computeIfAbsent(key, _ -> new ArrayList<>()).add(id);
    }

    /// The event in a record, read as any consumer would.
    static CloudEvent event(ConsumerRecord<String, byte[]> record) {
        return KafkaMessageFactory.createReader(record).toEvent();
    }

    /// All committed records of a topic, in order for each partition.
    static List<ConsumerRecord<String, byte[]>> records(KafkaSettings settings, String topic) {
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = new KafkaConsumer<String, byte[]>(settings.consumer())) {
            var partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(it -> new TopicPartition(topic, it.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (Stream.of(partitions)
                    .flatMap(List::stream)
                    .anyMatch(it -> consumer.position(it) < ends.getOrDefault(it, 0L)))
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
        }
        return found;
    }
}
