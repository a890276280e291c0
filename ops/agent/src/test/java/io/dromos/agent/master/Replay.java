package io.dromos.agent.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.agent.http.Header;
import io.dromos.agent.http.Outbox;
import io.dromos.agent.http.Request;
import io.dromos.agent.http.Response;
import io.dromos.agent.link.MesosJson;
import io.dromos.agent.link.MesosJson.Malformed;
import io.dromos.agent.link.Report;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;

/// Replays a recording against the books and the HTTP side with the recorded times: calls are made,
/// agents join, tasks report what was recorded of them, and every answer and event is compared.
final class Replay {
    private static final Instant START = Instant.parse("2026-11-22T09:20:19Z");
    private static final String MASTER = "00000000-0000-4000-8000-000000000001";

    private final Recording recording;
    private final Ids ids = new Ids(MASTER);
    private final Map<Integer, Response> answers = new HashMap<>();
    private final Map<String, Outbox> streams = new HashMap<>();
    private final Map<String, String> streamIds = new HashMap<>();
    private final Map<String, List<JsonNode>> waiting = new HashMap<>();
    private final Deque<Double> allocations;
    private Instant now = START;
    private double nextAllocation;
    private @Nullable Desk desk;
    private @Nullable MasterHttp http;
    private @Nullable ReplayAgents agents;
    private long uuids;
    private int compared;

    Replay(Recording recording) {
        this.recording = recording;
        this.allocations = new ArrayDeque<>(recording.allocations());
    }

    /// Replays everything; returns how many answers and events were compared.
    int run() throws Exception {
        for (JsonNode line : recording.lines()) {
            double t = line.path("t").asDouble();
            passTime(t);
            if (agents != null) {
                agents.join();
            }
            try {
                line(line);
            } catch (AssertionError e) {
                throw new AssertionError(
                        recording.name() + " at t=" + t + ": " + e.getMessage(), e);
            }
        }
        streams.keySet().stream()
                .filter(name -> !recording.excluded().contains(name))
                .forEach(name -> assertThat(queued(name)).as("left on stream " + name).isEmpty());
        return compared;
    }

    private void line(JsonNode line) throws Exception {
        switch (line.path("dir").asText()) {
            case "note" -> note(line);
            case "call", "operator" -> call(line);
            case "response" -> response(line);
            case "event" -> event(line);
            case "closed" -> closed(line);
            default -> {}
        }
    }

    private void passTime(double t) {
        while (desk != null && nextTick() <= t) {
            double tick = nextTick();
            if (!allocations.isEmpty() && allocations.peek() == tick) {
                allocations.poll();
            }
            nextAllocation = tick + 1;
            now = at(tick);
            if (agents != null) {
                agents.answerPings();
            }
            desk.step(new Input.Wake());
            desk.step(new Input.Allocate());
        }
        now = at(t);
        if (desk != null && agents != null) {
            agents.answerPings();
            desk.step(new Input.Wake());
        }
    }

    /// The recorded allocation if one is near, else one second after the last.
    private double nextTick() {
        Double recorded = allocations.peek();
        boolean near = recorded != null && recorded - nextAllocation < 0.5;
        return near ? recorded : nextAllocation;
    }

    private static Instant at(double t) {
        return START.plus(Duration.ofNanos(Math.round(t * 1e9)));
    }

    private void note(JsonNode line) throws Exception {
        String text = line.path("text").asText();
        if (text.equals("master started")) {
            double phase = allocations.isEmpty() ? 0.08 : allocations.peek() % 1;
            nextAllocation = Math.floor(line.path("t").asDouble()) + phase;
            Settings settings = RecordedArguments.master(line.path("argv"), MASTER, now);
            desk = new Desk(settings, () -> now);
            http = new MasterHttp(new InlineShell(desk), settings, () -> new UUID(7, ++uuids));
            agents = new ReplayAgents(desk);
        } else if (agents != null && text.matches("agent[0-9] started")) {
            agents.started(line.path("argv"));
        } else if (agents != null && text.matches("agent[0-9] gets SIG[A-Z0-9]+")) {
            String[] words = text.split(" ", -1);
            agents.signal(words[0], words[2]);
        }
    }

    private void call(JsonNode line) throws Exception {
        int n = line.path("n").asInt();
        if (!line.path("to").asText().equals("master")
                || recording.excluded().contains("send-n" + n)) {
            return;
        }
        Request request = RecordedArguments.request(line, ids, streamIds);
        Response response;
        try {
            response = http().handle(request);
        } catch (io.dromos.agent.http.Refused e) {
            response = Response.text(e.status(), e.sentence());
        }
        answers.put(n, response);
        String stream = line.path("stream").asText();
        if (!stream.isEmpty() && response instanceof Response.Chunked chunked) {
            streams.put(stream, (Outbox) chunked.body());
        }
    }

    private void response(JsonNode line) {
        int n = line.path("re").asInt();
        Response response = answers.get(n);
        if (response == null || recording.excluded().contains("n" + n)) {
            return;
        }
        compared++;
        assertThat(response.status()).as("status of n" + n).isEqualTo(line.path("status").asInt());
        for (String name : List.of("Content-Type", "Allow", "Location")) {
            assertThat(header(response, name))
                    .as(name + " of n" + n)
                    .isEqualTo(
                            Optional.ofNullable(line.path("headers").get(name))
                                    .map(JsonNode::asText));
        }
        header(response, "Mesos-Stream-Id")
                .ifPresent(id ->
                        streamIds.put(line.path("headers").path("Mesos-Stream-Id").asText(), id));
        if (response instanceof Response.Whole whole && line.has("bodyText")) {
            assertThat(new String(whole.body(), StandardCharsets.UTF_8))
                    .as("text of n" + n)
                    .isEqualTo(mapped(line.path("bodyText").asText()));
        }
    }

    private String mapped(String text) {
        String mapped = ids.map(text);
        for (Map.Entry<String, String> entry : streamIds.entrySet()) {
            mapped = mapped.replace(entry.getKey(), entry.getValue());
        }
        return mapped;
    }

    private static Optional<String> header(Response response, String name) {
        return response.headers().stream()
                .filter(header -> header.name().equals(name))
                .map(Header::value)
                .findFirst();
    }

    private void event(JsonNode line) throws Exception {
        String stream = line.path("stream").asText();
        if (recording.excluded().contains(stream)) {
            return;
        }
        ids.learn(line.path("body"));
        JsonNode expected = ids.map(line.path("body"));
        boolean fromTask = expected.at("/update/status").has("uuid");
        if (fromTask && match(stream, expected).isEmpty()) {
            report(expected.at("/update/status"), stream);
        }
        List<JsonNode> queued = queued(stream);
        Optional<JsonNode> found = match(stream, expected);
        assertThat(found)
                .as("%s%nexpected on %s, but waiting there is%n%s", expected, stream, queued)
                .isPresent();
        ids.learnOffers(line.path("body"), found.orElseThrow());
        queued.remove(found.orElseThrow());
        compared++;
    }

    /// Events of one kind may come in another order, for Mesos keeps tasks and agents in hash maps;
    /// heartbeats follow the clock and may come a moment sooner or later than something else.
    private Optional<JsonNode> match(String stream, JsonNode expected) {
        JsonNode wanted = Ids.comparable(expected);
        for (JsonNode actual : queued(stream)) {
            if (Ids.comparable(actual).equals(wanted)) {
                return Optional.of(actual);
            }
            if (!isHeartbeat(actual) && !actual.path("type").equals(expected.path("type"))) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean isHeartbeat(JsonNode event) {
        return event.path("type").asText().equals("HEARTBEAT");
    }

    private List<JsonNode> queued(String stream) {
        List<JsonNode> queue = waiting.computeIfAbsent(stream, _ -> new ArrayList<>());
        Outbox outbox = streams.get(stream);
        if (outbox == null) {
            return fail("no stream " + stream + " is open");
        }
        for (Optional<byte[]> next = outbox.poll(); next.isPresent(); next = outbox.poll()) {
            String record = new String(next.get(), StandardCharsets.UTF_8);
            String json = record.substring(record.indexOf('\n') + 1);
            try {
                queue.add(MesosJson.parse(json.getBytes(StandardCharsets.UTF_8)));
            } catch (Malformed e) {
                fail(e.sentence());
            }
        }
        return queue;
    }

    private void report(JsonNode status, String stream) throws Malformed {
        TaskStatus proto = MesosJson.read(status, TaskStatus.getDefaultInstance(), "status");
        AgentID agent = proto.getAgentId();
        String framework =
                desk().books().ledger().frameworks.values().stream()
                        .filter(each -> each.tasks.containsKey(proto.getTaskId().getValue()))
                        .map(each -> each.id)
                        .findFirst()
                        .orElseGet(() -> fail("no task of " + stream + " for " + status));
        FrameworkID id = FrameworkID.newBuilder().setValue(framework).build();
        desk().step(new Input.Reported(new Report.Update(agent, id, proto, proto.getState())));
    }

    private void closed(JsonNode line) {
        String stream = line.path("stream").asText();
        Outbox outbox = streams.get(stream);
        if (outbox == null || recording.excluded().contains(stream)) {
            return;
        }
        if (line.path("text").asText().equals("closed by client")) {
            outbox.leave();
            streams.remove(stream);
        } else {
            assertThat(outbox.isEnded()).as("end of " + stream).isTrue();
            compared++;
        }
    }

    private Desk desk() {
        return desk == null ? fail("no master yet") : desk;
    }

    private MasterHttp http() {
        return http == null ? fail("no master yet") : http;
    }
}
