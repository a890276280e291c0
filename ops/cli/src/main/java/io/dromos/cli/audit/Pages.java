package io.dromos.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.StringJoiner;

/// Reads the records of a server's log that fit a query, page by page.
final class Pages {

    private static final int LIMIT_MAX = 1_000;

    private final Api api;
    private final String query;

    /// @param query parameters of `/v3/log` but for the place and the limit
    Pages(Api api, List<String> query) {
        this.api = api;
        var all = new StringJoiner("&");
        query.forEach(all::add);
        this.query = all.toString();
    }

    /// A parameter of a query.
    static String parameter(String name, String value) {
        return name + "=" + Api.encoded(value);
    }

    /// Takes records in order.
    @FunctionalInterface
    interface Taker {
        void take(JsonNode record) throws Failure;
    }

    /// Gives the newest records, the oldest of them first, and says where the log ended then.
    long newest(int count, Taker taker) throws Failure {
        var found = new ArrayList<JsonNode>();
        var before = OptionalLong.empty();
        long head = 0;
        while (found.size() < count) {
            int limit = Math.min(LIMIT_MAX, count - found.size());
            var place = before.isPresent() ? "&before=" + before.getAsLong() : "";
            var page = api.get("/v3/log?limit=%d%s&%s".formatted(limit, place, query));
            if (before.isEmpty()) head = page.path("head").asLong();
            var records = new ArrayList<JsonNode>();
            page.path("records").forEach(records::add);
            found.addAll(0, records);
            before = OptionalLong.of(page.path("next").asLong());
            if (before.getAsLong() <= 1) break;
        }
        for (var record : found) taker.take(record);
        return head;
    }

    /// Gives all records of a window, which the query names by the moments `from` and `to`.
    ///
    /// @param from the first moment
    /// @param to the last one; the present if it is empty
    void window(String from, String to, Taker taker) throws Failure {
        var place = parameter("from", from) + (to.isEmpty() ? "" : "&" + parameter("to", to));
        while (true) {
            var page = api.get("/v3/log?limit=%d&%s&%s".formatted(LIMIT_MAX, place, query));
            for (var record : page.path("records")) taker.take(record);
            long next = page.path("next").asLong();
            // What is written meanwhile is not of the window.
            long end = page.path("to").asLong(page.path("head").asLong());
            if (next >= end) return;
            place = "after=%d&to=%d".formatted(next, end);
        }
    }

    /// Gives all records behind an offset, and says how far it has read.
    long after(long offset, Taker taker) throws Failure {
        long next = offset;
        while (true) {
            var page = api.get("/v3/log?limit=%d&after=%d&%s".formatted(LIMIT_MAX, next, query));
            for (var record : page.path("records")) taker.take(record);
            long reached = page.path("next").asLong();
            if (reached <= next || reached >= page.path("head").asLong())
                return Math.max(next, reached);
            next = reached;
        }
    }
}
