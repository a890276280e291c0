/// The outbox of the log to Kafka: which facts become which messages, and the publisher that sends
/// each of them exactly once.
@NullMarked
package io.dromos.feed.kafka;

import org.jspecify.annotations.NullMarked;
