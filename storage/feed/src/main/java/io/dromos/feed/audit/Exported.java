package io.dromos.feed.audit;

import io.dromos.journal.Bytes;
import io.dromos.journal.LogRecord;
import io.dromos.journal.Records;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// Records written out, each a line of JSON with everything that is stored, so that anybody can
/// compute its hash again: the fact and its origin as JSON, if they are, and their very bytes.
///
/// @param lines each ends with a line feed; empty if there are no more records
/// @param next the offset of the last one
public record Exported(String lines, long next) {

    /// No more records are added once there are so many bytes of them.
    public static final int BYTES_MAX = 4 << 20;

    private static final Pattern VERSION = Pattern.compile("\\.v(\\d{1,9})$");

    /// The next records.
    ///
    /// @param after where the records begin
    public static Exported of(Records records, long after, int max) {
        var lines = new StringBuilder();
        long next = after;
        long bytes = 0;
        for (int i = 0; i < max && bytes < BYTES_MAX; i++) {
            var record = records.next();
            if (record == null) break;
            var line = line(record);
            lines.append(line).append('\n');
            bytes += line.length();
            next = record.offset();
        }
        return new Exported(lines.toString(), next);
    }

    /// One record.
    static String line(LogRecord record) {
        var json = Json.MAPPER.createObjectNode();
        json.put("offset", record.offset());
        json.put("incarnation", record.incarnation().toString());
        json.put("aggregate", record.persistenceId());
        json.put("sequenceNr", record.sequenceNr());
        json.put("decidedAt", record.decidedAt().toString());
        json.put("committedAt", record.committedAt().toString());
        json.put("kind", record.eventName());
        version(record.eventName()).ifPresent(it -> json.put("version", it));
        Json.read(record.payload()).ifPresent(it -> json.set("fact", it));
        Json.read(record.origin()).ifPresent(it -> json.set("origin", it));
        json.put("factBase64", base64(record.payload()));
        json.put("originBase64", base64(record.origin()));
        json.put("previousHash", record.previousHash().hex());
        json.put("hash", record.hash().hex());
        return Json.write(json);
    }

    private static Optional<Integer> version(String kind) {
        return VERSION.matcher(kind)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .findFirst();
    }

    private static String base64(Bytes bytes) {
        return new String(Base64.getEncoder().encode(bytes.array()), StandardCharsets.ISO_8859_1);
    }
}
