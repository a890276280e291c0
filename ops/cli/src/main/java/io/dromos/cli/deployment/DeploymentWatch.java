package io.dromos.cli.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.AppPath;
import io.dromos.cli.http.Api;
import io.dromos.cli.http.EventStream;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.text.Progress;
import io.dromos.cli.text.Spans;
import io.dromos.cli.text.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Watches deployments to their end. It subscribes to their ends before they are asked for, so that
/// none is missed; how far they are is asked from time to time.
public final class DeploymentWatch implements AutoCloseable {

    private static final Duration POLL_FIRST = Duration.ofMillis(50);
    private static final Duration POLL_LATER = Duration.ofMillis(500);

    /// How long after a deployment is gone from the list its end may still be told.
    private static final Duration LATE_MAX = Duration.ofSeconds(2);

    private static final int ENDS_KEPT_MAX = 10_000;

    /// Of a step with many applications, so many are asked why they wait.
    private static final int APPS_ASKED_MAX = 10;

    private final Api api;
    private final Terminal terminal;
    private Optional<EventStream> stream;
    private volatile boolean streamOver;
    private final Map<String, Boolean> ends = new ConcurrentHashMap<>();

    private DeploymentWatch(Api api, Terminal terminal, Optional<EventStream> stream) {
        this.api = api;
        this.terminal = terminal;
        this.stream = stream;
        follow();
    }

    private void follow() {
        stream.ifPresent(open -> Thread.ofVirtual().name("ends").start(() -> follow(open)));
    }

    /// A server that was started again is listened to again, so that how a deployment ends is heard
    /// from then on.
    private void listenAgain() throws Failure {
        if (!streamOver) return;
        stream = subscribed(api);
        streamOver = false;
        follow();
    }

    /// Begins to listen.
    public static DeploymentWatch open(Api api, Terminal terminal) throws Failure {
        return new DeploymentWatch(api, terminal, subscribed(api));
    }

    /// A server without the stream still has a list to ask.
    private static Optional<EventStream> subscribed(Api api) throws Failure {
        try {
            return Optional.of(
                    EventStream.subscribe(
                            api,
                            List.of("deployment_success", "deployment_failed"),
                            Optional.empty()));
        } catch (Failure refused) {
            if (refused.exitCode() != io.dromos.cli.outcome.ExitCode.FAILED) throw refused;
            return Optional.empty();
        }
    }

    private void follow(EventStream open) {
        try {
            for (var event = open.next(); event.isPresent(); event = open.next()) {
                var id = Api.JSON.readTree(event.get().data()).path("id").asText();
                if (ends.size() < ENDS_KEPT_MAX)
                    ends.put(id, event.get().type().equals("deployment_success"));
            }
        } catch (JsonProcessingException _) {
            // A server that speaks otherwise is still asked for its list.
            return;
        } catch (IOException _) {
            // The list tells the end as well, only not how it came.
        }
        streamOver = true;
    }

    /// Waits for a deployment's end, also while its server is started again.
    ///
    /// @throws Failure if it was cancelled, goes on after the patience ends, or nobody answers for
    ///   long
    public void await(String deployment, Duration patience) throws Failure, InterruptedException {
        try (var progress = new Progress(terminal)) {
            var outage = new Outage(progress, goesOn(deployment));
            var goneAt = Duration.ZERO;
            while (!ended(deployment)) {
                var answer = outage.bear(() -> shown(deployment, progress));
                var open = answer.flatMap(it -> it);
                if (answer.isEmpty() || open.isPresent()) {
                    goneAt = Duration.ZERO;
                } else if (goneAt.isZero()) {
                    goneAt = progress.elapsed();
                } else if (stream.isEmpty()
                        || progress.elapsed().minus(goneAt).compareTo(LATE_MAX) > 0) {
                    return;
                }
                if (progress.elapsed().compareTo(patience) > 0)
                    throw late(deployment, patience, open);
                var young = progress.elapsed().compareTo(Duration.ofSeconds(1)) < 0;
                Thread.sleep(young ? POLL_FIRST : POLL_LATER);
            }
        }
    }

    private static String goesOn(String deployment) {
        return "The deployment %s was admitted, and goes on when its server does: watch it with 'dromos deployment watch %s'"
                .formatted(deployment, deployment);
    }

    private Optional<JsonNode> shown(String deployment, Progress progress) throws Failure {
        listenAgain();
        var open = open(deployment);
        if (open.isPresent()) progress.show(told(open.get(), progress.elapsed()));
        else if (hasEndedBefore(deployment)) ends.put(deployment, true);
        return open;
    }

    private boolean ended(String deployment) throws Failure {
        var success = ends.get(deployment);
        return success != null && isDone(deployment, success);
    }

    /// One that is gone from the list has ended: the server may know how.
    private boolean hasEndedBefore(String deployment) throws Failure {
        var state = Deployments.state(api, deployment).map(it -> it.path("state").asText(""));
        return switch (state.orElse("")) {
            case "finished" -> true;
            case "cancelled", "superseded" -> isDone(deployment, false);
            default -> false;
        };
    }

    private boolean isDone(String deployment, boolean success) throws Failure {
        if (success) return true;
        var how =
                Deployments.state(api, deployment)
                        .filter(it -> it.has("ended"))
                        .map(it -> it.path("why").asText());
        throw Failure.failed(
                "The deployment %s was stopped before its end: %s"
                        .formatted(deployment, how.orElse("see 'dromos deployment list'")));
    }

    private Failure late(String deployment, Duration patience, Optional<JsonNode> open)
            throws Failure {
        var why = open.isPresent() ? why(open.get()) : "";
        return Failure.timedOut(
                "The deployment %s still goes on after %d s%s: see 'dromos deployment list', or stop it with 'dromos deployment cancel %s'"
                        .formatted(deployment, patience.toSeconds(), why, deployment));
    }

    private Optional<JsonNode> open(String deployment) throws Failure {
        for (var each : api.get("/v2/deployments"))
            if (each.path("id").asText().equals(deployment)) return Optional.of(each);
        return Optional.empty();
    }

    private String told(JsonNode open, Duration elapsed) throws Failure {
        var actions = new ArrayList<String>();
        for (var action : open.path("currentActions"))
            actions.add(action.path("action").asText() + " " + action.path("app").asText());
        var told =
                "step %d of %d: %s"
                        .formatted(
                                open.path("currentStep").asInt(),
                                open.path("totalSteps").asInt(),
                                actions.isEmpty() ? "beginning" : String.join(", ", actions));
        return elapsed.compareTo(Progress.QUIET) < 0 ? told : told + steered(open) + why(open);
    }

    /// That it is paused or stalled, and how long it may go on without progress.
    private String steered(JsonNode open) throws Failure {
        var shown = Deployments.state(api, open.path("id").asText());
        if (shown.isEmpty()) return "";
        var state = shown.get().path("state").asText();
        if (!state.equals("running")) return " – " + state;
        var left = Duration.ZERO;
        for (var app : shown.get().path("applications")) {
            var deadline = app.path("deadline").path("remainingSeconds");
            if (!deadline.isNumber()) continue;
            var its = Duration.ofSeconds(deadline.asLong());
            if (left.isZero() || its.compareTo(left) < 0) left = its;
        }
        return left.isZero() ? "" : " – deadline in " + Spans.of(left);
    }

    private String why(JsonNode open) throws Failure {
        var apps = new ArrayList<AppPath>();
        for (var action : open.path("currentActions"))
            if (apps.size() < APPS_ASKED_MAX) apps.add(AppPath.of(action.path("app").asText()));
        return Reasons.told(api, apps);
    }

    @Override
    public void close() throws IOException {
        if (stream.isPresent()) stream.get().close();
    }
}
