package io.dromos.schema;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.dromos.events.Version;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Function;

/// Moments and versions as pairs of numbers, seconds and nanoseconds of the Unix epoch, where
/// nobody has to be able to read them. Keys of objects stay texts.
final class MomentNumbers extends SimpleModule {
    private static final long serialVersionUID = 1L;

    MomentNumbers() {
        super("moments as numbers");
        addSerializer(Instant.class, new AsNumbers<>(Instant.class, moment -> moment));
        addDeserializer(Instant.class, new FromNumbers<>(Instant.class, moment -> moment));
        addSerializer(Version.class, new AsNumbers<>(Version.class, Version::at));
        addDeserializer(Version.class, new FromNumbers<>(Version.class, Version::new));
    }

    private static final class AsNumbers<T> extends StdSerializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<T, Instant> moment;

        AsNumbers(Class<T> type, Function<T, Instant> moment) {
            super(type);
            this.moment = moment;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            var at = moment.apply(value);
            out.writeStartArray();
            out.writeNumber(at.getEpochSecond());
            out.writeNumber(at.getNano());
            out.writeEndArray();
        }
    }

    private static final class FromNumbers<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<Instant, T> value;

        FromNumbers(Class<T> type, Function<Instant, T> value) {
            super(type);
            this.value = value;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (!in.isExpectedStartArrayToken()) return refuse(context);
            if (in.nextToken() != JsonToken.VALUE_NUMBER_INT) return refuse(context);
            long seconds = in.getLongValue();
            if (in.nextToken() != JsonToken.VALUE_NUMBER_INT) return refuse(context);
            int nanos = in.getIntValue();
            if (in.nextToken() != JsonToken.END_ARRAY) return refuse(context);
            return value.apply(Instant.ofEpochSecond(seconds, nanos));
        }

        private T refuse(DeserializationContext context) throws IOException {
            return context.reportInputMismatch(this, "no moment");
        }
    }
}
