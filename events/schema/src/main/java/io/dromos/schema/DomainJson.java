package io.dromos.schema;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.FrameworkId;
import io.dromos.events.GroupId;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.Version;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/// The one way in which values of the domain become JSON and come back.
///
/// Properties stand in the order of the record's components and maps in the order of their keys, so
/// that equal values give equal bytes; what is absent is omitted; ids and versions are texts, times
/// and durations ISO-8601 texts. Reading ignores properties it does not know and refuses ones that
/// are missing or of another type.
final class DomainJson {

    /// How each id becomes a text, and what reads it back. Also says which types are leaves.
    static final Map<Class<?>, Function<String, ?>> IDS =
            Map.of(
                    AppId.class, AppId::new,
                    GroupId.class, GroupId::new,
                    ChangeId.class, ChangeId::new,
                    DeploymentId.class, DeploymentId::new,
                    FrameworkId.class, FrameworkId::new,
                    AgentId.class, AgentId::new,
                    InstanceId.class, InstanceId::new,
                    TaskId.class, TaskId::new,
                    Version.class, text -> new Version(Moments.parse(text)));

    private DomainJson() {}

    /// A mapper by these rules.
    static JsonMapper mapper() {
        return rules(JsonMapper.builder());
    }

    /// The same rules for another format.
    static <M extends ObjectMapper, B extends MapperBuilder<M, B>> M rules(B builder) {
        return builder.addModules(new Jdk8Module(), new JavaTimeModule(), ids())
                .annotationIntrospector(new DomainIntrospector())
                .visibility(PropertyAccessor.ALL, Visibility.NONE)
                .visibility(PropertyAccessor.FIELD, Visibility.ANY)
                .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(
                                JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    private static SimpleModule ids() {
        var module = new SimpleModule("ids");
        IDS.forEach((type, parse) -> addId(module, type, parse));
        module.addDeserializer(Instant.class, new FromText<>(Instant.class, Moments::parse));
        return module;
    }

    private static <T> void addId(SimpleModule module, Class<T> type, Function<String, ?> parse) {
        module.addSerializer(type, new AsText<>(type));
        module.addKeySerializer(type, new AsKey<>(type));
        module.addDeserializer(type, new FromText<>(type, parse));
        module.addKeyDeserializer(type, new FromKey(parse));
    }

    private static final class AsText<T> extends StdSerializer<T> {
        private static final long serialVersionUID = 1L;

        AsText(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T id, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeString(id.toString());
        }
    }

    private static final class AsKey<T> extends StdSerializer<T> {
        private static final long serialVersionUID = 1L;

        AsKey(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T id, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeFieldName(id.toString());
        }
    }

    private static final class FromText<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final Class<T> type;
        private final transient Function<String, ?> parse;

        FromText(Class<T> type, Function<String, ?> parse) {
            super(type);
            this.type = type;
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            String text = _parseString(in, context, this);
            try {
                return type.cast(parse.apply(text));
            } catch (RuntimeException e) {
                throw context.weirdStringException(text, type, String.valueOf(e.getMessage()));
            }
        }
    }

    private static final class FromKey extends KeyDeserializer {
        private final Function<String, ?> parse;

        FromKey(Function<String, ?> parse) {
            this.parse = parse;
        }

        @Override
        public Object deserializeKey(String key, DeserializationContext context) {
            return parse.apply(key);
        }
    }
}
