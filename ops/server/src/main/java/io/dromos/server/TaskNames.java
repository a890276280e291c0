package io.dromos.server;

import io.dromos.discovery.NamedTask;
import io.dromos.feed.RunningTask;
import io.dromos.feed.View;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/// The running tasks of a view, as far as their names are concerned.
final class TaskNames {

    private TaskNames() {}

    /// Every task that is running, on any agent.
    static List<NamedTask> of(View view) {
        var named = new ArrayList<NamedTask>();
        for (var app : view.applications().keySet())
            for (var task : RunningTask.of(view, app)) named.add(named(task));
        return named;
    }

    private static NamedTask named(RunningTask running) {
        var place = running.task().placement();
        var agent = address(place.ip());
        var ips =
                running.task().ips().stream()
                        .map(TaskNames::address)
                        .filter(ip -> !ip.equals(agent))
                        .toList();
        return new NamedTask(
                running.app().path(),
                running.app().taskName(),
                running.task().id().value(),
                place.agent().value(),
                agent,
                ips,
                place.hostPorts(),
                running.ports().stream().map(TaskNames::port).toList());
    }

    private static NamedTask.DiscoveryPort port(RunningTask.Port port) {
        var protocol = port.protocols().size() == 1 ? port.protocols().getFirst() : "";
        return new NamedTask.DiscoveryPort(port.effective(), port.name().orElse(""), protocol);
    }

    /// Addresses come as literals from Mesos; a host name is looked up once by the platform.
    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException _) {
            return InetAddress.getLoopbackAddress();
        }
    }
}
