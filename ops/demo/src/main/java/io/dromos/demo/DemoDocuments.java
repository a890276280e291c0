package io.dromos.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The applications of the demo as documents for `POST /v2/apps`, the database first. Both variants
/// have the same ids, `mongodb` and `rsvp`, so that one replaces the other.
public final class DemoDocuments {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

    private DemoDocuments() {}

    /// The two documents of `ops/examples`, byte for byte: Docker containers of `mongo:3.3` and
    /// `teamcloudyuga/rsvpapp`.
    public static List<String> asContainers() {
        return List.of(resource("mongodb.json"), resource("rsvp.json"));
    }

    /// The same two applications as plain commands of a JDK, for a machine without a container
    /// engine. Both listen on the loopback, on a host port that the scheduler picks.
    ///
    /// @param java the `java` program, version 25
    /// @param classpath the class path that holds this module and its libraries
    /// @param data the directory for the database's file, made when absent
    /// @param dnsAddress `host:port` of our name server, through whose SRV record the page finds
    ///   the database
    public static List<String> asCommands(
            Path java, String classpath, Path data, String dnsAddress) {
        var values =
                Map.of(
                        "java", shellWord(java.toAbsolutePath().toString()),
                        "classpath", shellWord(classpath),
                        "data", shellWord(data.toAbsolutePath().toString()),
                        "dns", dnsAddress);
        return List.of(
                fill(resource("mongodb-command.json"), values),
                fill(resource("rsvp-command.json"), values));
    }

    /// Text as one word of a POSIX shell.
    static String shellWord(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /// Text as it stands between the quotes of a JSON string.
    static String jsonText(String text) {
        var json = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.toString();
    }

    private static String fill(String template, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(template)
                .replaceAll(found -> {
                    String value = values.get(found.group(1));
                    if (value == null) {
                        throw new IllegalStateException("no value for " + found.group());
                    }
                    return Matcher.quoteReplacement(jsonText(value));
                });
    }

    private static String resource(String name) {
        try (InputStream in = DemoDocuments.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "the resource " + name + " is missing from the module");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + name, e);
        }
    }
}
