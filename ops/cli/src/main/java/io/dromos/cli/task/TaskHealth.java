package io.dromos.cli.task;

import com.fasterxml.jackson.databind.JsonNode;

/// How tasks fare by their health checks, in a word.
public final class TaskHealth {

    private TaskHealth() {}

    /// Whether the application has health checks.
    public static boolean isChecked(JsonNode app) {
        return !app.path("healthChecks").isEmpty();
    }

    /// `healthy`, `unhealthy`, or `-` where no check has told anything.
    public static String of(JsonNode task) {
        var results = task.path("healthCheckResults");
        if (results.isEmpty()) return "-";
        for (var result : results) if (!result.path("alive").asBoolean()) return "unhealthy";
        return "healthy";
    }

    /// How many of an application's tasks are healthy, how many are not, and how many have told
    /// nothing.
    public static String counts(JsonNode app) {
        int healthy = app.path("tasksHealthy").asInt();
        int unhealthy = app.path("tasksUnhealthy").asInt();
        int unknown = Math.max(0, app.path("tasksRunning").asInt() - healthy - unhealthy);
        return "%d healthy, %d unhealthy, %d not known".formatted(healthy, unhealthy, unknown);
    }
}
