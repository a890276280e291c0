package io.dromos.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.AppPath;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.text.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `dromos audit log`.
@Command(
        name = "log",
        description = {
            "Lists records of the log, the oldest first: the newest 50, or all behind an offset.",
            "With --json each record is a line."
        })
public final class AuditLog extends BaseCommand {

    private static final Duration POLL = Duration.ofSeconds(1);

    @Option(
            names = "--app",
            paramLabel = "ID",
            description = "Only of this application, or of all in this group.")
    private Optional<String> app = Optional.empty();

    @Option(names = "--deployment", paramLabel = "ID", description = "Only of this deployment.")
    private Optional<String> deployment = Optional.empty();

    @Option(
            names = "--principal",
            paramLabel = "NAME",
            description = "Only what this user, or part of the system, brought about.")
    private Optional<String> principal = Optional.empty();

    @Option(
            names = "--kind",
            paramLabel = "NAME",
            description = "Only facts whose name begins so, such as catalog. or app.task-observed.")
    private Optional<String> kind = Optional.empty();

    @Option(names = "--since", paramLabel = "TIME", description = "Only from this time on.")
    private Optional<String> since = Optional.empty();

    @Option(names = "--until", paramLabel = "TIME", description = "Only before this time.")
    private Optional<String> until = Optional.empty();

    @Option(
            names = "--after",
            paramLabel = "OFFSET",
            description = "All behind this offset; 0 is the whole log.")
    private Optional<Long> after = Optional.empty();

    @Option(
            names = {"-n", "--last"},
            paramLabel = "COUNT",
            description = "So many of the newest. Default: ${DEFAULT-VALUE}.")
    private int last = 50;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what comes.")
    private boolean follow;

    @Option(names = "--csv", description = "Print comma-separated values with a heading.")
    private boolean csv;

    /// Constructed by picocli.
    public AuditLog() {}

    @Override
    protected int execute() throws Failure, InterruptedException {
        if (last < 1) throw Failure.usage("--last must be 1 or more");
        try (var api = api()) {
            var pages = new Pages(api, query());
            if (csv) terminal().say("offset,time,principal,address,kind,about,what,reason");
            var found = new ArrayList<JsonNode>();
            Pages.Taker taker = csv || isJson() || follow ? this::line : found::add;
            long next =
                    after.isPresent() ? pages.after(after.get(), taker) : pages.newest(last, taker);
            if (!found.isEmpty()) print(table(found));
            while (follow) {
                Thread.sleep(POLL);
                next = pages.after(next, taker);
            }
            return ExitCode.OK;
        }
    }

    private List<String> query() throws Failure {
        var query = new ArrayList<String>();
        if (app.isPresent()) query.add(Pages.parameter("app", AppPath.of(app.get()).id()));
        deployment.ifPresent(it -> query.add(Pages.parameter("deployment", it)));
        principal.ifPresent(it -> query.add(Pages.parameter("principal", it)));
        kind.ifPresent(it -> query.add(Pages.parameter("kind", it)));
        since.ifPresent(it -> query.add(Pages.parameter("since", it)));
        until.ifPresent(it -> query.add(Pages.parameter("until", it)));
        return query;
    }

    private void line(JsonNode record) {
        if (isJson()) terminal().say(compact(record));
        else if (csv)
            terminal().say(cells(record).map(AuditLog::quoted).collect(Collectors.joining(",")));
        else terminal().say(Story.line(record));
    }

    private static Stream<String> cells(JsonNode record) {
        return Stream.of(
                record.path("offset").asText(),
                record.path("committedAt").asText(),
                record.path("principal").asText(""),
                record.path("address").asText(""),
                record.path("kind").asText(),
                record.path("aggregate").asText(),
                Story.what(record),
                record.path("reason").asText(""));
    }

    /// A value that a spreadsheet would take for a formula is marked as text.
    static String quoted(String value) {
        boolean formula = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0;
        var safe = formula ? "'" + value : value;
        return safe.matches("[\\w ./:|-]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }

    static Table table(List<JsonNode> records) {
        var table = new Table("OFFSET", "TIME", "WHO", "WHAT").whole("OFFSET");
        for (var record : records)
            table.row(
                    record.path("offset").asText(),
                    Story.time(record),
                    Story.who(record),
                    Story.what(record));
        return table;
    }

    /// A record on one line.
    static String compact(JsonNode record) {
        try {
            return Api.JSON.writeValueAsString(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can be written", e);
        }
    }
}
