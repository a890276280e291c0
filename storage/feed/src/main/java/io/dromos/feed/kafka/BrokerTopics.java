package io.dromos.feed.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// The topics as the broker has them.
final class BrokerTopics implements AutoCloseable {

    private final Admin admin;
    private final Topics topics;

    BrokerTopics(KafkaSettings settings) {
        this.admin = Admin.create(settings.admin());
        this.topics = settings.topics();
    }

    /// The ids of the published topics by name. Topics that are not there are made, with as many
    /// partitions and copies as the broker gives by default.
    ///
    /// @throws KafkaException if the broker is away or refuses
    Map<String, Uuid> ensure() {
        var names = new TreeSet<>(topics.published());
        names.add(topics.places());
        var ids = new HashMap<String, Uuid>();
        for (var name : names) describe(name).ifPresent(found -> ids.put(name, found.topicId()));
        for (var name : names) if (!ids.containsKey(name)) ids.put(name, create(name));
        ids.remove(topics.places());
        return ids;
    }

    /// The first offset of the places that is there, and the one behind the last, whether committed
    /// or not.
    Ends places() {
        var places = new TopicPartition(topics.places(), 0);
        var options = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
        var first = admin.listOffsets(Map.of(places, OffsetSpec.earliest()), options);
        var end = admin.listOffsets(Map.of(places, OffsetSpec.latest()), options);
        return new Ends(
                get(first.partitionResult(places)).offset(),
                get(end.partitionResult(places)).offset());
    }

    /// Offsets of a partition.
    record Ends(long first, long end) {}

    @Override
    public void close() {
        admin.close(java.time.Duration.ZERO);
    }

    private Optional<TopicDescription> describe(String name) {
        try {
            var asked = admin.describeTopics(Set.of(name)).topicNameValues();
            return Optional.of(get(asked.values().iterator().next()));
        } catch (UnknownTopicOrPartitionException _) {
            return Optional.empty();
        }
    }

    private Uuid create(String name) {
        var topic =
                name.equals(topics.places())
                        ? new NewTopic(name, Optional.of(1), Optional.empty())
                                .configs(
                                        Map.of(
                                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                                TopicConfig.CLEANUP_POLICY_COMPACT))
                        : new NewTopic(name, Optional.empty(), Optional.empty())
                                .configs(
                                        Map.of(
                                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                                String.valueOf(KafkaSettings.RECORD_BYTES_MAX)));
        try {
            return get(admin.createTopics(Set.of(topic)).topicId(name));
        } catch (TopicExistsException e) {
            return describe(name).orElseThrow(() -> e).topicId();
        }
    }

    private static <T> T get(KafkaFuture<T> asked) {
        try {
            return asked.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e);
        }
    }
}
