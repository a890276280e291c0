package io.dromos.agent.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Message;
import io.dromos.agent.http.Outbox;
import io.dromos.agent.http.Refused;
import io.dromos.agent.http.Request;
import io.dromos.agent.http.Response;
import io.dromos.agent.link.MesosJson.Malformed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Replays a recording against the books and the HTTP side with the recorded times: calls are made,
/// agents come and go, tasks become what was recorded of them, and every answer and event is
/// compared. Nothing waits: the clock is set from line to line.
final class Replay {
    private static final Instant START = Instant.parse("2026-11-22T09:20:19Z");

    /// How much sooner or later than recorded an event may come, in seconds: the allocator of the
    /// real master ran at another moment of each second.
    private static final double NOISE = 1.1;

    private static final double MOMENT = 0.05;

    private final Recording recording;
    private final Exclusions exclusions;
    private final Ids ids = new Ids();
    private final ReplayAgents agents;
    private final ReplayStreams streams = new ReplayStreams();
    private final Map<Integer, Response> answered = new HashMap<>();
    private final ReplayAnswers answers;
    private final Deque<Double> allocations;
    private double t;
    private double nextAllocation;
    private @Nullable Desk desk;
    private @Nullable MasterHttp http;
    private int masters;
    private long uuids;
    private int compared;

    Replay(Recording recording, Exclusions exclusions) {
        this.recording = recording;
        this.exclusions = exclusions;
        this.agents = new ReplayAgents(recording, ids);
        this.answers = new ReplayAnswers(recording, ids);
        this.allocations = new ArrayDeque<>(recording.allocations());
    }

    /// Replays everything; returns how many answers and events were compared.
    int run() throws Exception {
        for (int i = 0; i < recording.lines().size(); i++) {
            JsonNode line = recording.lines().get(i);
            passTime(Recording.time(line));
            try {
                line(line, i);
            } catch (AssertionError e) {
                throw new AssertionError(
                        recording.name() + " at t=" + t + ": " + e.getMessage(), e);
            }
        }
        streams.read(t);
        streams.names().forEach(this::assertRead);
        return compared;
    }

    private void line(JsonNode line, int index) throws Exception {
        switch (line.path("dir").asText()) {
            case "note" -> note(line, index);
            case "call", "operator", "agent" -> call(line);
            case "response" -> response(line);
            case "event" -> event(line);
            case "closed" -> closed(line);
            default -> {}
        }
    }

    /// The clock goes on, from one moment at which something is due to the next.
    private void passTime(double until) throws Malformed {
        while (desk != null && nextTick() <= until) {
            t = nextTick();
            if (!allocations.isEmpty() && allocations.peek() == t) {
                allocations.poll();
            }
            nextAllocation = t + 1;
            wake();
            desk.step(new Input.Allocate());
            streams.read(t);
        }
        t = until;
        wake();
    }

    private void wake() throws Malformed {
        if (desk != null) {
            agents.act(nanos());
            desk.step(new Input.Wake());
            agents.join(desk, t, nanos());
            agents.act(nanos());
            streams.read(t);
        }
    }

    /// The recorded allocation if one is near, else one second after the last.
    private double nextTick() {
        Double recorded = allocations.peek();
        boolean near = recorded != null && recorded - nextAllocation < 0.5;
        return near ? recorded : nextAllocation;
    }

    private long nanos() {
        return Math.round(t * 1e9);
    }

    private Instant now() {
        return START.plus(Duration.ofNanos(nanos()));
    }

    private void note(JsonNode line, int index) throws Exception {
        String text = line.path("text").asText();
        if (text.equals("master started")) {
            double phase = allocations.isEmpty() ? 0.08 : allocations.peek() % 1;
            nextAllocation = Math.floor(t) + phase;
            String id = "00000000-0000-4000-8000-00000000000" + ++masters;
            recording.masterId(masters).ifPresent(theirs -> ids.pair(theirs, id));
            Settings settings = RecordedArguments.master(line.path("argv"), id, now());
            desk = new Desk(settings, this::now);
            http = new MasterHttp(new InlineShell(desk), settings, () -> new UUID(7, ++uuids));
            agents.masterStarted(index);
        } else if (text.equals("master gets SIGKILL")) {
            agents.masterDied();
            desk = null;
        } else if (text.matches("agent[0-9] started")) {
            agents.started(line.path("argv"), index);
        } else if (text.matches("agent[0-9] gets SIG[A-Z0-9]+")) {
            String[] words = text.split(" ", -1);
            agents.signal(words[0], words[2], index);
        }
    }

    private void call(JsonNode line) throws Exception {
        int n = line.path("n").asInt();
        if (exclusions.cover("send-n" + n)) {
            return;
        }
        assertThat(line.path("to").asText()).as("receiver of n" + n).isEqualTo("master");
        Request request = RecordedArguments.request(line, ids);
        Response response;
        try {
            response = http().handle(request);
        } catch (Refused e) {
            response = Response.text(e.status(), e.sentence());
        }
        answered.put(n, response);
        String stream = line.path("stream").asText();
        if (!stream.isEmpty() && response instanceof Response.Chunked chunked) {
            Message events =
                    line.path("dir").asText().equals("operator")
                            ? org.apache.mesos.v1.master.Protos.Event.getDefaultInstance()
                            : org.apache.mesos.v1.scheduler.Protos.Event.getDefaultInstance();
            Optional<Message> protobuf =
                    ReplayAnswers.header(response, "Content-Type")
                            .filter("application/x-protobuf"::equals)
                            .map(_ -> events);
            streams.open(stream, (Outbox) chunked.body(), protobuf);
        }
        wake();
    }

    private void response(JsonNode line) throws Malformed {
        int n = line.path("re").asInt();
        Response response = answered.get(n);
        if (response == null) {
            return;
        }
        try {
            answers.compare(line, response);
        } catch (AssertionError e) {
            if (!exclusions.cover("n" + n)) {
                throw e;
            }
        }
        compared++;
    }

    private void event(JsonNode line) throws Exception {
        String stream = line.path("stream").asText();
        JsonNode expected = ids.map(line.path("body"));
        if (streams.find(stream, expected).isEmpty()) {
            tell(expected);
        }
        Optional<ReplayStreams.Came> found = streams.find(stream, expected);
        if (found.isEmpty() && isExcluded(stream, line)) {
            return;
        }
        assertThat(found).as(() -> streams.missing(stream, expected)).isPresent();
        ReplayStreams.Came came = found.orElseThrow();
        assertThat(came.t()).as("time of " + expected).isCloseTo(t, within(NOISE));
        ids.learn(line.path("body"), came.event());
        streams.waiting(stream).remove(came);
        compared++;
    }

    private boolean isExcluded(String stream, JsonNode line) {
        if (exclusions.cover(stream + "@" + line.path("t"))) {
            return true;
        }
        List<ReplayStreams.Came> waiting = streams.waiting(stream);
        JsonNode type = line.at("/body/type");
        boolean alike = !waiting.isEmpty() && waiting.getFirst().event().path("type").equals(type);
        if (alike && exclusions.cover(stream + "~" + line.path("t"))) {
            waiting.removeFirst();
            return true;
        }
        return false;
    }

    /// What an event says that only an agent can have told.
    private void tell(JsonNode expected) throws Malformed {
        for (String place : List.of("/update/status", "/task_updated/status")) {
            if (expected.at(place).has("uuid")) {
                agents.report(expected.at(place), nanos());
                wake();
            }
        }
    }

    private void closed(JsonNode line) {
        String stream = line.path("stream").asText();
        if (!streams.has(stream)) {
            return;
        }
        switch (line.path("text").asText()) {
            case "closed by client" -> {
                assertRead(stream);
                streams.leave(stream);
            }
            case "closed by server without a last chunk" -> streams.forget(stream);
            default -> {
                assertThat(streams.isEnded(stream)).as("end of " + stream).isTrue();
                compared++;
            }
        }
    }

    /// What came in the last moment was not read by who recorded it.
    private void assertRead(String stream) {
        assertThat(streams.waiting(stream).stream().filter(came -> came.t() < t - MOMENT))
                .as("left on stream " + stream)
                .isEmpty();
    }

    private MasterHttp http() {
        return http == null ? fail("no master yet") : http;
    }
}
