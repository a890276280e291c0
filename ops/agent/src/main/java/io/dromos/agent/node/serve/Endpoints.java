package io.dromos.agent.node.serve;

import io.dromos.agent.http.Handler;
import io.dromos.agent.http.Request;
import io.dromos.agent.http.Response;
import io.dromos.agent.http.Strangers;
import io.dromos.agent.link.MesosJson;
import io.dromos.agent.link.NodeRole;
import io.dromos.agent.node.life.Agent;
import io.dromos.agent.node.work.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The agent's endpoints, in the shapes of a Mesos agent's:
///
/// ```
/// GET  /state  /containers  /health  /files/browse  /files/read  /files/download  /files/debug
/// POST /tasks/stop-all    ours: ends every task and removes what they leave; answers when that is done
/// ```
///
/// The first two also answer under `/slave(1)/`, and the files also with `.json` at the end.
public final class Endpoints implements Handler {
    private static final String SLAVE = "/slave(1)";

    private final NodeRole.Settings settings;
    private final Agent agent;
    private final StateJson state;
    private final SandboxFiles files;

    /// Endpoints of an agent.
    ///
    /// @param root the agent's directory
    public Endpoints(NodeRole.Settings settings, Agent agent, Machine machine, Path root) {
        this.settings = settings;
        this.agent = agent;
        this.state = new StateJson(settings, machine, root, System.currentTimeMillis() / 1e3);
        this.files = new SandboxFiles(this::attached);
    }

    @Override
    public Response handle(Request request) throws IOException, InterruptedException {
        var stranger = Strangers.refusal(request, Set.of(settings.hostName()));
        if (stranger.isPresent()) {
            return Response.text(403, stranger.get() + "\n");
        }
        var path = path(request);
        if (path.equals("/tasks/stop-all")) {
            return request.method().equals("POST")
                    ? stopAll()
                    : Response.text(405, "Expecting POST\n");
        }
        if (!request.method().equals("GET")) {
            return Response.text(405, "Expecting GET\n");
        }
        return switch (path) {
            case "/state" -> Response.json(200, MesosJson.bytes(state.state(agent)));
            case "/containers" -> Response.json(200, MesosJson.bytes(state.containers(agent)));
            case "/health" -> Response.empty(200);
            case "/files/browse" -> files.browse(request);
            case "/files/read" -> files.read(request);
            case "/files/download" -> files.download(request);
            case "/files/debug" -> files.debug();
            default -> Response.text(404, "404 Not Found.");
        };
    }

    private static String path(Request request) {
        var path = request.path();
        if (path.startsWith(SLAVE + "/")) {
            path = path.substring(SLAVE.length());
        }
        if (path.endsWith(".json")) {
            path = path.substring(0, path.length() - ".json".length());
        }
        return path.length() > 1 && path.endsWith("/")
                ? path.substring(0, path.length() - 1)
                : path;
    }

    private Response stopAll() throws InterruptedException {
        try {
            var stopped = agent.stopAll();
            return Response.json(
                    200,
                    MesosJson.bytes(MesosJson.MAPPER.createObjectNode().put("stopped", stopped)));
        } catch (IOException failure) {
            return Response.text(503, failure.getMessage() + "\n");
        }
    }

    /// Each sandbox under its own path, under `latest`, and under the path without the agent's
    /// directory.
    private Map<String, Path> attached() {
        var paths = new LinkedHashMap<String, Path>();
        for (var entry : agent.tasks().all()) {
            var sandbox = entry.task().directory().sandbox();
            var framework = entry.task().directory().framework().getId().getValue();
            var task = entry.task().directory().task().getTaskId().getValue();
            paths.put(sandbox.toString(), sandbox);
            paths.put(sandbox.resolveSibling("latest").toString(), sandbox);
            paths.put("/frameworks/" + framework + "/executors/" + task + "/runs/latest", sandbox);
        }
        return paths;
    }
}
