package io.dromos.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Sends requests byte for byte, as no library would.
record Client(int port) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /// An answer.
    record Answer(int status, Map<String, String> headers, String body) {
        JsonNode json() {
            try {
                return MAPPER.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(body, e);
            }
        }

        String message() {
            return json().path("message").asText();
        }
    }

    Answer get(String path) {
        return send("GET", path, Map.of(), "");
    }

    Answer send(String method, String path, String body) {
        return send(method, path, Map.of("Content-Type", "application/json"), body);
    }

    Answer send(String method, String path, Map<String, String> headers, String body) {
        var all = new LinkedHashMap<String, String>();
        all.put("Host", "127.0.0.1:" + port);
        all.put("Connection", "close");
        all.put("Content-Length", String.valueOf(body.getBytes(StandardCharsets.UTF_8).length));
        all.putAll(headers);
        var text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        all.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return raw(text + "\r\n" + body);
    }

    /// Sends these bytes and reads until the server closes.
    Answer raw(String request) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return parse(
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer parse(String response) throws IOException {
        int end = response.indexOf("\r\n\r\n");
        if (end < 0) throw new EOFException("Closed after '" + response + "'");
        var lines = response.substring(0, end).split("\r\n");
        var headers = new LinkedHashMap<String, String>();
        for (int i = 1; i < lines.length; i++) {
            var parts = lines[i].split(": ", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts.length > 1 ? parts[1] : "");
        }
        return new Answer(
                Integer.parseInt(lines[0].split(" ")[1]), headers, response.substring(end + 4));
    }

    /// Subscribes to the event stream; lines come as they are sent.
    Stream stream(String path, Map<String, String> headers) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        var text =
                new StringBuilder(
                        "GET "
                                + path
                                + " HTTP/1.1\r\nHost: 127.0.0.1:"
                                + port
                                + "\r\nAccept: text/event-stream\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
        return new Stream(
                socket,
                new BufferedReader(
                        new InputStreamReader(
                                new Dechunked(socket.getInputStream()), StandardCharsets.UTF_8)));
    }

    /// An open event stream.
    record Stream(Socket socket, BufferedReader lines) implements AutoCloseable {

        /// The next event: its type, id (empty if it has none) and data.
        Event next() throws IOException {
            String type = "";
            String id = "";
            while (true) {
                var line = lines.readLine();
                if (line == null) throw new IOException("The stream ended");
                if (line.startsWith("event: ")) type = line.substring(7);
                if (line.startsWith("id: ")) id = line.substring(4);
                if (line.startsWith("data: "))
                    return new Event(type, id, MAPPER.readTree(line.substring(6)));
            }
        }

        /// The next event of this type.
        Event next(String type) throws IOException {
            while (true) {
                var event = next();
                if (event.type().equals(type)) return event;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /// An event of the stream.
    record Event(String type, String id, JsonNode data) {}
}
