package io.dromos.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.TaskStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordedStreamsTest {

    private static final String MASTER = "master:5050";
    private static final Set<String> UNUSED =
            Set.of("MESSAGE", "INVERSE_OFFERS", "RESCIND_INVERSE_OFFER", "UPDATE_OPERATION_STATUS");

    static Stream<Recording.EventStream> streams() {
        return Recording.all().stream().flatMap(r -> r.schedulerStreams().stream());
    }

    static Stream<Recording.EventStream> rawStreams() {
        return streams().filter(stream -> !stream.raw().isEmpty());
    }

    @Test
    void the_recordings_hold_what_these_tests_claim_to_read() {
        assertThat(streams().count()).isGreaterThanOrEqualTo(120);
        assertThat(streams().mapToInt(stream -> stream.events().size()).sum()).isGreaterThan(900);
        assertThat(rawStreams().map(Recording.EventStream::wire))
                .contains(Wire.JSON, Wire.PROTOBUF);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void every_recorded_event_is_understood(Recording.EventStream stream) throws IOException {
        for (var event : stream.events()) {
            var json = event.body().toString().getBytes(StandardCharsets.UTF_8);
            var translated = EventTranslation.translate(Wire.JSON.read(json), MASTER);
            assertThat(translated.isEmpty())
                    .as(event.type())
                    .isEqualTo(UNUSED.contains(event.type()));
            translated.ifPresent(mapped -> assertAgrees(event, mapped));
            if (event.protobuf().isPresent())
                assertThat(
                                EventTranslation.translate(
                                        Wire.PROTOBUF.read(event.protobuf().get()), MASTER))
                        .isEqualTo(translated);
        }
    }

    @ParameterizedTest
    @MethodSource("rawStreams")
    void raw_bytes_are_the_same_events_wherever_the_reads_are_split(Recording.EventStream stream)
            throws IOException {
        for (long seed = 1; seed <= 20; seed++) {
            var reader =
                    new RecordReader(
                            new Splitting(stream.raw().toByteArray(), new Random(seed)), 1 << 20);
            var read = new ArrayList<Optional<SchedulerEvent>>();
            for (var record = reader.next(); record.isPresent(); record = reader.next())
                read.add(EventTranslation.translate(stream.wire().read(record.get()), MASTER));
            assertThat(read).as("seed " + seed).isEqualTo(expected(stream));
        }
    }

    private static List<Optional<SchedulerEvent>> expected(Recording.EventStream stream)
            throws IOException {
        var expected = new ArrayList<Optional<SchedulerEvent>>();
        for (var event : stream.events())
            expected.add(
                    EventTranslation.translate(
                            Wire.JSON.read(
                                    event.body().toString().getBytes(StandardCharsets.UTF_8)),
                            MASTER));
        return expected;
    }

    private static void assertAgrees(Recording.RecordedEvent event, SchedulerEvent mapped) {
        var body = event.body();
        switch (mapped) {
            case SchedulerEvent.Subscribed subscribed ->
                    assertThat(body.toString())
                            .contains(subscribed.framework().value())
                            .contains(
                                    "\"heartbeat_interval_seconds\":"
                                            + subscribed.heartbeat().toSeconds());
            case SchedulerEvent.Offered offered -> {
                var offers = body.getAsJsonObject("offers").getAsJsonArray("offers");
                assertThat(offered.offers()).hasSameSizeAs(offers);
                for (int i = 0; i < offers.size(); i++)
                    assertThat(offers.get(i).toString())
                            .contains(
                                    "\"value\":\"" + offered.offers().get(i).id().value() + "\"",
                                    "\"hostname\":\"" + offered.offers().get(i).host() + "\"",
                                    "\"ip\":\"" + offered.offers().get(i).ip() + "\"",
                                    "\"role\":\"" + offered.offers().get(i).role() + "\"");
            }
            case SchedulerEvent.Updated updated ->
                    assertAgrees(
                            body.getAsJsonObject("update").getAsJsonObject("status"),
                            updated.status());
            case SchedulerEvent.Rescinded rescinded ->
                    assertThat(body.toString()).contains(rescinded.offer().value());
            case SchedulerEvent.Failed failed -> {
                assertThat(failed.agent()).isPresent();
                assertThat(body.toString().contains("executor_id"))
                        .isEqualTo(failed.executor().isPresent());
            }
            case SchedulerEvent.Errored errored ->
                    assertThat(body.getAsJsonObject("error").get("message").getAsString())
                            .isEqualTo(errored.message());
            case SchedulerEvent.Heartbeat _ -> assertThat(event.type()).isEqualTo("HEARTBEAT");
            case SchedulerEvent.Disconnected _,
                    SchedulerEvent.Answered _,
                    SchedulerEvent.Unanswered _ ->
                    throw new AssertionError("Mesos does not say " + mapped);
        }
    }

    private static void assertAgrees(JsonObject body, TaskStatus status) {
        assertThat(body.getAsJsonObject("task_id").get("value").getAsString())
                .isEqualTo(status.taskId());
        assertThat(text(body, "state")).hasValue(status.state().mesosName());
        assertThat(text(body, "uuid")).isEqualTo(status.uuid());
        assertThat(text(body, "reason")).isEqualTo(status.reason());
        assertThat(text(body, "message").orElse("")).isEqualTo(status.message());
        assertThat(text(body, "healthy")).isEqualTo(status.healthy().map(String::valueOf));
        assertThat(status.timestamp().getEpochSecond())
                .isEqualTo((long) body.get("timestamp").getAsDouble());
        assertThat(body.has("agent_id")).isEqualTo(status.agent().isPresent());
        for (var ip : status.ips()) assertThat(body.toString()).contains(ip);
    }

    private static Optional<String> text(JsonObject body, String field) {
        return body.has(field) ? Optional.of(body.get(field).getAsString()) : Optional.empty();
    }

    /// Reads of one to a few dozen bytes.
    private static final class Splitting extends InputStream {
        private final ByteArrayInputStream bytes;
        private final Random random;

        Splitting(byte[] bytes, Random random) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.random = random;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return bytes.read(target, offset, Math.min(length, 1 + random.nextInt(40)));
        }
    }
}
