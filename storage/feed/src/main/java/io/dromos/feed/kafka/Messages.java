package io.dromos.feed.kafka;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.dromos.events.Origin;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.facts.FrameworkFact;
import io.dromos.feed.Event;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which facts are published, and as what. Equal facts at the same place give equal messages, from
/// whichever publisher.
public final class Messages {

    /// How the names of the schemas begin; the stored name of the fact follows.
    public static final String SCHEMA = "urn:dromos:schema:";

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f]");

    private final Topics topics;
    private final URI source;

    /// @param source names the cluster; together with the id of a message it is unique
    public Messages(Topics topics, URI source) {
        this.topics = topics;
        this.source = source;
    }

    /// What is published for this event; nothing for what the catalog, the framework and the log
    /// write: the lives of applications and deployments say what came of it.
    public Optional<Message> of(Event event) {
        if (event.recorded().isEmpty()) return Optional.empty();
        var recorded = event.recorded().get();
        return switch (recorded.fact()) {
            case ApplicationFact fact ->
                    Optional.of(
                            message(topics.tasks(), fact.app().path(), event, recorded.origin()));
            case DeploymentFact fact ->
                    Optional.of(
                            message(
                                    topics.deployments(),
                                    fact.deployment().value(),
                                    event,
                                    recorded.origin()));
            case CatalogFact _, FrameworkFact _ -> Optional.empty();
        };
    }

    /// The id of a message: it names the record, so that it is the same whoever publishes it, when
    /// and where to.
    static String id(Event event) {
        return event.stored().incarnation() + "/" + event.offset();
    }

    private Message message(String topic, String key, Event event, Origin origin) {
        return new Message(topic, key, event(key, event, origin));
    }

    private CloudEvent event(String subject, Event event, Origin origin) {
        var stored = event.stored();
        var builder =
                CloudEventBuilder.v1()
                        .withId(id(event))
                        .withSource(source)
                        .withType(stored.eventName())
                        .withSubject(subject)
                        .withTime(stored.committedAt().atOffset(ZoneOffset.UTC))
                        .withDataSchema(URI.create(SCHEMA + stored.eventName()))
                        .withData("application/json", stored.payload().array())
                        // CloudEvents compares sequences as texts.
                        .withExtension("sequence", "%019d".formatted(stored.sequenceNr()))
                        .withExtension("principal", text(origin.principal()));
        origin.cause().ifPresent(cause -> builder.withExtension("cause", text(cause)));
        origin.requestId().ifPresent(id -> builder.withExtension("requestid", text(id)));
        return builder.build();
    }

    /// CloudEvents allows no control characters in attributes.
    private static String text(String value) {
        return CONTROL.matcher(value).replaceAll(" ");
    }
}
