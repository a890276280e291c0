package io.dromos.api;

import io.dromos.feed.kafka.Progress;
import java.util.Optional;

/// How the publisher to Kafka is getting on.
@FunctionalInterface
public interface Publishing {

    /// There is no publisher.
    Publishing NONE = Optional::empty;

    /// How it is getting on; absent if there is none.
    Optional<Progress> progress();
}
