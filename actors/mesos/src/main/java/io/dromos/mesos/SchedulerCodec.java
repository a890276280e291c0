package io.dromos.mesos;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.events.FrameworkId;
import java.io.IOException;
import java.util.Optional;
import org.apache.mesos.v1.scheduler.Protos.Call;

/// The calls of one subscription as bytes, and its events from bytes. It knows no connection: what
/// it makes depends on what it is given alone.
public final class SchedulerCodec {

    private final Wire wire;
    private final Call subscribe;

    private SchedulerCodec(Wire wire, Call subscribe) {
        this.wire = wire;
        this.subscribe = subscribe;
    }

    /// One for a subscription that is to come about.
    ///
    /// @param framework the id to come back under; absent for the first time
    public static SchedulerCodec of(
            Wire wire, FrameworkIdentity identity, Optional<FrameworkId> framework) {
        return new SchedulerCodec(wire, CallTranslation.subscribe(identity, framework));
    }

    /// The SUBSCRIBE that opens the stream.
    ///
    /// @throws IOException if it cannot be written
    public byte[] subscribe() throws IOException {
        return wire.encode(subscribe);
    }

    /// A call under the id that SUBSCRIBED told.
    ///
    /// @throws IOException if it cannot be written
    /// @throws IllegalArgumentException if the call contradicts itself, such as an update's id that
    ///   is no base64 or too few host ports
    public byte[] call(SchedulerCall call, FrameworkId framework) throws IOException {
        var info = subscribe.getSubscribe().getFrameworkInfo();
        return wire.encode(CallTranslation.translate(call, framework, info));
    }

    /// What a record of the stream tells; empty for what we neither asked for nor use.
    ///
    /// @param record without its length
    /// @param master host and port it came from
    /// @throws IOException if it is no event, or one that makes no sense
    public Optional<SchedulerEvent> event(byte[] record, String master) throws IOException {
        return EventTranslation.translate(wire.read(record), master);
    }
}
