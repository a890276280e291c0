package io.dromos.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.command.Connection;
import io.dromos.cli.http.Api;
import io.dromos.cli.mesos.Mesos;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.run.RunFile;
import io.dromos.cli.run.Running;
import io.dromos.cli.text.Spans;
import io.dromos.cli.text.Table;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;

/// `dromos status`.
@Command(
        name = "status",
        description = "Shows whether Dromos runs, its processes, agents and work.")
public final class StatusCommand extends BaseCommand {

    /// Constructed by picocli.
    public StatusCommand() {}

    @Override
    protected int execute() throws Failure, IOException {
        var running =
                connection().isElsewhere(terminal().environment())
                        ? Optional.<Running>empty()
                        : RunFile.in(data()).read();
        try (var api = api()) {
            var counts = counts(api);
            var agents = agents(api, counts);
            if (isJson()) {
                counts.set("agents", agents);
                running.ifPresent(local -> processes(counts.putArray("processes"), local));
                print(counts);
            } else {
                running.ifPresent(local -> print(processes(local)));
                running.filter(local -> !local.supervisor().isAlive()).ifPresent(_ -> orphaned());
                print(table(counts));
                if (!agents.isEmpty()) print(agents(agents));
                var unknown = counts.path("agentsUnknown").asText("");
                if (!unknown.isEmpty()) terminal().note("No agents are shown: " + unknown);
            }
            return ExitCode.OK;
        }
    }

    private void orphaned() {
        var option = Connection.option(data(), terminal().environment());
        terminal()
                .note(
                        "'dromos up' itself has ended, so what dies is not started again: 'dromos up%s' takes over, 'dromos down%s' ends the rest"
                                .formatted(option, option));
    }

    private static ObjectNode counts(Api api) throws Failure {
        var info = api.get("/v2/info");
        var apps = api.get("/v2/apps").path("apps");
        int running = 0;
        int wanted = 0;
        for (var app : apps) {
            running += app.path("tasksRunning").asInt();
            wanted += app.path("instances").asInt();
        }
        var json = Api.JSON.createObjectNode();
        json.put("url", api.base().toString()).put("version", info.path("version").asText());
        json.set("frameworkId", info.path("frameworkId"));
        json.put("applications", apps.size());
        json.put("tasksRunning", running).put("instances", wanted);
        json.put("deployments", api.get("/v2/deployments").size());
        api.find("/v3/kafka").ifPresent(kafka -> json.set("kafka", kafka));
        return json;
    }

    /// A server whose Mesos cannot be asked has a status all the same.
    private static JsonNode agents(Api api, ObjectNode counts) {
        try (var mesos = Mesos.of(api)) {
            var agents = mesos.agents();
            if (agents.isEmpty())
                counts.put("agentsUnknown", "none has registered with the master");
            return agents;
        } catch (Failure failure) {
            counts.put("agentsUnknown", failure.sentence());
            return Api.JSON.createArrayNode();
        }
    }

    private static Table table(JsonNode counts) {
        var table =
                new Table("SERVER", counts.path("url").asText())
                        .row("version", counts.path("version").asText())
                        .row("framework", counts.path("frameworkId").asText("not registered yet"))
                        .row("applications", counts.path("applications").asText())
                        .row(
                                "tasks",
                                "%s running, %s wanted"
                                        .formatted(
                                                counts.path("tasksRunning").asText(),
                                                counts.path("instances").asText()))
                        .row("deployments", counts.path("deployments").asText());
        var kafka = counts.path("kafka");
        return kafka.has("lag") ? table.row("kafka", published(kafka)) : table;
    }

    private static String published(JsonNode kafka) {
        return "%s (%s facts behind)"
                .formatted(kafka.path("sentence").asText(), kafka.path("lag").asText());
    }

    private static Table agents(JsonNode agents) {
        var table = new Table("AGENT", "CPUS", "MEM", "DISK", "ACTIVE", "ID").whole("AGENT");
        for (var agent : agents)
            table.row(
                    agent.path("hostname").asText(),
                    used(agent, "cpus"),
                    used(agent, "mem"),
                    used(agent, "disk"),
                    agent.path("active").asBoolean() ? "yes" : "no",
                    agent.path("id").asText());
        return table;
    }

    private static String used(JsonNode agent, String resource) {
        return "%s/%s"
                .formatted(
                        brief(agent.path("used_resources").path(resource)),
                        brief(agent.path("resources").path(resource)));
    }

    private static String brief(JsonNode number) {
        return number.asText("0").replaceFirst("\\.0$", "");
    }

    private static Table processes(Running running) {
        var table = new Table("PROCESS", "PID", "STATE", "LOG").whole("LOG");
        var age = Spans.of(Duration.between(running.started(), Instant.now()));
        table.row(
                "up",
                running.supervisor().pid(),
                running.supervisor().isAlive() ? "since " + age : "down",
                "-");
        for (var known : running.parts())
            table.row(
                    known.part().name(),
                    known.process().map(process -> "" + process.pid()).orElse("-"),
                    known.isAlive() ? "runs" : "down",
                    known.part().log());
        return table;
    }

    private static void processes(
            com.fasterxml.jackson.databind.node.ArrayNode list, Running running) {
        list.addObject()
                .put("name", "up")
                .put("pid", running.supervisor().pid())
                .put("alive", running.supervisor().isAlive())
                .put("started", running.started().toString());
        for (var known : running.parts()) {
            var json = list.addObject().put("name", known.part().name());
            known.process().ifPresent(process -> json.put("pid", process.pid()));
            json.put("alive", known.isAlive()).put("log", known.part().log().toString());
        }
    }
}
