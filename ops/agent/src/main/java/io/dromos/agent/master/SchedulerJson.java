package io.dromos.agent.master;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.dromos.agent.http.Refused;
import io.dromos.agent.http.Request;
import io.dromos.agent.link.MesosJson;
import io.dromos.agent.link.MesosJson.Malformed;
import java.util.Locale;
import java.util.Optional;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/// Scheduler calls and events in their two encodings, with the refusals of a real master.
final class SchedulerJson {

    /// How messages are encoded.
    enum Format {
        JSON("application/json"),
        PROTOBUF("application/x-protobuf");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        String mediaType() {
            return mediaType;
        }

        /// A tree that stands for a message of the prototype's type.
        byte[] write(ObjectNode tree, Message prototype) {
            try {
                return this == JSON
                        ? MesosJson.bytes(tree)
                        : protobuf(MesosJson.read(tree, prototype, "message"));
            } catch (Malformed e) {
                throw new IllegalStateException(e.sentence(), e);
            }
        }

        /// JSON names defaults that nobody set, but for deprecated fields; protobuf names none.
        private static byte[] protobuf(Message message) {
            Message.Builder builder = message.toBuilder();
            clearDefaults(builder);
            return builder.build().toByteArray();
        }

        private static void clearDefaults(Message.Builder builder) {
            builder.getAllFields()
                    .forEach((field, value) -> {
                        boolean message = field.getJavaType() == JavaType.MESSAGE;
                        if (message && field.isRepeated()) {
                            for (int i = 0; i < builder.getRepeatedFieldCount(field); i++) {
                                clearDefaults(builder.getRepeatedFieldBuilder(field, i));
                            }
                        } else if (message) {
                            clearDefaults(builder.getFieldBuilder(field));
                        } else if (field.hasDefaultValue()
                                && !field.getOptions().getDeprecated()
                                && value.equals(field.getDefaultValue())) {
                            builder.clearField(field);
                        }
                    });
        }

        byte[] write(Event event) {
            return this == JSON ? MesosJson.print(event) : event.toByteArray();
        }
    }

    private SchedulerJson() {}

    /// How the body of a request is encoded: 400 when it does not say, 415 when it says else.
    static Format contentType(Request request) throws Refused {
        String type =
                request.header("Content-Type")
                        .orElseThrow(
                                () -> new Refused(400, "Expecting 'Content-Type' to be present"));
        return format(type)
                .orElseThrow(() ->
                        new Refused(
                                415,
                                "Expecting 'Content-Type' of application/json or"
                                        + " application/x-protobuf"));
    }

    /// How the client wants the events encoded: JSON if it may choose, 406 if it wants neither.
    static Format accept(Request request) throws Refused {
        Optional<String> accept = request.header("Accept");
        if (accept.isEmpty()) {
            return Format.JSON;
        }
        for (Format format : Format.values()) {
            if (allows(accept.get(), format)) {
                return format;
            }
        }
        throw new Refused(
                406, "Expecting 'Accept' to allow 'application/x-protobuf' or 'application/json'");
    }

    private static boolean allows(String accept, Format format) {
        for (String item : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = item.split(";", -1);
            String type = parts[0].strip();
            boolean refused = parts.length > 1 && parts[1].strip().matches("q=0(\\.0*)?");
            boolean matches =
                    type.equals("*/*")
                            || type.equals("application/*")
                            || type.equals(format.mediaType());
            if (matches && !refused) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Format> format(String mediaType) {
        for (Format format : Format.values()) {
            if (format.mediaType().equals(mediaType)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /// The call in a request's body.
    static Call call(Request request) throws Refused {
        Format format = contentType(request);
        try {
            return switch (format) {
                case JSON ->
                        MesosJson.read(
                                MesosJson.parse(request.body()), Call.getDefaultInstance(), "Call");
                case PROTOBUF -> Call.parseFrom(request.body());
            };
        } catch (Malformed e) {
            throw new Refused(400, e.sentence());
        } catch (InvalidProtocolBufferException e) {
            throw new Refused(400, "Failed to parse body into Call protobuf");
        }
    }
}
