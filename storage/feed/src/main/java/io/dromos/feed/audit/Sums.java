package io.dromos.feed.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromos.journal.LogRecord;
import io.dromos.journal.Records;
import io.dromos.journal.audit.Extent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a stretch of the log takes: by the kind of its facts, by the kind of aggregate whose they
/// are, and by day. Belongs to one thread.
public final class Sums {

    private final long after;
    private final Map<String, Sum> kinds = new TreeMap<>();
    private final Map<String, Sum> aggregates = new TreeMap<>();
    private final Map<String, Sum> days = new TreeMap<>();
    private long to;
    private long head;
    private Optional<Instant> first = Optional.empty();
    private Optional<Instant> last = Optional.empty();
    private List<Extent> store = List.of();

    private Sums(long after) {
        this.after = after;
        this.to = after;
    }

    /// @param begun how many aggregates have their first record among these
    private record Sum(long records, long bytes, long begun) {
        Sum plus(LogRecord record) {
            return new Sum(
                    records + 1,
                    bytes + record.storedBytes(),
                    begun + (record.sequenceNr() == 1 ? 1 : 0));
        }
    }

    /// Sums up the next records.
    ///
    /// @param after where they begin
    public static Sums of(Records records, long after, long max) {
        var sums = new Sums(after);
        for (long i = 0; i < max; i++) {
            var record = records.next();
            if (record == null) break;
            sums.add(record);
        }
        return sums;
    }

    /// The same, knowing where the log ends and what its store is made of.
    public Sums within(long end, List<Extent> extents) {
        head = end;
        store = List.copyOf(extents);
        return this;
    }

    /// The last record that was counted.
    public long to() {
        return to;
    }

    private void add(LogRecord record) {
        to = record.offset();
        if (first.isEmpty()) first = Optional.of(record.committedAt());
        last = Optional.of(record.committedAt());
        add(kinds, record.eventName(), record);
        add(aggregates, kind(record.persistenceId()), record);
        add(days, LocalDate.ofInstant(record.committedAt(), ZoneOffset.UTC).toString(), record);
    }

    private static void add(Map<String, Sum> to, String name, LogRecord record) {
        to.put(name, to.getOrDefault(name, new Sum(0, 0, 0)).plus(record));
    }

    private static String kind(String persistenceId) {
        int bar = persistenceId.indexOf('|');
        return bar < 0 ? persistenceId : persistenceId.substring(0, bar);
    }

    /// As an object of JSON.
    public String json() {
        var json = Json.MAPPER.createObjectNode();
        json.put("from", after + 1).put("to", to).put("head", head);
        first.ifPresent(it -> json.put("firstAt", it.toString()));
        last.ifPresent(it -> json.put("lastAt", it.toString()));
        write(json.putObject("kinds"), kinds, false);
        write(json.putObject("aggregates"), aggregates, true);
        write(json.putObject("days"), days, false);
        var parts = json.putArray("store");
        for (var part : store)
            parts.addObject()
                    .put("name", part.name())
                    .put("firstOffset", part.firstOffset())
                    .put("bytes", part.bytes());
        return Json.write(json);
    }

    private static void write(ObjectNode json, Map<String, Sum> sums, boolean begun) {
        sums.forEach((name, sum) -> {
            var one = json.putObject(name);
            one.put("records", sum.records()).put("bytes", sum.bytes());
            if (begun) one.put("begun", sum.begun());
        });
    }
}
