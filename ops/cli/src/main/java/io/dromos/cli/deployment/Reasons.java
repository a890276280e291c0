package io.dromos.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.AppPath;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Why an application is not as it should be, as its server tells it.
public final class Reasons {

    private Reasons() {}

    /// Why instances wait; empty if none does.
    public static Optional<String> waits(Api api, AppPath app) throws Failure {
        return api.find(app.resource().replaceFirst("^/v2/", "/v3/") + "/why")
                .filter(answer -> answer.path("waiting").asInt() > 0)
                .map(answer -> answer.path("why").asText());
    }

    /// How many of an application's instances run, of how many that are wanted.
    static String counts(JsonNode app) {
        int running = app.path("tasksRunning").asInt();
        int wanted = app.path("instances").asInt();
        return running > wanted
                ? "%d instances run, %d %s wanted"
                        .formatted(running, wanted, wanted == 1 ? "is" : "are")
                : "%d of %d instances run".formatted(running, wanted);
    }

    /// How the last of its tasks that failed came to its end; empty if none has.
    public static Optional<String> lastFailure(JsonNode app) {
        var failure = app.path("lastTaskFailure");
        if (!failure.isObject()) return Optional.empty();
        return Optional.of(
                "%s %s: %s"
                        .formatted(
                                failure.path("timestamp").asText(),
                                failure.path("state").asText(),
                                failure.path("message").asText()));
    }

    /// Both in one sentence; empty if there is nothing to tell.
    public static String all(Api api, AppPath app) throws Failure {
        var told = new ArrayList<String>();
        waits(api, app).ifPresent(told::add);
        if (!told.isEmpty())
            api.find(app.resource())
                    .flatMap(answer -> lastFailure(answer.path("app")))
                    .ifPresent(failure -> told.add("last failure " + failure));
        return String.join("; ", told);
    }

    /// The reasons of the first of these applications that has any, with a dash in front.
    static String told(Api api, List<AppPath> apps) throws Failure {
        for (var app : apps) {
            var reasons = all(api, app);
            if (!reasons.isEmpty()) return " – " + reasons;
        }
        return "";
    }
}
