package io.dromos.schema;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;

/// Tells Jackson what the domain's types say by themselves, so that they need no annotations: a
/// sealed interface is one of its permitted cases, told apart by `type`, and whatever is not
/// [Optional] must be there.
@NullUnmarked // Jackson's contract is "null means: not my business"
final class DomainIntrospector extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    private static final JsonTypeInfo.Value BY_TYPE =
            JsonTypeInfo.Value.construct(
                    JsonTypeInfo.Id.NAME,
                    JsonTypeInfo.As.PROPERTY,
                    "type",
                    null,
                    false,
                    true,
                    null);

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public TypeResolverBuilder<?> findTypeResolver(
            MapperConfig<?> config, AnnotatedClass type, JavaType baseType) {
        return type.getRawType().isSealed()
                ? new StdTypeResolverBuilder().init(BY_TYPE, null)
                : null;
    }

    @Override
    public List<NamedType> findSubtypes(Annotated type) {
        return type.getRawType().isSealed()
                ? Arrays.stream(type.getRawType().getPermittedSubclasses())
                        .map(permitted -> new NamedType(permitted, TypeNames.of(permitted)))
                        .toList()
                : null;
    }

    @Override
    public Boolean hasRequiredMarker(AnnotatedMember member) {
        return member.getRawType() == Optional.class ? Boolean.FALSE : Boolean.TRUE;
    }
}
