package io.dromos.schema;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What the sources of the facts say about types and their components.
final class Descriptions {

    private static final Path SOURCES = Path.of("../model/src/main/java");

    /// A comment and the declaration behind it.
    private static final Pattern DECLARED =
            Pattern.compile(
                    "((?:^ *///.*\\n)+)^ *(?:public )?(?:sealed )?(?:record|enum|interface) (\\w+)",
                    Pattern.MULTILINE);

    private static final Pattern COMPONENT =
            Pattern.compile("@param (\\w+) ((?:(?!@param)[\\s\\S])*)");

    private final Map<Class<?>, Map<String, String>> comments = new HashMap<>();

    /// The first paragraphs of a type's comment.
    Optional<String> of(Class<?> type) {
        return comment(type).map(it -> it.replaceFirst("@param[\\s\\S]*", "")).flatMap(this::said);
    }

    /// What its record says of a component.
    Optional<String> of(Class<?> type, RecordComponent component) {
        return comment(type).stream()
                .flatMap(it -> COMPONENT.matcher(it).results())
                .filter(it -> it.group(1).equals(component.getName()))
                .map(it -> it.group(2))
                .findFirst()
                .flatMap(this::said);
    }

    /// Plain words: links become the name they show.
    private Optional<String> said(String comment) {
        var words = comment.replaceAll("\\[#?([^\\]]*)\\]", "$1").replaceAll("\\s+", " ").strip();
        return words.isEmpty() ? Optional.empty() : Optional.of(words);
    }

    private Optional<String> comment(Class<?> type) {
        var top = type;
        while (top.getEnclosingClass() != null) top = top.getEnclosingClass();
        return Optional.ofNullable(
                comments.computeIfAbsent(top, Descriptions::read).get(type.getSimpleName()));
    }

    private static Map<String, String> read(Class<?> top) {
        var file = SOURCES.resolve(top.getName().replace('.', '/') + ".java");
        var found = new HashMap<String, String>();
        try {
            DECLARED.matcher(Files.readString(file))
                    .results()
                    .forEach(it -> found.put(it.group(2), text(it)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    private static String text(MatchResult declared) {
        return declared.group(1).replaceAll("(?m)^ *///", "");
    }
}
