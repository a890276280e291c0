package io.dromos.cli.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromos.cli.http.Api;
import io.dromos.cli.text.Table;
import java.time.Duration;
import java.time.Instant;

/// What stretches of the log take, together.
final class Totals {

    private static final double DAY_SECONDS = Duration.ofDays(1).toSeconds();

    private final ObjectNode kinds = Api.JSON.createObjectNode();
    private final ObjectNode aggregates = Api.JSON.createObjectNode();
    private final ObjectNode days = Api.JSON.createObjectNode();
    private ArrayNode store = Api.JSON.createArrayNode();
    private String firstAt = "";
    private String lastAt = "";
    private long records;
    private long bytes;

    void add(JsonNode stretch) {
        if (!stretch.has("to")) return;
        merge(kinds, stretch.path("kinds"));
        merge(aggregates, stretch.path("aggregates"));
        merge(days, stretch.path("days"));
        for (var sum : stretch.path("kinds")) {
            records += sum.path("records").asLong();
            bytes += sum.path("bytes").asLong();
        }
        if (firstAt.isEmpty()) firstAt = stretch.path("firstAt").asText("");
        lastAt = stretch.path("lastAt").asText(lastAt);
        if (stretch.path("store") instanceof ArrayNode parts && !parts.isEmpty()) store = parts;
    }

    private static void merge(ObjectNode into, JsonNode sums) {
        sums.properties()
                .forEach(it -> {
                    var sum = into.withObjectProperty(it.getKey());
                    it.getValue()
                            .properties()
                            .forEach(number ->
                                    sum.put(
                                            number.getKey(),
                                            sum.path(number.getKey()).asLong()
                                                    + number.getValue().asLong()));
                });
    }

    long records() {
        return records;
    }

    ObjectNode kinds() {
        return kinds;
    }

    ObjectNode aggregates() {
        return aggregates;
    }

    ObjectNode days() {
        return days;
    }

    ArrayNode store() {
        return store;
    }

    /// Bytes of records a day, from the first record to the last; of less than a day what it is so
    /// far.
    private long bytesPerDay() {
        if (records == 0) return 0;
        var span = Duration.between(Instant.parse(firstAt), Instant.parse(lastAt));
        return Math.round(bytes / Math.max(1, span.toSeconds() / DAY_SECONDS));
    }

    private long storeBytes() {
        long sum = 0;
        for (var part : store) sum += part.path("bytes").asLong();
        return sum;
    }

    Table summary() {
        var table = new Table("RECORDS", "%,d".formatted(records));
        table.row("bytes of records", "%,d".formatted(bytes));
        table.row("bytes of the store", "%,d".formatted(storeBytes()));
        table.row("bytes a day", "%,d".formatted(bytesPerDay()));
        table.row("first", firstAt);
        table.row("last", lastAt);
        return table;
    }

    ObjectNode json() {
        var json = Api.JSON.createObjectNode();
        json.put("records", records).put("bytes", bytes).put("storeBytes", storeBytes());
        json.put("bytesPerDay", bytesPerDay()).put("firstAt", firstAt).put("lastAt", lastAt);
        json.set("kinds", kinds);
        json.set("aggregates", aggregates);
        json.set("days", days);
        json.set("store", store);
        return json;
    }
}
