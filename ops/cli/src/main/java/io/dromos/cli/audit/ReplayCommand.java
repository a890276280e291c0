package io.dromos.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.AppPath;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.http.Api;
import io.dromos.cli.http.EventStream;
import io.dromos.cli.http.EventStream.Event;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `dromos replay`.
@Command(
        name = "replay",
        description = {
            "Tells what happened between two moments: a line for each record of the log, each as JSON with --json, or with --sse the events that the stream told.",
            "A moment is a time such as 2026-01-31T12:00:00Z, a version, or an offset of the log."
        })
public final class ReplayCommand extends BaseCommand {

    private static final Duration RETRY = Duration.ofSeconds(1);

    @Option(
            names = "--from",
            paramLabel = "MOMENT",
            description = "What came after this moment. Default: the beginning of the log.")
    private String from = "0";

    @Option(names = "--to", paramLabel = "MOMENT", description = "Up to this moment. Default: now.")
    private String to = "";

    @Option(
            names = "--app",
            paramLabel = "ID",
            description = "Only records of this application, or of all in this group.")
    private Optional<String> app = Optional.empty();

    @Option(names = "--sse", description = "Server-sent events, as /v2/events told them.")
    private boolean sse;

    @Option(
            names = "--type",
            split = ",",
            paramLabel = "TYPE",
            description = "With --sse: only events of this type; may be repeated.")
    private List<String> types = new ArrayList<>();

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            description =
                    "At the pace at which it happened, so many times faster. Default: at once.")
    private double speed = Double.POSITIVE_INFINITY;

    private Optional<String> seen = Optional.empty();
    private String lost = "";
    private long begun;

    /// Constructed by picocli.
    public ReplayCommand() {}

    @Override
    protected int execute() throws Failure, InterruptedException {
        if (!(speed > 0)) throw Failure.usage("--speed must be more than 0");
        if (sse && (isJson() || app.isPresent()))
            throw Failure.usage("--sse goes with neither --json nor --app");
        if (!sse && !types.isEmpty()) throw Failure.usage("--type goes with --sse only");
        var pace = new Pace(speed);
        begun = System.nanoTime();
        try (var api = api()) {
            if (sse) events(api, pace);
            else records(api, pace);
        }
        return ExitCode.OK;
    }

    private void records(Api api, Pace pace) throws Failure {
        var query = new ArrayList<String>();
        if (app.isPresent()) query.add(Pages.parameter("app", AppPath.of(app.get()).id()));
        new Pages(api, query)
                .window(
                        from,
                        to,
                        record -> {
                            await(pace, record.path("committedAt"));
                            terminal()
                                    .say(isJson() ? AuditLog.compact(record) : Story.line(record));
                        });
    }

    /// One who tells slowly takes nothing for long, and is cut off: he comes back.
    private void events(Api api, Pace pace) throws Failure, InterruptedException {
        var window = Pages.parameter("from", from);
        // What happens meanwhile is not of the window.
        var end = to.isEmpty() ? api.get("/v3/log?limit=1").path("head").asText() : to;
        window += "&" + Pages.parameter("to", end);
        for (var before = seen; !told(api, window, pace); before = seen) {
            if (seen.equals(before))
                throw Failure.unreachable("The stream of events was lost: " + lost);
            Thread.sleep(RETRY);
        }
    }

    /// Whether it came to the end.
    private boolean told(Api api, String window, Pace pace) throws Failure {
        try (var stream = EventStream.window(api, window, types, seen)) {
            for (var event = stream.next(); event.isPresent(); event = stream.next()) {
                await(pace, time(event.get()));
                block(event.get());
                seen = stream.seen();
            }
            return true;
        } catch (IOException e) {
            lost = String.valueOf(e.getMessage());
            return false;
        }
    }

    private void block(Event event) {
        var id = event.id().isEmpty() ? "" : "id: " + event.id() + "\n";
        terminal().say("event: %s\n%sdata: %s\n".formatted(event.type(), id, event.data()));
    }

    private static JsonNode time(Event event) throws IOException {
        try {
            return Api.JSON.readTree(event.data()).path("timestamp");
        } catch (JsonProcessingException e) {
            throw new IOException("an event that is no JSON", e);
        }
    }

    private void await(Pace pace, JsonNode time) throws Failure {
        try {
            var due = pace.due(Instant.parse(time.asText()));
            Thread.sleep(due.minus(Duration.ofNanos(System.nanoTime() - begun)));
        } catch (DateTimeException _) {
            // It is told at once.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Failure.failed("Interrupted");
        }
    }
}
