package io.dromos.agent.master;

import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.agent.link.MesosJson;
import io.dromos.agent.link.MesosJson.Malformed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.TaskStatus;

/// The agents of a recording, by host name: they join, answer pings, freeze, leave and come back
/// with what they ran.
final class ReplayAgents {

    /// An agent that is about to open its link, when, and which line of the recording it waits for.
    private record Coming(ReplayAgent agent, double at, int line) {}

    private final Recording recording;
    private final Ids ids;
    private final Map<String, ReplayAgent> agents = new LinkedHashMap<>();
    private final List<Coming> coming = new ArrayList<>();
    private int links;

    ReplayAgents(Recording recording, Ids ids) {
        this.recording = recording;
        this.ids = ids;
    }

    /// A new agent registers a moment after its start, before whatever was recorded next; one that
    /// was here before when the recording shows it back.
    void started(JsonNode argv, int line) throws Exception {
        AgentInfo info = RecordedArguments.agent(argv);
        ReplayAgent agent = agents.get(info.getHostname());
        if (agent == null) {
            agent = new ReplayAgent(info);
            agents.put(agent.host(), agent);
        }
        comeBack(agent, line);
    }

    private void comeBack(ReplayAgent agent, int line) {
        double now = Recording.time(recording.lines().get(line));
        double at =
                agent.id()
                        .map(id -> recording.back(line, recorded(id)))
                        .orElseGet(() -> recording.joined(line, agents.size() - 1))
                        .orElse(now);
        coming.add(new Coming(agent, at, line));
    }

    /// Every agent has lost its master and will find the new one.
    void masterStarted(int line) {
        agents.values().forEach(agent -> comeBack(agent, line));
    }

    void masterDied() {
        agents.values().forEach(ReplayAgent::forgetMaster);
    }

    private String recorded(String id) {
        return ids.recorded(id);
    }

    /// Lets agents join whose time has come.
    void join(Desk desk, double t, long now) throws Malformed {
        for (Coming each : List.copyOf(coming)) {
            if (each.at() <= t) {
                coming.remove(each);
                for (String id : each.agent().id().stream().toList()) {
                    catchUp(t, each.line(), recorded(id), now);
                }
                each.agent().join(desk, "link-" + links++, now);
                act(now);
            }
        }
    }

    /// What has become of its tasks while nobody heard it.
    private void catchUp(double t, int line, String recordedId, long now) throws Malformed {
        for (JsonNode status : recording.statusesUntil(t, line, recordedId)) {
            report(ids.map(status), now);
        }
    }

    /// What the recording says has become of a task; its agent tells it in its turn.
    void report(JsonNode status, long now) throws Malformed {
        TaskStatus proto = MesosJson.read(status, TaskStatus.getDefaultInstance(), "status");
        String id = proto.getAgentId().getValue();
        String task = proto.getTaskId().getValue();
        agents.values().stream()
                .filter(agent -> agent.id().equals(Optional.of(id)) && agent.knows(task))
                .findFirst()
                .orElseGet(() -> fail("no agent " + id + " was ordered to run " + task))
                .report(proto, now);
    }

    void act(long now) throws Malformed {
        for (ReplayAgent agent : agents.values()) {
            agent.act(now);
        }
    }

    void signal(String host, String signal, int line) {
        ReplayAgent agent = Optional.ofNullable(agents.get(host)).orElseThrow();
        switch (signal) {
            case "SIGSTOP" -> agent.freeze();
            case "SIGCONT" -> comeBack(agent, line);
            case "SIGUSR1" -> agent.unregister();
            case "SIGTERM", "SIGKILL" -> agent.die();
            default -> throw new IllegalArgumentException(signal);
        }
    }
}
