package io.dromos.mesos;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// A recorded conversation with a real master.
record Recording(String name, List<JsonObject> lines) {

    /// An event as recorded: its JSON form, and its bytes where they were kept.
    record RecordedEvent(JsonObject body, Optional<byte[]> protobuf) {
        String type() {
            return body.get("type").getAsString();
        }
    }

    /// A scheduler stream: its events and, where it was recorded raw, the bytes of its body.
    record EventStream(String id, List<RecordedEvent> events, ByteString raw, Wire wire) {
        @Override
        public String toString() {
            return id;
        }
    }

    @Override
    public String toString() {
        return name;
    }

    static List<Recording> all() {
        try (Stream<Path> files = Files.list(directory())) {
            return files.sorted().map(Recording::read).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Recording named(String start) {
        return all().stream().filter(r -> r.name.startsWith(start)).findFirst().orElseThrow();
    }

    /// The streams that a scheduler's SUBSCRIBE opened.
    List<EventStream> schedulerStreams() {
        var wires = new LinkedHashMap<String, Wire>();
        for (var line : lines) {
            var stream = text(line, "stream");
            if (!stream.isEmpty() && text(line, "dir").equals("call")) wires.put(stream, Wire.JSON);
            if (wires.containsKey(stream) && text(line, "dir").equals("response"))
                wires.put(stream, wireOf(line));
        }
        return wires.entrySet().stream()
                .map(entry ->
                        new EventStream(
                                name + "/" + entry.getKey(),
                                eventsOf(entry.getKey()),
                                rawOf(entry.getKey()),
                                entry.getValue()))
                .toList();
    }

    /// Bodies of the scheduler's calls of this type that were taken (200 or 202).
    List<JsonObject> acceptedCalls(String type) {
        Map<Integer, JsonObject> calls = new HashMap<>();
        var accepted = new ArrayList<JsonObject>();
        for (var line : lines) {
            if (text(line, "dir").equals("call")) calls.put(line.get("n").getAsInt(), line);
            if (!text(line, "dir").equals("response") || !line.has("status")) continue;
            if (!line.has("re") || line.get("status").getAsInt() / 100 != 2) continue;
            var call = calls.get(line.get("re").getAsInt());
            if (call == null || !call.has("body") || !call.get("body").isJsonObject()) continue;
            var body = call.getAsJsonObject("body");
            if (text(body, "type").equals(type)) accepted.add(body);
        }
        return accepted;
    }

    private static Wire wireOf(JsonObject response) {
        return response.getAsJsonObject("headers").toString().contains("x-protobuf")
                ? Wire.PROTOBUF
                : Wire.JSON;
    }

    private List<RecordedEvent> eventsOf(String stream) {
        return lines.stream()
                .filter(line -> text(line, "dir").equals("event"))
                .filter(line -> text(line, "stream").equals(stream))
                .map(line -> new RecordedEvent(line.getAsJsonObject("body"), bytesOf(line)))
                .toList();
    }

    private ByteString rawOf(String stream) {
        var bytes = new ByteArrayOutputStream();
        lines.stream()
                .filter(line -> text(line, "dir").equals("chunk"))
                .filter(line -> text(line, "stream").equals(stream))
                .forEach(line -> bytes.writeBytes(bytesOf(line).orElseThrow()));
        return ByteString.copyFrom(bytes.toByteArray());
    }

    private static Optional<byte[]> bytesOf(JsonObject line) {
        return line.has("bodyBase64")
                ? Optional.of(Base64.getDecoder().decode(text(line, "bodyBase64")))
                : Optional.empty();
    }

    static String text(JsonObject object, String field) {
        return object.has(field) ? object.get(field).getAsString() : "";
    }

    private static Recording read(Path file) {
        try (var in =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            return new Recording(
                    file.getFileName().toString().replace(".jsonl.gz", ""),
                    in.lines()
                            .map(line -> JsonParser.parseString(line).getAsJsonObject())
                            .toList());
        } catch (IOException e) {
            throw new AssertionError("Cannot read " + file, e);
        }
    }

    private static Path directory() {
        try {
            return Path.of(
                    Objects.requireNonNull(Recording.class.getResource("/recordings")).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
