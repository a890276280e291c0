package io.dromos.agent.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.dromos.agent.http.RecordIo;
import io.dromos.agent.link.MesosJson;
import io.dromos.agent.link.MesosJson.Malformed;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/// A scheduler over HTTP, in JSON or protobuf, that notes its events.
final class TestScheduler implements AutoCloseable {
    final List<Event> events = new CopyOnWriteArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI uri;
    private final SchedulerJson.Format format;
    private String streamId = "";
    private FrameworkID id = FrameworkID.getDefaultInstance();
    private volatile boolean ended;

    TestScheduler(InetSocketAddress master, SchedulerJson.Format format) {
        this.uri = URI.create("http://127.0.0.1:" + master.getPort() + "/api/v1/scheduler");
        this.format = format;
    }

    TestScheduler subscribe(double failoverTimeout) throws Exception {
        return subscribe(failoverTimeout, Optional.empty());
    }

    TestScheduler subscribe(double failoverTimeout, Optional<FrameworkID> known) throws Exception {
        FrameworkInfo.Builder info =
                FrameworkInfo.newBuilder()
                        .setUser("root")
                        .setName("test")
                        .setFailoverTimeout(failoverTimeout)
                        .addRoles("*")
                        .addCapabilities(capability(FrameworkInfo.Capability.Type.MULTI_ROLE))
                        .addCapabilities(capability(FrameworkInfo.Capability.Type.PARTITION_AWARE));
        Call.Builder call = Call.newBuilder().setType(Call.Type.SUBSCRIBE);
        known.ifPresent(call::setFrameworkId);
        known.ifPresent(info::setId);
        call.getSubscribeBuilder().setFrameworkInfo(info);
        HttpResponse<InputStream> response =
                client.send(request(call.build()).build(), BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains(format.mediaType());
        streamId = response.headers().firstValue("Mesos-Stream-Id").orElseThrow();
        Thread.ofVirtual().start(() -> follow(response.body()));
        Event first = awaitEvent(event -> event.getType() == Event.Type.SUBSCRIBED);
        id = first.getSubscribed().getFrameworkId();
        return this;
    }

    private static FrameworkInfo.Capability capability(FrameworkInfo.Capability.Type type) {
        return FrameworkInfo.Capability.newBuilder().setType(type).build();
    }

    private void follow(InputStream body) {
        try (body) {
            Optional<byte[]> record = RecordIo.read(body, 1 << 24);
            while (record.isPresent()) {
                events.add(event(record.get()));
                record = RecordIo.read(body, 1 << 24);
            }
        } catch (IOException | Malformed e) {
            // the stream broke; tests look at `ended`
        }
        ended = true;
    }

    private Event event(byte[] record) throws Malformed, InvalidProtocolBufferException {
        return switch (format) {
            case JSON ->
                    MesosJson.read(MesosJson.parse(record), Event.getDefaultInstance(), "Event");
            case PROTOBUF -> Event.parseFrom(record);
        };
    }

    FrameworkID id() {
        return id;
    }

    boolean ended() {
        return ended;
    }

    /// Makes a call; the status of the answer.
    int call(Call.Builder call) throws Exception {
        HttpRequest.Builder request = request(call.setFrameworkId(id).build());
        request.header("Mesos-Stream-Id", streamId);
        return client.send(request.build(), BodyHandlers.ofString()).statusCode();
    }

    private HttpRequest.Builder request(Call call) {
        byte[] body =
                switch (format) {
                    case JSON -> MesosJson.print(call);
                    case PROTOBUF -> call.toByteArray();
                };
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", format.mediaType())
                .header("Accept", format.mediaType())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    Event awaitEvent(Predicate<Event> wanted) {
        await().until(() -> events.stream().anyMatch(wanted));
        return events.stream().filter(wanted).findFirst().orElseThrow();
    }

    long count(Event.Type type) {
        return events.stream().filter(event -> event.getType() == type).count();
    }

    /// The first offer that was not rescinded.
    Offer offer() {
        return awaitEvent(event -> event.getType() == Event.Type.OFFERS && isOpen(event))
                .getOffers()
                .getOffers(0);
    }

    private boolean isOpen(Event event) {
        return events.stream()
                .filter(each -> each.getType() == Event.Type.RESCIND)
                .noneMatch(each ->
                        each.getRescind()
                                .getOfferId()
                                .equals(event.getOffers().getOffers(0).getId()));
    }

    TaskStatus status(Predicate<TaskStatus> wanted) {
        return awaitEvent(event ->
                        event.getType() == Event.Type.UPDATE
                                && wanted.test(event.getUpdate().getStatus()))
                .getUpdate()
                .getStatus();
    }

    /// Drops the connection without a word.
    @Override
    public void close() {
        client.shutdownNow();
    }
}
