package io.dromos.cli.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.Named;
import io.dromos.cli.http.Api;
import io.dromos.cli.mesos.Mesos;
import io.dromos.cli.outcome.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A task's directory on its agent, found as a stranger would find it: the master knows the agent,
/// and the agent the directory.
///
/// @param agent the agent's address, `http://HOST:PORT`
/// @param task the task's id
/// @param directory the agent's name for it
record Sandbox(String agent, String task, String directory) {

    /// Finds the sandbox of a task that runs, or that the master still remembers.
    ///
    /// @param written the task's id, or its beginning
    static Sandbox find(Mesos mesos, String written) throws Failure {
        var agents = agents(mesos);
        var task =
                Named.among(agents.keySet(), written, "tasks").orElseThrow(() -> unknown(written));
        var agent = address(mesos, agents.getOrDefault(task, ""));
        for (var framework : frameworks(mesos.json(agent + "/state"))) {
            for (var list : List.of("executors", "completed_executors")) {
                for (var executor : framework.path(list))
                    if (holds(executor, task))
                        return new Sandbox(agent, task, executor.path("directory").asText());
            }
        }
        throw Failure.failed(
                "The agent at %s has no directory of the task %s any more".formatted(agent, task));
    }

    /// The agent of each task, the newest if it ran on several.
    private static Map<String, String> agents(Mesos mesos) throws Failure {
        var agents = new HashMap<String, String>();
        for (var framework : frameworks(mesos.state()))
            for (var list : List.of("tasks", "completed_tasks", "unreachable_tasks"))
                for (var each : framework.path(list))
                    agents.putIfAbsent(each.path("id").asText(), each.path("slave_id").asText());
        return agents;
    }

    private static Failure unknown(String task) {
        return Failure.failed(
                "Mesos knows no task '%s': 'dromos task list' shows those that run"
                        .formatted(task));
    }

    private static String address(Mesos mesos, String id) throws Failure {
        for (var agent : mesos.agents())
            if (agent.path("id").asText().equals(id))
                // Such as slave(1)@127.0.0.1:5051
                return "http://" + agent.path("pid").asText().replaceFirst("^[^@]*@", "");
        throw Failure.failed("The agent %s of the task is not there any more".formatted(id));
    }

    private static List<JsonNode> frameworks(JsonNode state) {
        var all = new java.util.ArrayList<JsonNode>();
        state.path("frameworks").forEach(all::add);
        state.path("completed_frameworks").forEach(all::add);
        return all;
    }

    private static boolean holds(JsonNode executor, String task) {
        for (var list : List.of("tasks", "queued_tasks", "completed_tasks"))
            for (var each : executor.path(list))
                if (each.path("id").asText().equals(task)) return true;
        return executor.path("id").asText().equals(task);
    }

    /// Whether the task has ended, as its agent tells.
    boolean hasEnded(Mesos mesos) throws Failure {
        for (var framework : frameworks(mesos.json(agent + "/state")))
            for (var executor : framework.path("executors"))
                for (var each : executor.path("tasks"))
                    if (each.path("id").asText().equals(task)) return false;
        return true;
    }

    /// Where a file is sent whole, or its tail end if it was rotated.
    String download(String file) {
        return agent + "/files/download?path=" + Api.encoded(directory + "/" + file);
    }

    /// Where a part of a file is read.
    ///
    /// @param offset from which byte; empty asks for the size
    String read(String file, Optional<Long> offset, long length) {
        return agent
                + "/files/read?path="
                + Api.encoded(directory + "/" + file)
                + offset.map(from -> "&offset=" + from + "&length=" + length).orElse("&offset=-1");
    }
}
