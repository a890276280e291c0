package io.dromos.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/// Tells a record of the log in words. Pure.
final class Story {

    private Story() {}

    /// All of it on a line: where it stands, when it was, who and what.
    static String line(JsonNode record) {
        return "%8d  %s  %s: %s"
                .formatted(record.path("offset").asLong(), time(record), who(record), what(record));
    }

    /// When it was, to the second.
    static String time(JsonNode record) {
        return record.path("committedAt").asText().replaceFirst("\\.\\d+Z$", "Z");
    }

    /// Who or what brought it about: a user with the place he asked from, or a part of the system.
    static String who(JsonNode record) {
        var principal = record.path("principal").asText("");
        if (principal.isEmpty()) return "the log itself";
        var address = record.path("address").asText("");
        return address.isEmpty() ? principal : principal + " at " + address;
    }

    /// What happened.
    static String what(JsonNode record) {
        var kind = record.path("kind").asText().replaceFirst("\\.v\\d+$", "");
        var fact = record.path("fact");
        if (kind.startsWith("catalog.")) return wanted(kind, fact);
        return kind.startsWith("app.") ? lived(kind, fact) : other(kind, fact);
    }

    private static String wanted(String kind, JsonNode fact) {
        return switch (kind) {
            case "catalog.change-admitted" -> change(fact);
            case "catalog.application-admitted" ->
                    "%s is defined: version %s, %d instances"
                            .formatted(
                                    fact.path("app").asText(),
                                    fact.path("version").asText(),
                                    fact.at("/spec/instances").asInt(1));
            case "catalog.removal-admitted" -> fact.path("app").asText() + " is to go";
            case "catalog.group-admitted" ->
                    "the group " + fact.path("group").asText() + " is there";
            case "catalog.group-removal-admitted" ->
                    "the group " + fact.path("group").asText() + " is gone";
            case "catalog.deployment-closed" ->
                    "deployment %s ended: %s"
                            .formatted(
                                    fact.path("deployment").asText(),
                                    fact.path("outcome").asText().toLowerCase(Locale.ROOT));
            default -> asItIs(kind, fact);
        };
    }

    private static String lived(String kind, JsonNode fact) {
        return switch (kind) {
            case "app.version-adopted" ->
                    "%s follows deployment %s"
                            .formatted(fact.path("app").asText(), fact.path("deployment").asText());
            case "app.step-released" -> fact.path("app").asText() + " may begin " + step(fact);
            case "app.step-done" -> fact.path("app").asText() + " is done with " + step(fact);
            case "app.instance-planned" ->
                    "task %s is to run on %s"
                            .formatted(
                                    fact.path("task").asText(),
                                    fact.at("/placement/host").asText());
            case "app.launch-abandoned" ->
                    "task %s is not launched%s"
                            .formatted(fact.path("task").asText(), because(fact));
            case "app.task-observed" -> observed(fact);
            case "app.straggler-ended" ->
                    "task %s, forgotten before, ended: %s"
                            .formatted(fact.path("task").asText(), fact.path("state").asText());
            case "app.instance-health-changed" ->
                    "task %s is %s%s"
                            .formatted(
                                    fact.path("task").asText(),
                                    fact.path("healthy").asBoolean() ? "healthy" : "not healthy",
                                    colon(fact.path("cause")));
            case "app.instance-became-ready" -> "task " + fact.path("task").asText() + " is ready";
            case "app.instance-became-inactive" ->
                    "task %s is silent for too long and is replaced"
                            .formatted(fact.path("task").asText());
            case "app.kill-requested" ->
                    "%s is to end%s".formatted(fact.path("instance").asText(), because(fact));
            case "app.instance-forgotten" -> fact.path("instance").asText() + " is no more";
            case "app.removed" -> fact.path("app").asText() + " is gone";
            case "app.rollout-stalled" -> stalled(fact);
            default -> asItIs(kind, fact);
        };
    }

    private static String other(String kind, JsonNode fact) {
        return switch (kind) {
            case "deployment.started" ->
                    "deployment %s begins its %d steps"
                            .formatted(
                                    fact.path("deployment").asText(), fact.path("steps").asInt());
            case "deployment.step-started" -> "begins " + step(fact);
            case "deployment.step-completed" -> "completes " + step(fact);
            case "deployment.paused" ->
                    "paused by %s%s"
                            .formatted(fact.path("by").asText(), colon(fact.path("reason")));
            case "deployment.stalled" -> stalled(fact);
            case "deployment.resumed" -> "resumed by " + fact.path("by").asText();
            case "framework.agent-seen" -> "agent on " + fact.path("host").asText() + " is seen";
            case "framework.agent-lost" -> "agent " + fact.path("agent").asText() + " is lost";
            case "framework.epoch-claimed" ->
                    "scheduler %d begins".formatted(fact.path("epoch").asLong());
            default -> asItIs(kind, fact);
        };
    }

    /// A kind that this version does not know.
    private static String asItIs(String kind, JsonNode fact) {
        return "%s %s".formatted(kind, fact);
    }

    private static String change(JsonNode fact) {
        var undoes = fact.path("undoes").asText("");
        return "a change of %d is admitted as deployment %s%s"
                .formatted(
                        fact.path("count").asInt(),
                        fact.path("deployment").asText(),
                        undoes.isEmpty() ? "" : ", which undoes " + undoes);
    }

    private static String observed(JsonNode fact) {
        return "task %s is %s%s"
                .formatted(
                        fact.path("task").asText(),
                        fact.path("state").asText(),
                        colon(fact.path("message")));
    }

    private static String stalled(JsonNode fact) {
        return "the rollout of %s stalls%s".formatted(fact.path("app").asText(), because(fact));
    }

    private static String step(JsonNode fact) {
        return "step " + (fact.path("step").asInt() + 1);
    }

    private static String because(JsonNode fact) {
        return colon(fact.path("why"));
    }

    private static String colon(JsonNode text) {
        var shown = text.asText("");
        return shown.isEmpty() ? "" : ": " + shown;
    }
}
