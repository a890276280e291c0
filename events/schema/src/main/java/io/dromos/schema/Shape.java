package io.dromos.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The types a value is made of, found by walking from record to component, from sealed type to
/// case and from collection to element. Ids count as texts.
final class Shape {

    private static final String DOMAIN = "io.dromos.events";

    private final Map<String, Class<?>> types = new TreeMap<>();

    private Shape() {}

    /// Everything reachable from these types.
    static Shape of(Collection<? extends Class<?>> roots) {
        var shape = new Shape();
        roots.forEach(shape::visit);
        return shape;
    }

    /// The domain's own types that were reached.
    Collection<Class<?>> types() {
        return types.values();
    }

    /// One line for each type, in the order of their names: its components, cases or constants.
    String text() {
        return types.values().stream().map(Shape::line).collect(Collectors.joining("\n", "", "\n"));
    }

    /// A hash over [#text()] and the code of every type reached, so that it differs as soon as the
    /// same facts might fold to other values. Needs the class files beside the classes.
    ///
    /// @param form how values are written; another form gives another hash
    String fingerprint(String form) {
        var sha256 = sha256();
        sha256.update(form.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        sha256.update(text().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        for (var type : types.values()) sha256.update(classFile(type));
        return HexFormat.of().formatHex(sha256.digest());
    }

    private void visit(Type type) {
        switch (type) {
            case ParameterizedType generic -> {
                visit(generic.getRawType());
                for (var argument : generic.getActualTypeArguments()) visit(argument);
            }
            case Class<?> plain -> visit(plain);
            default -> throw new IllegalArgumentException("A type no record should hold: " + type);
        }
    }

    private void visit(Class<?> type) {
        if (!type.getName().startsWith(DOMAIN) || DomainJson.IDS.containsKey(type)) return;
        if (types.putIfAbsent(type.getName(), type) != null) return;
        if (type.isSealed()) for (var permitted : type.getPermittedSubclasses()) visit(permitted);
        if (type.isRecord())
            for (var component : type.getRecordComponents()) visit(component.getGenericType());
    }

    private static String line(Class<?> type) {
        if (type.isEnum()) return type.getName() + " " + Arrays.toString(type.getEnumConstants());
        if (type.isSealed())
            return type.getName()
                    + Arrays.stream(type.getPermittedSubclasses())
                            .map(Class::getName)
                            .collect(Collectors.joining(" | ", " = ", ""));
        if (!type.isRecord())
            throw new IllegalArgumentException("No record, enum or sealed type: " + type.getName());
        return type.getName()
                + Arrays.stream(type.getRecordComponents())
                        .map(part -> part.getName() + ": " + part.getGenericType().getTypeName())
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private static byte[] classFile(Class<?> type) {
        String file = "/" + type.getName().replace('.', '/') + ".class";
        try (var in = type.getResourceAsStream(file)) {
            if (in == null) throw new IllegalStateException("No class file of " + type.getName());
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the class file of " + type.getName(), e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
