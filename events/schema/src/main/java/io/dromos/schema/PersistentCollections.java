package io.dromos.schema;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.dromos.events.state.Instance;
import io.dromos.events.state.Instances;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pcollections.OrderedPMap;
import org.pcollections.OrderedPSet;
import org.pcollections.PMap;
import org.pcollections.PSet;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/// The persistent collections of states. A map in the order of its keys is a JSON object, a map in
/// the order of insertion a list of pairs, so that each comes back as what it was; instances are a
/// list, their index is built anew.
final class PersistentCollections extends SimpleModule {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings({"rawtypes", "unchecked"}) // Jackson knows the element types, Java does not
    PersistentCollections() {
        super("persistent collections");
        addSerializer(OrderedPMap.class, (JsonSerializer) new PairsSerializer());
        addDeserializer(PMap.class, (JsonDeserializer) new MapDeserializer(null, null));
        addDeserializer(PSet.class, (JsonDeserializer) collection(OrderedPSet::from));
        addDeserializer(PVector.class, (JsonDeserializer) collection(TreePVector::from));
        addSerializer(Instances.class, new InstancesSerializer());
        addDeserializer(Instances.class, new InstancesDeserializer());
    }

    private static JsonDeserializer<?> collection(Function<Collection<Object>, ?> from) {
        return new CollectionDeserializer(from, null);
    }

    private static final class PairsSerializer extends StdSerializer<OrderedPMap<?, ?>> {
        private static final long serialVersionUID = 1L;

        PairsSerializer() {
            super(OrderedPMap.class, false);
        }

        @Override
        public void serialize(OrderedPMap<?, ?> map, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeStartArray();
            for (var entry : map.entrySet()) {
                out.writeStartArray();
                provider.defaultSerializeValue(entry.getKey(), out);
                provider.defaultSerializeValue(entry.getValue(), out);
                out.writeEndArray();
            }
            out.writeEndArray();
        }
    }

    private static final class MapDeserializer extends JsonDeserializer<PMap<Object, Object>>
            implements ContextualDeserializer {
        private final @Nullable KeyDeserializer keys;
        private final @Nullable JsonDeserializer<Object> values;

        MapDeserializer(@Nullable KeyDeserializer keys, @Nullable JsonDeserializer<Object> values) {
            this.keys = keys;
            this.values = values;
        }

        @Override
        public JsonDeserializer<?> createContextual(
                DeserializationContext context, BeanProperty property) throws JsonMappingException {
            JavaType type = context.getContextualType();
            return new MapDeserializer(
                    context.findKeyDeserializer(type.getKeyType(), property),
                    context.findContextualValueDeserializer(type.getContentType(), property));
        }

        @Override
        public PMap<Object, Object> deserialize(JsonParser in, DeserializationContext context)
                throws IOException {
            return in.isExpectedStartArrayToken() ? pairs(in, context) : object(in, context);
        }

        @SuppressWarnings({"unchecked", "rawtypes"}) // keys of objects are ids: they compare
        private PMap<Object, Object> object(JsonParser in, DeserializationContext context)
                throws IOException {
            TreePMap map = TreePMap.empty();
            for (var name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                in.nextToken();
                map = map.plus((Comparable) key(name, context), value(in, context));
            }
            return map;
        }

        private PMap<Object, Object> pairs(JsonParser in, DeserializationContext context)
                throws IOException {
            OrderedPMap<Object, Object> map = OrderedPMap.empty();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                String name = in.nextTextValue();
                in.nextToken();
                map = map.plus(key(name, context), value(in, context));
                in.nextToken();
            }
            return map;
        }

        private Object key(String name, DeserializationContext context) throws IOException {
            if (keys == null) throw new IllegalStateException("The type of the keys is unknown");
            return keys.deserializeKey(name, context);
        }

        private Object value(JsonParser in, DeserializationContext context) throws IOException {
            if (values == null)
                throw new IllegalStateException("The type of the values is unknown");
            return in.hasToken(JsonToken.VALUE_NULL)
                    ? values.getNullValue(context)
                    : values.deserialize(in, context);
        }
    }

    private static final class CollectionDeserializer extends JsonDeserializer<Object>
            implements ContextualDeserializer {
        private final Function<Collection<Object>, ?> from;
        private final @Nullable JsonDeserializer<Object> elements;

        CollectionDeserializer(
                Function<Collection<Object>, ?> from, @Nullable JsonDeserializer<Object> elements) {
            this.from = from;
            this.elements = elements;
        }

        @Override
        public JsonDeserializer<?> createContextual(
                DeserializationContext context, BeanProperty property) throws JsonMappingException {
            JavaType type = context.getContextualType();
            return new CollectionDeserializer(
                    from, context.findContextualValueDeserializer(type.getContentType(), property));
        }

        @Override
        public Object deserialize(JsonParser in, DeserializationContext context)
                throws IOException {
            if (elements == null)
                throw new IllegalStateException("The type of the elements is unknown");
            var list = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY)
                list.add(elements.deserialize(in, context));
            return from.apply(list);
        }
    }

    private static final class InstancesSerializer extends StdSerializer<Instances> {
        private static final long serialVersionUID = 1L;

        InstancesSerializer() {
            super(Instances.class);
        }

        @Override
        public void serialize(Instances instances, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeStartArray();
            for (var instance : instances.all().values())
                provider.defaultSerializeValue(instance, out);
            out.writeEndArray();
        }
    }

    private static final class InstancesDeserializer extends JsonDeserializer<Instances> {
        @Override
        public Instances deserialize(JsonParser in, DeserializationContext context)
                throws IOException {
            var type = context.getTypeFactory().constructCollectionType(List.class, Instance.class);
            List<Instance> list = context.readValue(in, type);
            return Instances.of(list);
        }
    }
}
