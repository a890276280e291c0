package io.dromos.cli.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.http.Api;
import io.dromos.cli.http.EventStream;
import io.dromos.cli.http.EventStream.Event;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `dromos events`.
@Command(
        name = "events",
        description =
                "Prints what happens, as it happens; with -f it comes back when the server was away.")
public final class EventsCommand extends BaseCommand {

    private static final Duration RETRY = Duration.ofSeconds(1);

    @Option(
            names = {"-f", "--follow"},
            description = "Go on for ever: subscribe again when the stream ends, and miss nothing.")
    private boolean follow;

    @Option(
            names = "--type",
            split = ",",
            paramLabel = "TYPE",
            description = "Only events of this type, such as status_update_event; may be repeated.")
    private List<String> types = new ArrayList<>();

    @Option(
            names = "--after",
            paramLabel = "ID",
            description =
                    "Begin behind the event with this id; 0 is everything that ever happened.")
    private Optional<String> seen = Optional.empty();

    private final Map<String, String> conditions = new Recent();

    /// What was told of the latest instances.
    private static final class Recent extends LinkedHashMap<String, String> {

        private static final long serialVersionUID = 1L;
        private static final int INSTANCES_MAX = 10_000;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > INSTANCES_MAX;
        }
    }

    /// Constructed by picocli.
    public EventsCommand() {}

    @Override
    protected int execute() throws Failure, InterruptedException {
        try (var api = api()) {
            read(api);
            while (follow) {
                terminal().note("The stream has ended; subscribing again");
                again(api);
            }
            return ExitCode.OK;
        }
    }

    private void again(Api api) throws Failure, InterruptedException {
        Thread.sleep(RETRY);
        try {
            read(api);
        } catch (Failure failure) {
            if (!failure.isPassing()) throw failure;
        }
    }

    private void read(Api api) throws Failure {
        try (var stream = EventStream.subscribe(api, types, seen)) {
            read(stream);
        } catch (IOException e) {
            if (!follow)
                throw Failure.unreachable("The stream of events was lost: " + e.getMessage());
        }
    }

    private void read(EventStream stream) throws IOException {
        try {
            for (var event = stream.next(); event.isPresent(); event = stream.next())
                tell(event.get());
        } finally {
            seen = stream.seen();
        }
    }

    private void tell(Event event) {
        terminal().say(isJson() ? event.data() : line(event));
    }

    /// Time, type and what it is about.
    private String line(Event event) {
        try {
            var data = Api.JSON.readTree(event.data());
            var about = new ArrayList<String>();
            for (var field :
                    List.of(
                            "appId",
                            "runSpecId",
                            "taskId",
                            "taskStatus",
                            "instanceId",
                            "condition",
                            "host",
                            "message",
                            "id",
                            "groupId",
                            "uri",
                            "reason",
                            "remoteAddress")) {
                var value = data.path(field).asText("");
                if (!value.isEmpty()) about.add(value);
            }
            if (isSame(data)) about.add("(as before; its end was asked for)");
            var plan = data.path("plan").path("id").asText("");
            if (about.isEmpty() && !plan.isEmpty()) about.add(plan);
            return "%s  %-26s %s"
                    .formatted(
                            data.path("timestamp").asText("-"),
                            event.type(),
                            String.join(" ", about));
        } catch (JsonProcessingException _) {
            return event.type() + "  " + event.data();
        }
    }

    /// As in Marathon, an instance whose end is asked for is told of once more in the condition it
    /// is in, which would read as if it had begun again.
    private boolean isSame(JsonNode data) {
        var instance = data.path("instanceId").asText("");
        var condition = data.path("condition").asText("");
        if (instance.isEmpty() || condition.isEmpty()) return false;
        return condition.equals(conditions.put(instance, condition));
    }
}
