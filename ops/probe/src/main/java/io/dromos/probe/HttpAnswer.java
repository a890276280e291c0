package io.dromos.probe;

import io.dromos.probe.Outcome.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads an answer of HTTP/1: its head, and as much of its body as is wanted.
final class HttpAnswer {
    /// How many bytes of heads are read, of one answer with those that precede it.
    static final int MAX_HEAD = 64 << 10;

    private static final int SWITCHING = 101;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})(?: .*)?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern CHUNK = Pattern.compile("([0-9a-fA-F]{1,8})(?:[ ;].*)?");

    private final InputStream in;
    private int left = MAX_HEAD;

    HttpAnswer(InputStream in) {
        this.in = in;
    }

    /// The head of an answer.
    ///
    /// @param fields by their names in lower case; none where nobody needs them
    record Head(int status, Map<String, String> fields) {}

    /// Reads heads up to the one that counts.
    ///
    /// @param whole whether its fields are wanted even when it leads nowhere
    /// @throws IOException when there is none
    Head head(boolean whole) throws IOException {
        while (true) {
            var status = STATUS.matcher(line());
            if (!status.matches()) {
                throw new IOException("the answer is not HTTP/1.1");
            }
            var code = Integer.parseInt(status.group(1));
            var isFinal = code >= 200 || code == SWITCHING;
            if (isFinal && !whole && code / 100 != 3) {
                return new Head(code, Map.of());
            }
            var fields = fields();
            // What begins with 1 only says that the answer is on its way.
            if (isFinal) {
                return new Head(code, fields);
            }
        }
    }

    private Map<String, String> fields() throws IOException {
        var fields = new HashMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            var colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
        }
        return fields;
    }

    /// Reads what follows the head.
    ///
    /// @param max how many bytes, at most
    Content content(Head head, int max) throws IOException {
        var type = Optional.ofNullable(head.fields().get("content-type"));
        if (head.status() == 204 || head.status() == 304) {
            return new Content(type, "");
        }
        var coding = head.fields().getOrDefault("transfer-encoding", "");
        var body =
                coding.toLowerCase(Locale.ROOT).endsWith("chunked")
                        ? chunks(max)
                        : in.readNBytes((int) Math.min(max, length(head)));
        return new Content(type, new String(body, StandardCharsets.UTF_8));
    }

    private static long length(Head head) {
        var told = head.fields().getOrDefault("content-length", "");
        return LENGTH.matcher(told).matches() ? Long.parseLong(told) : Long.MAX_VALUE;
    }

    private byte[] chunks(int max) throws IOException {
        var body = new ByteArrayOutputStream();
        while (body.size() < max) {
            left = MAX_HEAD;
            var size = CHUNK.matcher(line());
            if (!size.matches()) {
                throw new IOException("a chunk of the answer has no size");
            }
            var length = Long.parseLong(size.group(1), 16);
            if (length == 0) {
                break;
            }
            var wanted = (int) Math.min(length, max - body.size());
            var some = in.readNBytes(wanted);
            body.writeBytes(some);
            if (some.length < wanted) {
                throw new IOException("the connection ended before the answer did");
            }
            if (wanted == length) {
                line();
            }
        }
        return body.toByteArray();
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection ended before the answer did");
            }
            if (line.length() >= left) {
                throw new IOException("the head of the answer is longer than " + MAX_HEAD);
            }
            line.append((char) next);
        }
        left -= line.length() + 2;
        return line.toString().stripTrailing();
    }
}
