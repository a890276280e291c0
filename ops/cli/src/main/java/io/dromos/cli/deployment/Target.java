package io.dromos.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.AppPath;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.text.Progress;
import io.dromos.cli.text.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Waits until applications are what they should be. A change that finds everything as it wants it
/// has a deployment that ends at once, whether or not an earlier one still goes on.
final class Target {

    /// So long instances may be missing although no deployment is at work.
    private static final Duration MISSING_MAX = Duration.ofSeconds(10);

    private static final Duration POLL_FIRST = Duration.ofMillis(50);
    private static final Duration POLL_LATER = Duration.ofMillis(500);

    private final Api api;
    private final Terminal terminal;
    private final Optional<String> admitted;

    /// Since when no deployment is at work on the application that is waited for; zero if one is.
    private Duration quietSince = Duration.ZERO;

    /// @param admitted the version that was admitted, if the server told it
    Target(Api api, Terminal terminal, Optional<String> admitted) {
        this.api = api;
        this.terminal = terminal;
        this.admitted = admitted;
    }

    /// Waits until no deployment is at work on the applications and all their instances run.
    ///
    /// @throws Failure if a deployment goes on after the patience ends, none does and instances are
    ///   missing, somebody changed an application since, or nobody answers for long
    void await(List<AppPath> apps, Duration patience) throws Failure, InterruptedException {
        try (var progress = new Progress(terminal)) {
            for (var app : apps) await(app, patience, progress);
        }
    }

    private void await(AppPath path, Duration patience, Progress progress)
            throws Failure, InterruptedException {
        quietSince = Duration.ZERO;
        var outage = new Outage(progress, path.id() + " is admitted");
        while (!outage.bear(() -> isReached(path, patience, progress)).orElse(false)) {
            boolean young = progress.elapsed().compareTo(Progress.QUIET) < 0;
            Thread.sleep(young ? POLL_FIRST : POLL_LATER);
        }
    }

    private boolean isReached(AppPath path, Duration patience, Progress progress) throws Failure {
        var app = app(path);
        var version = app.path("version").asText();
        // A change that was rolled back is followed by one that makes the former definition anew.
        if (admitted.filter(mine -> mine.compareTo(version) < 0).isPresent())
            throw Failure.failed(
                    "%s was changed or rolled back meanwhile: its version is %s, this change made %s"
                            .formatted(path.id(), version, admitted.get()));
        if (isReached(app)) return true;
        var now = progress.elapsed();
        boolean isQuiet = app.path("deployments").isEmpty();
        if (!isQuiet) quietSince = Duration.ZERO;
        else if (quietSince.isZero()) quietSince = now;
        else if (now.minus(quietSince).compareTo(MISSING_MAX) > 0) throw missing(path, app);
        if (now.compareTo(patience) > 0) throw isQuiet ? missing(path, app) : late(path, app);
        progress.show(
                "waiting for %s (%s)%s".formatted(path.id(), Reasons.counts(app), why(path, app)));
        return false;
    }

    private JsonNode app(AppPath path) throws Failure {
        return api.find(path.resource())
                .map(answer -> answer.path("app"))
                .orElseThrow(() -> Failure.failed(path.id() + " was destroyed meanwhile"));
    }

    private static boolean isReached(JsonNode app) {
        return app.path("deployments").isEmpty()
                && app.path("tasksRunning").asInt() >= app.path("instances").asInt();
    }

    private Failure missing(AppPath path, JsonNode app) throws Failure {
        return Failure.failed(
                "%s is admitted and no deployment is at work on it, but %s%s"
                        .formatted(path.id(), Reasons.counts(app), why(path, app)));
    }

    private Failure late(AppPath path, JsonNode app) throws Failure {
        return Failure.timedOut(
                "A deployment of %s, %s, still goes on (%s)%s"
                        .formatted(
                                path.id(),
                                app.path("deployments").path(0).path("id").asText(),
                                Reasons.counts(app),
                                why(path, app)));
    }

    private String why(AppPath path, JsonNode app) throws Failure {
        var waits = Reasons.waits(api, path).map(text -> " – " + text).orElse("");
        return waits + Reasons.lastFailure(app).map(text -> "; last failure " + text).orElse("");
    }
}
