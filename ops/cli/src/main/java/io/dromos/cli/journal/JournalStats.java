package io.dromos.cli.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.ledger.LedgerOptions;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.text.Progress;
import io.dromos.cli.text.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `dromos journal stats`.
@Command(
        name = "stats",
        description = {
            "Shows what the log takes: records and bytes by kind of fact, by kind of aggregate and by day, and its growth.",
            "Bytes are those of the records; what the store takes in all stands at its parts."
        })
public final class JournalStats extends BaseCommand {

    @Mixin private LedgerOptions options = new LedgerOptions();

    /// Constructed by picocli.
    public JournalStats() {}

    @Override
    protected int execute() throws Failure, InterruptedException {
        var totals = new Totals();
        try (var ledger = options.open(connection(), terminal().environment());
                var progress = new Progress(progress())) {
            ledger.stats(stretch -> {
                totals.add(stretch);
                progress.show("%,d records are counted".formatted(totals.records()));
            });
        }
        if (isJson()) print(totals.json());
        else show(totals);
        return ExitCode.OK;
    }

    private void show(Totals totals) {
        print(totals.summary());
        print(table("KIND", totals.kinds()));
        print(table("AGGREGATE", totals.aggregates()));
        print(table("DAY", totals.days()));
        print(parts(totals));
    }

    private Table table(String heading, ObjectNode sums) {
        terminal().say("");
        boolean begun = heading.equals("AGGREGATE");
        var table =
                begun
                        ? new Table(heading, "COUNT", "RECORDS", "BYTES")
                        : new Table(heading, "RECORDS", "BYTES");
        sums.properties()
                .forEach(it -> {
                    var sum = it.getValue();
                    var records = "%,d".formatted(sum.path("records").asLong());
                    var bytes = "%,d".formatted(sum.path("bytes").asLong());
                    if (begun)
                        table.row(
                                it.getKey(),
                                "%,d".formatted(sum.path("begun").asLong()),
                                records,
                                bytes);
                    else table.row(it.getKey(), records, bytes);
                });
        return table;
    }

    private Table parts(Totals totals) {
        terminal().say("");
        var table = new Table("PART OF THE STORE", "FROM RECORD", "BYTES");
        for (var part : totals.store())
            table.row(
                    part.path("name").asText(),
                    "%,d".formatted(part.path("firstOffset").asLong()),
                    "%,d".formatted(part.path("bytes").asLong()));
        return table;
    }
}
