package io.dromos.cli.group;

import com.fasterxml.jackson.databind.JsonNode;

/// What is in a group at any depth.
///
/// @param apps how many applications
/// @param instances how many instances they want
/// @param running how many of them run
/// @param deploying on how many applications a deployment is at work
record Sum(int apps, long instances, long running, int deploying) {

    static Sum of(JsonNode group) {
        var sum = new Sum(0, 0, 0, 0);
        for (var app : group.path("apps"))
            sum =
                    sum.plus(
                            new Sum(
                                    1,
                                    app.path("instances").asLong(),
                                    app.path("tasksRunning").asLong(),
                                    app.path("deployments").isEmpty() ? 0 : 1));
        for (var inner : group.path("groups")) sum = sum.plus(of(inner));
        return sum;
    }

    private Sum plus(Sum other) {
        return new Sum(
                apps + other.apps,
                instances + other.instances,
                running + other.running,
                deploying + other.deploying);
    }
}
