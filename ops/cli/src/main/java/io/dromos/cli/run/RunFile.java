package io.dromos.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromos.cli.run.Part.Kind;
import io.dromos.cli.run.Running.Known;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `up.json` in the data directory: a [Running], written whole or not at all.
public record RunFile(Path path) {

    private static final JsonMapper JSON = new JsonMapper();

    /// The file of this data directory.
    public static RunFile in(Path data) {
        return new RunFile(data.resolve("up.json"));
    }

    /// What it says, if it is there.
    ///
    /// @throws IOException with a sentence if it cannot be read
    public Optional<Running> read() throws IOException {
        try {
            return Optional.of(running(JSON.readTree(Files.readAllBytes(path))));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IllegalArgumentException | DateTimeException | IOException e) {
            throw new IOException(
                    "%s cannot be read (%s): end what runs by hand, and delete the file"
                            .formatted(path, e.getMessage()),
                    e);
        }
    }

    /// Replaces it.
    void write(Running running) throws IOException {
        var fresh = path.resolveSibling("up.json.new");
        Files.write(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json(running)));
        Files.move(
                fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Deletes it.
    void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    private static ObjectNode json(Running running) {
        var json = JSON.createObjectNode();
        mark(json.putObject("supervisor"), running.supervisor());
        json.put("url", running.url()).put("master", running.master());
        running.dns().forEach(json.putArray("dns")::add);
        running.bridgeDns().ifPresent(address -> json.put("bridgeDns", address));
        json.put("started", running.started().toString()).put("ready", running.ready());
        json.put("partsOfNow", running.partsOfNow());
        var parts = json.putArray("parts");
        for (var known : running.parts()) part(parts.addObject(), known);
        return json;
    }

    private static void part(ObjectNode json, Known known) {
        var part = known.part();
        json.put("name", part.name()).put("kind", part.kind().name());
        known.process().ifPresent(process -> mark(json.putObject("process"), process));
        json.put("health", part.health().toString()).put("log", part.log().toString());
        part.command().forEach(json.putArray("command")::add);
    }

    private static void mark(ObjectNode json, ProcessMark mark) {
        json.put("pid", mark.pid()).put("startTicks", mark.startTicks());
    }

    private static Running running(JsonNode json) {
        var parts = new ArrayList<Known>();
        json.path("parts").forEach(each -> parts.add(known(each)));
        return new Running(
                mark(json.path("supervisor")),
                json.path("url").asText(),
                json.path("master").asText(),
                texts(json.path("dns")),
                Optional.of(json.path("bridgeDns"))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::asText),
                Instant.parse(json.path("started").asText()),
                json.path("ready").asBoolean(),
                json.path("partsOfNow").asInt(),
                parts);
    }

    private static Known known(JsonNode json) {
        var part =
                new Part(
                        json.path("name").asText(),
                        Kind.valueOf(json.path("kind").asText()),
                        texts(json.path("command")),
                        Map.of(),
                        Path.of(json.path("log").asText()),
                        URI.create(json.path("health").asText()));
        return new Known(
                part,
                Optional.of(json.path("process")).filter(JsonNode::isObject).map(RunFile::mark));
    }

    private static ProcessMark mark(JsonNode json) {
        return new ProcessMark(json.path("pid").asLong(), json.path("startTicks").asLong());
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
