package io.dromos.feed.kafka;

import io.dromos.feed.Event;
import io.dromos.feed.Feed;
import io.dromos.feed.FeedStopped;
import io.dromos.feed.PositionLost;
import io.dromos.feed.Reader;
import io.dromos.journal.Position;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/// One connection to the broker, from asking how far it is to the first failure.
///
/// Whatever is in doubt after a failure is not resolved here: the next session asks the broker
/// again, and goes on from what it says.
final class Session implements AutoCloseable {

    /// About how many events one transaction covers at most.
    static final int EVENTS_MAX = 8_192;

    private static final Duration IDLE = Duration.ofSeconds(1);

    private final Feed feed;
    private final KafkaSettings settings;
    private final Messages messages;
    private final UUID self;
    private final BrokerTopics broker;
    private final PlaceReader placeReader;
    private final Producer<String, byte[]> producer;
    private final Map<String, Position> places = new HashMap<>();
    private Map<String, Uuid> ids = Map.of();

    Session(Feed feed, KafkaSettings settings, UUID self) {
        this.feed = feed;
        this.settings = settings;
        this.messages = new Messages(settings.topics(), settings.source());
        this.self = self;
        this.broker = new BrokerTopics(settings);
        this.placeReader = new PlaceReader(settings);
        try {
            this.producer = new KafkaProducer<>(settings.producer());
        } catch (KafkaException e) {
            broker.close();
            throw e;
        }
    }

    /// Ends what other publishers and sessions were at, finds out how far the topics are, and says
    /// who goes on from here.
    ///
    /// @param begun whether an earlier session of this publisher has come so far
    /// @throws Superseded if it has, and another publisher began since
    /// @throws KafkaException if the broker is away or refuses
    void begin(boolean begun) {
        ids = broker.ensure();
        // Whoever is superseded leaves without disturbing the other.
        if (begun) refuseOthers(placeReader.read(broker.places()));
        producer.initTransactions();
        // From here on no older transaction can be committed, so that what is read now stays true.
        var found = placeReader.read(broker.places());
        if (begun) refuseOthers(found);
        for (var topic : ids.keySet()) places.put(topic, place(found.get(topic), ids.get(topic)));
        producer.beginTransaction();
        sendPlaces();
        producer.commitTransaction();
    }

    /// Publishes what is there and what comes, until the thread is interrupted.
    ///
    /// @param reached hears how far all topics are
    /// @throws PositionLost if the log does not hold what was published
    /// @throws FeedStopped if there will be no more
    /// @throws KafkaException if the broker is away or refuses
    void publish(Consumer<Position> reached) throws InterruptedException {
        // Each of them must be in the log, also the one that is not read from.
        for (var place : places.values()) open(place).close();
        try (var reader = open(behind())) {
            reached.accept(reader.position());
            while (true) {
                var events = reader.await(Reader.EVENTS_MAX, IDLE);
                if (events.isEmpty()) continue;
                transaction(reader, events);
                reached.accept(reader.position());
            }
        }
    }

    private Reader open(Position place) {
        return place.offset() == 0 ? feed.readFrom(1) : feed.read(place);
    }

    /// Of the topics' places the one that is furthest behind.
    private Position behind() {
        return places.values().stream()
                .min((one, other) -> Long.compare(one.offset(), other.offset()))
                .orElseThrow();
    }

    /// Publishes these events, and those that are there already behind them, up to about
    /// [#EVENTS_MAX]; all or nothing.
    private void transaction(Reader reader, List<Event> first) {
        boolean open = false;
        int events = 0;
        for (var next = first; !next.isEmpty(); next = more(reader, events)) {
            for (var event : next) {
                var message = messages.of(event).filter(it -> isNew(it, event));
                if (message.isEmpty()) continue;
                if (!open) producer.beginTransaction();
                open = true;
                send(message.get().record());
            }
            events += next.size();
        }
        for (var topic : ids.keySet()) advance(topic, reader.position());
        if (!open) return;
        sendPlaces();
        producer.commitTransaction();
    }

    private static List<Event> more(Reader reader, int events) {
        return events < EVENTS_MAX ? reader.take(Reader.EVENTS_MAX) : List.of();
    }

    private boolean isNew(Message message, Event event) {
        var place = places.get(message.topic());
        return place == null || place.offset() < event.offset();
    }

    private void advance(String topic, Position to) {
        places.merge(topic, to, (one, other) -> one.offset() < other.offset() ? other : one);
    }

    private void sendPlaces() {
        places.forEach((topic, position) -> {
            var id = ids.getOrDefault(topic, Uuid.ZERO_UUID);
            var place = new Place(self, id, position);
            send(new ProducerRecord<>(settings.topics().places(), 0, topic, place.encode()));
        });
    }

    /// Later failures are told by the commit.
    private void send(ProducerRecord<String, byte[]> record) {
        var sent = producer.send(record);
        // Without a broker each further record would be waited for as long as this one.
        if (sent.isDone() && sent.state() == Future.State.FAILED)
            throw new KafkaException(sent.exceptionNow());
    }

    private void refuseOthers(Map<String, Place> found) {
        for (var place : found.values())
            if (!place.publisher().equals(self)) throw new Superseded(settings.topics());
    }

    /// The place of a topic; the beginning if it has none or was made anew since.
    private static Position place(@Nullable Place found, Uuid id) {
        return found != null && found.topic().equals(id)
                ? found.position()
                : Position.start(new UUID(0, 0));
    }

    /// Never fails.
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        // What is open is not waited for: the next session ends it.
        producer.close(Duration.ZERO);
        broker.close();
        if (interrupted) Thread.currentThread().interrupt();
    }
}
