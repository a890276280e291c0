package io.dromos.mesos;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UninitializedMessageException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/// How calls and events are written on the wire. Both forms carry the same messages.
public enum Wire {
    /// Protocol buffers: smaller and faster; the default.
    PROTOBUF("application/x-protobuf") {
        @Override
        byte[] encode(Call call) {
            return call.toByteArray();
        }

        @Override
        Event decode(byte[] record) throws IOException {
            return Event.parseFrom(record);
        }
    },
    /// JSON with Mesos' field names: readable in a packet trace.
    JSON("application/json") {
        @Override
        byte[] encode(Call call) throws IOException {
            return JsonFormat.printer()
                    .preservingProtoFieldNames()
                    .omittingInsignificantWhitespace()
                    .print(call)
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        Event decode(byte[] record) throws IOException {
            var event = Event.newBuilder();
            JsonFormat.parser().ignoringUnknownFields().merge(text(record), event);
            return event.build();
        }
    };

    private final String mediaType;

    Wire(String mediaType) {
        this.mediaType = mediaType;
    }

    /// The content type of both directions, without parameters: Mesos refuses any.
    String mediaType() {
        return mediaType;
    }

    /// The bytes of a call.
    ///
    /// @throws IOException if it cannot be written
    abstract byte[] encode(Call call) throws IOException;

    /// The event in a record; unknown fields and enumerators of newer masters are passed over.
    ///
    /// @throws IOException if it is none
    abstract Event decode(byte[] record) throws IOException;

    /// The same, with every way to be wrong told as one.
    ///
    /// @throws IOException if it is none
    Event read(byte[] record) throws IOException {
        try {
            return decode(record);
        } catch (InvalidProtocolBufferException
                | UninitializedMessageException
                | CharacterCodingException e) {
            throw new IOException("A record that is no scheduler event: " + e.getMessage(), e);
        }
    }

    private static String text(byte[] record) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record)).toString();
    }
}
