package io.dromos.agent.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// Reads HTTP/1.x requests (RFC 9112) off one connection, within [Limits].
final class RequestReader {

    /// What stands before a body.
    record Head(String method, String target, String version, Map<String, List<String>> headers) {

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }

        boolean expectsContinue() {
            return header("expect").equalsIgnoreCase("100-continue");
        }

        boolean keepsAlive() {
            return version.equals("HTTP/1.1") && !header("connection").equalsIgnoreCase("close");
        }
    }

    private static final String CHUNKED = "chunked";

    private final InputStream in;
    private final Limits limits;
    private final String remote;

    RequestReader(InputStream in, Limits limits, String remote) {
        this.in = in;
        this.limits = limits;
        this.remote = remote;
    }

    /// The next head; empty when the client closed between two requests.
    Optional<Head> head() throws IOException, Refused {
        int[] budget = {limits.headerBytes()};
        Optional<String> first = line(budget);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = first.get().split(" ", -1);
        if (parts.length != 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new Refused(400, "The request line is not HTTP");
        }
        if (!parts[2].equals("HTTP/1.1") && !parts[2].equals("HTTP/1.0")) {
            throw new Refused(505, "Expecting HTTP/1.1 or HTTP/1.0");
        }
        return Optional.of(new Head(parts[0], parts[1], parts[2], headers(budget)));
    }

    /// The body that belongs to a head, and with it the whole request.
    Request request(Head head) throws IOException, Refused {
        byte[] raw = rawBody(head);
        byte[] body = decode(head.header("content-encoding"), raw);
        String target = head.target();
        int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
        if (scheme > 0) {
            int slash = target.indexOf('/', scheme + 3);
            target = slash < 0 ? "/" : target.substring(slash);
        }
        int mark = target.indexOf('?');
        String path = Forms.path(mark < 0 ? target : target.substring(0, mark));
        Map<String, String> query = Forms.parse(mark < 0 ? "" : target.substring(mark + 1));
        return new Request(head.method(), path, query, head.headers(), body, remote);
    }

    private Map<String, List<String>> headers(int[] budget) throws IOException, Refused {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        while (true) {
            String line = line(budget).orElseThrow(() -> new IOException("ended in the headers"));
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon <= 0 || line.charAt(0) <= ' ' || line.charAt(colon - 1) <= ' ') {
                throw new Refused(400, "A header line is malformed");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
    }

    private byte[] rawBody(Head head) throws IOException, Refused {
        List<String> lengths = head.headers().getOrDefault("content-length", List.of());
        List<String> codings = head.headers().getOrDefault("transfer-encoding", List.of());
        if (lengths.size() + codings.size() > 1) {
            throw new Refused(400, "The length of the body is told more than once");
        }
        if (!codings.isEmpty()) {
            if (!codings.getFirst().equalsIgnoreCase(CHUNKED)) {
                throw new Refused(501, "Expecting no other 'Transfer-Encoding' than chunked");
            }
            return chunks();
        }
        if (lengths.isEmpty()) {
            return new byte[0];
        }
        return exactly(number(lengths.getFirst(), 10));
    }

    private byte[] chunks() throws IOException, Refused {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int[] budget = {limits.headerBytes()};
        while (true) {
            String line = line(budget).orElseThrow(() -> new IOException("ended in a chunk"));
            int extension = line.indexOf(';');
            long size = number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
            if (size == 0) {
                headers(budget);
                return body.toByteArray();
            }
            checkSize(body.size() + size);
            body.write(exactly(size));
            budget[0] = limits.headerBytes();
            if (!line(budget).orElse("?").isEmpty()) {
                throw new Refused(400, "A chunk is longer than it says");
            }
        }
    }

    private byte[] exactly(long length) throws IOException, Refused {
        checkSize(length);
        byte[] bytes = in.readNBytes((int) length);
        if (bytes.length < length) {
            throw new IOException("the client closed inside a body");
        }
        return bytes;
    }

    private void checkSize(long size) throws Refused {
        if (size > limits.bodyBytes()) {
            throw new Refused(413, "The body exceeds " + limits.bodyBytes() + " bytes");
        }
    }

    private byte[] decode(String coding, byte[] raw) throws Refused {
        if (coding.isEmpty() || coding.equalsIgnoreCase("identity")) {
            return raw;
        }
        if (!coding.equalsIgnoreCase("gzip")) {
            throw new Refused(415, "Expecting no other 'Content-Encoding' than gzip");
        }
        try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(raw))) {
            byte[] body = gzip.readNBytes(limits.bodyBytes() + 1);
            checkSize(body.length);
            return body;
        } catch (IOException e) {
            throw new Refused(400, "The body is not gzip");
        }
    }

    private Optional<String> line(int[] budget) throws IOException, Refused {
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = in.read();
            if (c < 0 && line.isEmpty()) {
                return Optional.empty();
            }
            if (c < 0) {
                throw new IOException("the client closed inside a line");
            }
            if (budget[0]-- <= 0) {
                throw new Refused(431, "The head exceeds " + limits.headerBytes() + " bytes");
            }
            if (c == '\n') {
                int end = line.length();
                boolean cr = end > 0 && line.charAt(end - 1) == '\r';
                return Optional.of(line.substring(0, cr ? end - 1 : end));
            }
            line.append((char) c);
        }
    }

    private static long number(String text, int radix) throws Refused {
        if (!text.matches("[0-9A-Fa-f]{1,15}")) {
            throw new Refused(400, "The length of the body is no number");
        }
        try {
            return Long.parseLong(text, radix);
        } catch (NumberFormatException e) {
            throw new Refused(400, "The length of the body is no number");
        }
    }
}
