package io.dromos.api;

import io.dromos.feed.audit.Ledger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// What auditors ask of the log below `/v3/log`: `verify`, `export` and `stats`, each a stretch at
/// a time, and `checkpoint` and `key`.
final class LedgerRoutes {

    /// How many records one answer has proved or counted at most.
    static final int STRETCH_MAX = 100_000;

    /// How many records one answer writes out at most.
    static final int EXPORT_MAX = 10_000;

    /// The content type of JSON, a line each.
    static final String LINES = "application/x-ndjson";

    private static final String TEXT = "text/plain";

    private final Ledger ledger;
    private final Notary notary;
    private final LogReaders readers;

    LedgerRoutes(Ledger ledger, Notary notary, LogReaders readers) {
        this.ledger = ledger;
        this.notary = notary;
        this.readers = readers;
    }

    /// The answer to a GET, if there is such a resource.
    Optional<CompletionStage<Reply>> answer(Call call, String name) {
        return work(call, name).map(readers::read);
    }

    private Optional<Supplier<Reply>> work(Call call, String name) {
        return switch (name) {
            case "verify" -> Optional.of(() -> verify(call));
            case "export" -> Optional.of(() -> export(call));
            case "stats" -> Optional.of(() -> stats(call));
            case "checkpoint" ->
                    Optional.of(() -> Reply.text(200, TEXT, notary.checkpoint(ledger.end())));
            case "key" -> Optional.of(() -> Reply.text(200, TEXT, notary.verifierKey() + "\n"));
            default -> Optional.empty();
        };
    }

    private Reply verify(Call call) {
        long until = LogQuery.number(call, "until").orElse(Long.MAX_VALUE);
        return json(ledger.verify(after(call), until, STRETCH_MAX).json());
    }

    private Reply export(Call call) {
        long limit = LogQuery.number(call, "limit").orElse(EXPORT_MAX);
        if (limit < 1 || limit > EXPORT_MAX)
            throw new LogQuery.Malformed("'limit' must be from 1 to " + EXPORT_MAX);
        return Reply.text(200, LINES, ledger.export(after(call), (int) limit).lines());
    }

    private Reply stats(Call call) {
        return json(ledger.sums(after(call), STRETCH_MAX).json());
    }

    private static long after(Call call) {
        OptionalLong after = LogQuery.number(call, "after");
        return after.orElse(0);
    }

    private static Reply json(String text) {
        return Reply.ok(text.getBytes(StandardCharsets.UTF_8));
    }
}
