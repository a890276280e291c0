package io.dromos.simulation;

import com.google.protobuf.util.JsonFormat;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.scheduling.SchedulingLimits;
import io.dromos.events.FrameworkId;
import io.dromos.mesos.FrameworkIdentity;
import io.dromos.mesos.SchedulerCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/// In what form calls and events travel: in one of three runs as bytes, which the product's own
/// [SchedulerCodec] writes and reads at one end, and the master at the other; most of these are
/// protocol buffers, some JSON. In the other runs they travel as they are.
final class Envelope {

    private static final FrameworkIdentity IDENTITY =
            FrameworkIdentity.marathon(
                    "root", SchedulingLimits.DEFAULT.roles(), "localhost", Optional.empty());

    private static final String MASTER = "master";

    private final io.dromos.mesos.Wire form;
    private final Optional<SchedulerCodec> codec;
    private final Optional<FrameworkId> framework;

    private Envelope(
            io.dromos.mesos.Wire form,
            Optional<SchedulerCodec> codec,
            Optional<FrameworkId> framework) {
        this.form = form;
        this.codec = codec;
        this.framework = framework;
    }

    /// For a subscription that is to come about.
    ///
    /// @param framework the id to come back under
    static Envelope of(Course course, Optional<FrameworkId> framework) {
        long kind = course.seed() % 9;
        var form = kind == 7 ? io.dromos.mesos.Wire.JSON : io.dromos.mesos.Wire.PROTOBUF;
        return new Envelope(
                form,
                kind % 3 == 1
                        ? Optional.of(SchedulerCodec.of(form, IDENTITY, framework))
                        : Optional.empty(),
                framework);
    }

    /// The same once Mesos has given or confirmed an id.
    Envelope under(FrameworkId given) {
        return new Envelope(form, codec, Optional.of(given));
    }

    /// The id under which the master is asked for a stream.
    Optional<FrameworkId> subscribes() {
        if (codec.isEmpty()) return framework;
        try {
            return MasterCalls.subscribed(call(codec.get().subscribe()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A call as the master reads it.
    SchedulerCall sent(SchedulerCall call) {
        if (codec.isEmpty()) return call;
        try {
            var id = framework.orElseThrow();
            var read = call(codec.get().call(call, id));
            Broken.unless(
                    read.getFrameworkId().getValue().equals(id.value()),
                    "A call of another framework: %s",
                    read);
            return MasterCalls.read(read, call);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An event of the master as the scheduler reads it.
    SchedulerEvent told(SchedulerEvent event) {
        if (codec.isEmpty()) return event;
        try {
            var written = new MasterEvents(framework.orElseThrow()).write(event);
            return codec.get().event(bytes(written), MASTER).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Call call(byte[] bytes) throws IOException {
        return switch (form) {
            case PROTOBUF -> Call.parseFrom(bytes);
            case JSON -> {
                var call = Call.newBuilder();
                JsonFormat.parser().merge(new String(bytes, StandardCharsets.UTF_8), call);
                yield call.build();
            }
        };
    }

    private byte[] bytes(Event event) throws IOException {
        return switch (form) {
            case PROTOBUF -> event.toByteArray();
            case JSON ->
                    JsonFormat.printer()
                            .preservingProtoFieldNames()
                            .print(event)
                            .getBytes(StandardCharsets.UTF_8);
        };
    }
}
