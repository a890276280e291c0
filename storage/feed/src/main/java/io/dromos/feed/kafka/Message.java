package io.dromos.feed.kafka;

import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import org.apache.kafka.clients.producer.ProducerRecord;

/// What is published for one fact.
///
/// @param topic where
/// @param key whose fact it is: messages of one key are in the order of their facts
/// @param event the fact
public record Message(String topic, String key, CloudEvent event) {

    private static final JsonFormat JSON = new JsonFormat();

    /// The record in structured mode: key, one JSON text, and its content type as a header.
    ///
    /// It carries no time of its own: a broker that keeps messages for a week would otherwise drop
    /// facts older than that on arrival.
    public ProducerRecord<String, byte[]> record() {
        return KafkaMessageFactory.createWriter(topic, key).writeStructured(event, JSON);
    }
}
