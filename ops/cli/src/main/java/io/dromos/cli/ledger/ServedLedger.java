package io.dromos.cli.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.Failure;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The log of a server that runs. What is written while it is read is left out.
final class ServedLedger implements Ledger {

    private static final int KEY_MAX = 4_096;
    private static final int PAGE_MAX = 64 << 20;

    private final Api api;

    ServedLedger(Api api) {
        this.api = api;
    }

    @Override
    public void verify(long after, long until, List<Long> stops, Taker taker) throws Failure {
        long next = after;
        long last = until;
        var hash = Optional.<String>empty();
        while (true) {
            var stop = new TreeSet<>(stops).higher(next);
            var answer = stretch(next, stop == null ? last : Math.min(stop, last));
            checkContinues(answer, hash, next);
            taker.take(answer);
            last = Math.min(last, answer.path("head").asLong());
            long reached = answer.path("to").asLong();
            if (!answer.path("ok").asBoolean() || reached >= last || reached <= next) return;
            next = reached;
            hash = Optional.of(answer.path("hash").asText());
        }
    }

    private JsonNode stretch(long after, long until) throws Failure {
        var bound = until == Long.MAX_VALUE ? "" : "&until=" + until;
        return api.get("/v3/log/verify?after=" + after + bound);
    }

    private static void checkContinues(JsonNode answer, Optional<String> hash, long offset)
            throws Failure {
        boolean same =
                hash.isEmpty()
                        || !answer.path("ok").asBoolean()
                        || answer.path("previousHash").asText().equals(hash.get());
        if (!same)
            throw Failure.failed(
                    "Record %d was changed while the log was verified: verify it again"
                            .formatted(offset));
    }

    @Override
    public void export(long after, long until, Lines lines) throws Failure, IOException {
        long next = after;
        long last = Math.min(until, api.get("/v3/log?limit=1").path("head").asLong());
        while (next < last) {
            long limit = Math.min(10_000, last - next);
            var page =
                    api.text("/v3/log/export?after=%d&limit=%d".formatted(next, limit), PAGE_MAX);
            if (page.isEmpty()) return;
            lines.take(page);
            next = lastOffset(page);
        }
    }

    private static long lastOffset(String page) throws Failure {
        int from = page.lastIndexOf('\n', page.length() - 2) + 1;
        try {
            return Api.JSON.readTree(page.substring(from)).path("offset").asLong();
        } catch (JsonProcessingException _) {
            throw Failure.failed("The server's answer is cut short: export again");
        }
    }

    @Override
    public void stats(Taker taker) throws Failure {
        long next = 0;
        long last = Long.MAX_VALUE;
        while (next < last) {
            var answer = api.get("/v3/log/stats?after=" + next);
            taker.take(answer);
            last = Math.min(last, answer.path("head").asLong());
            long reached = answer.path("to").asLong();
            if (reached <= next) return;
            next = reached;
        }
    }

    @Override
    public Optional<String> key() throws Failure {
        return Optional.of(api.text("/v3/log/key", KEY_MAX).strip());
    }

    @Override
    public boolean isOffline() {
        return false;
    }

    @Override
    public void close() {
        api.close();
    }
}
