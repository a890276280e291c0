package io.dromos.agent.master;

import io.dromos.agent.http.Outbox;
import io.dromos.agent.http.RecordIo;
import io.dromos.agent.link.LinkJson;
import io.dromos.agent.link.Order;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The books, the streams they speak on and the clock; only one thread at a time may touch it.
final class Desk {

    /// A stream of events or orders, and how its messages are encoded.
    record Stream(Outbox outbox, SchedulerJson.Format format) {}

    private static final org.apache.mesos.v1.master.Protos.Event OPERATOR_EVENT =
            org.apache.mesos.v1.master.Protos.Event.getDefaultInstance();

    private final Map<String, Stream> streams = new HashMap<>();
    private final Books books;
    private final InstantSource clock;
    private Optional<SimulatedLinks> simulated = Optional.empty();

    Desk(Settings settings, InstantSource clock) {
        this.books = new Books(settings);
        this.clock = clock;
    }

    Books books() {
        return books;
    }

    /// Opens the links of simulated agents.
    void simulate(SimulatedLinks links) {
        simulated = Optional.of(links);
        simulatedDue();
    }

    /// Takes in what simulated agents have to say by now.
    void simulatedDue() {
        simulated.ifPresent(links -> links.due(clock.instant()).forEach(this::step));
    }

    /// When simulated agents have something to say, if nothing happens before.
    Optional<Instant> nextSimulated() {
        return simulated.flatMap(SimulatedLinks::next);
    }

    /// Opens a stream and takes the input that opens it in the books.
    boolean open(String id, Stream stream, Input input) {
        streams.put(id, stream);
        return step(input);
    }

    /// Forgets a stream that ended on its reader's side.
    boolean closed(String id, Input input) {
        streams.remove(id);
        return step(input);
    }

    /// One step of the books, whose effects are carried out; always true.
    boolean step(Input input) {
        books.step(input, clock.instant()).forEach(this::carryOut);
        return true;
    }

    /// How many streams are open.
    int openStreams() {
        return streams.size();
    }

    /// Ends every stream with a last chunk.
    void endAll() {
        List.copyOf(streams.keySet()).forEach(this::end);
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Tell(String id, var event) ->
                    stream(id).ifPresent(to -> send(to, to.format().write(event)));
            case Effect.TellOperator(String id, var event) ->
                    stream(id).ifPresent(to -> send(to, to.format().write(event, OPERATOR_EVENT)));
            case Effect.Send(String id, var order) -> order(id, order);
            case Effect.EndStream(String id) -> end(id);
            case Effect.EndLink(String id) -> {
                simulated.ifPresent(links -> links.end(id));
                end(id);
            }
        }
    }

    private void order(String id, Order order) {
        boolean taken =
                simulated.filter(links -> links.take(id, order, clock.instant())).isPresent();
        if (!taken) {
            stream(id).ifPresent(to -> send(to, LinkJson.write(order)));
        }
    }

    private static void send(Stream stream, byte[] message) {
        stream.outbox().send(RecordIo.frame(message));
    }

    private Optional<Stream> stream(String id) {
        return Optional.ofNullable(streams.get(id));
    }

    private void end(String id) {
        Stream stream = streams.remove(id);
        if (stream != null) {
            stream.outbox().end();
        }
    }
}
