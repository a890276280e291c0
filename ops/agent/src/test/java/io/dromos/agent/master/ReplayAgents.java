package io.dromos.agent.master;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.agent.http.Outbox;
import io.dromos.agent.link.Hello;
import io.dromos.agent.link.Hello.KnownTask;
import io.dromos.agent.link.Report;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;

/// The agents of a recording, by host name: they join, answer pings, freeze, leave and come back
/// with what they ran.
final class ReplayAgents {
    private final Desk desk;
    private final Deque<Hello> joining = new ArrayDeque<>();
    private final Map<String, Hello> away = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private final Set<String> frozen = new HashSet<>();
    private int count;

    ReplayAgents(Desk desk) {
        this.desk = desk;
    }

    void started(JsonNode argv) throws Exception {
        AgentInfo info = RecordedArguments.agent(argv);
        Hello known = away.remove(info.getHostname());
        Hello fresh = new Hello(info, "127.0.0.1", List.of(), List.of());
        joining.add(known == null ? fresh : known);
    }

    /// An agent registers a moment after its start: before whatever was recorded next.
    void join() {
        while (!joining.isEmpty()) {
            Hello hello = joining.poll();
            String link = "link-" + count++;
            links.put(hello.agent().getHostname(), link);
            Desk.Stream stream =
                    new Desk.Stream(new Outbox(1 << 24, () -> {}), SchedulerJson.Format.JSON);
            desk.open(link, stream, new Input.LinkOpened(link, hello));
        }
    }

    /// Every agent that is not frozen answers its pings.
    void answerPings() {
        for (Agent agent : List.copyOf(desk.books().ledger().agents.values())) {
            if (!frozen.contains(agent.info().getHostname())) {
                desk.step(new Input.Reported(new Report.Alive(agent.protoId())));
            }
        }
    }

    void signal(String host, String signal) {
        switch (signal) {
            case "SIGSTOP" -> {
                frozen.add(host);
                away.put(host, remember(agent(host)));
            }
            case "SIGCONT" -> {
                frozen.remove(host);
                joining.add(Optional.ofNullable(away.remove(host)).orElseThrow());
            }
            case "SIGUSR1" ->
                    desk.step(new Input.Reported(new Report.Unregister(agent(host).protoId())));
            case "SIGTERM", "SIGKILL" -> {
                away.put(host, remember(agent(host)));
                String link = Optional.ofNullable(links.get(host)).orElseThrow();
                desk.closed(link, new Input.LinkGone(link));
            }
            default -> throw new IllegalArgumentException(signal);
        }
    }

    private Agent agent(String host) {
        return desk.books().ledger().agents.values().stream()
                .filter(each -> each.info().getHostname().equals(host))
                .findFirst()
                .orElseThrow();
    }

    private static Hello remember(Agent agent) {
        List<FrameworkInfo> frameworks =
                agent.tasks.values().stream()
                        .map(task -> task.framework.info())
                        .distinct()
                        .toList();
        List<KnownTask> tasks = agent.tasks.values().stream().map(ReplayAgents::known).toList();
        return new Hello(agent.info(), agent.ip(), frameworks, tasks);
    }

    private static KnownTask known(Task task) {
        FrameworkID id = FrameworkID.newBuilder().setValue(task.framework.id).build();
        return new KnownTask(id, task.info, task.statuses(), Optional.empty());
    }
}
