package io.dromos.feed.kafka;

import io.dromos.feed.Feed;
import io.dromos.journal.embedded.EmbeddedLog;
import io.dromos.journal.embedded.Settings;
import io.dromos.schema.EventCodec;
import io.dromos.schema.EventNames;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A process that publishes the log of a directory and says how far it is, until it is killed.
final class PublishingProgram {

    static final Settings SETTINGS = Settings.standard(EventNames.definitions());

    private PublishingProgram() {}

    /// What it publishes, and where.
    static KafkaSettings settings(String servers, String name) {
        var topics = new Topics(name + ".tasks", name + ".deployments", name + ".places");
        return new KafkaSettings(servers, topics, URI.create("/dromos"), Map.of());
    }

    static void main(String[] arguments) throws Exception {
        var settings = settings(arguments[1], arguments[2]);
        try (var log = EmbeddedLog.open(Path.of(arguments[0]), SETTINGS);
                var feed = Feed.open(log, new EventCodec());
                var publisher = KafkaPublisher.start(feed, settings)) {
            for (long said = -1; ; ) {
                long offset = publisher.progress().offset();
                if (offset != said) System.out.println(offset);
                said = offset;
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
    }
}
