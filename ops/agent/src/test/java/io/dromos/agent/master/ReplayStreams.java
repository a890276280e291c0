package io.dromos.agent.master;

import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import io.dromos.agent.http.Outbox;
import io.dromos.agent.link.MesosJson;
import io.dromos.agent.link.MesosJson.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The open streams of a replay, by the recording's names, and the events that wait on them.
final class ReplayStreams {

    /// An event of ours and when it came.
    record Came(JsonNode event, double t) {}

    private record Stream(Outbox outbox, Optional<Message> events, List<Came> waiting) {}

    private final Map<String, Stream> streams = new LinkedHashMap<>();

    /// @param events what is sent in protobuf; nothing for a stream in JSON
    void open(String name, Outbox outbox, Optional<Message> events) {
        streams.put(name, new Stream(outbox, events, new ArrayList<>()));
    }

    boolean has(String name) {
        return streams.containsKey(name);
    }

    List<String> names() {
        return List.copyOf(streams.keySet());
    }

    /// The client closes it; what it has not read is of no interest.
    void leave(String name) {
        stream(name).outbox().leave();
        streams.remove(name);
    }

    void forget(String name) {
        streams.remove(name);
    }

    boolean isEnded(String name) {
        return stream(name).outbox().isEnded();
    }

    /// Notes what has come by now.
    void read(double t) {
        for (Stream stream : streams.values()) {
            Outbox outbox = stream.outbox();
            for (Optional<byte[]> next = outbox.poll(); next.isPresent(); next = outbox.poll()) {
                stream.waiting().add(new Came(event(next.get(), stream.events()), t));
            }
        }
    }

    /// What waits on a stream.
    List<Came> waiting(String name) {
        return stream(name).waiting();
    }

    /// Events of one kind may come in another order, for Mesos keeps tasks and agents in hash maps;
    /// heartbeats follow the clock and may come a moment sooner or later than something else.
    Optional<Came> find(String stream, JsonNode expected) {
        JsonNode wanted = comparable(expected);
        for (Came came : waiting(stream)) {
            JsonNode actual = comparable(came.event());
            if (actual.equals(wanted)) {
                return Optional.of(came);
            }
            if (!isHeartbeat(actual) && !actual.path("type").equals(wanted.path("type"))) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /// Which ids the master's and the offers' are is learnt from the events that bring them.
    private static JsonNode comparable(JsonNode event) {
        JsonNode alike = Alike.of(event);
        for (JsonNode offer : alike.at("/offers/offers")) {
            ((ObjectNode) offer).remove("id");
        }
        return alike;
    }

    private static boolean isHeartbeat(JsonNode event) {
        return event.path("type").asText().equals("HEARTBEAT");
    }

    /// Why an event is not among those that wait, for the eyes of who reads the failure.
    String missing(String stream, JsonNode expected) {
        List<Came> came = waiting(stream);
        return "%s expected on %s, but waiting there is %s;%nthe first differs in%n%s"
                .formatted(
                        expected.path("type"),
                        stream,
                        came.stream().map(each -> each.event().path("type")).toList(),
                        came.isEmpty()
                                ? expected
                                : Alike.differences(
                                        comparable(expected), comparable(came.getFirst().event())));
    }

    private Stream stream(String name) {
        Stream stream = streams.get(name);
        return stream == null ? fail("no stream " + name + " is open") : stream;
    }

    /// Only what is set, as it was recorded.
    private static byte[] json(Message type, byte[] message) throws InvalidProtocolBufferException {
        MessageOrBuilder event = type.getParserForType().parseFrom(message);
        String text = JsonFormat.printer().preservingProtoFieldNames().print(event);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// What is in one RecordIO record: its length in digits, a line feed, the message.
    private static JsonNode event(byte[] record, Optional<Message> events) {
        int start = 0;
        while (record[start] != '\n') {
            start++;
        }
        byte[] message = Arrays.copyOfRange(record, start + 1, record.length);
        int length = Integer.parseInt(new String(record, 0, start, StandardCharsets.US_ASCII));
        if (length != message.length) {
            fail("a chunk holds not exactly one record");
        }
        try {
            return MesosJson.parse(events.isPresent() ? json(events.get(), message) : message);
        } catch (Malformed | InvalidProtocolBufferException e) {
            return fail(e);
        }
    }
}
