package io.dromos.discovery;

import io.dromos.discovery.NamedTask.DiscoveryPort;
import io.dromos.discovery.Records.Address;
import io.dromos.discovery.Records.Entry;
import io.dromos.discovery.Records.Service;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Names as Mesos-DNS gives them. With the task `mongodb` of the framework `marathon`, on the agent
/// `…-S0`, and `h5` the hash of its task id:
///
///     mongodb.marathon.mesos, mongodb-h5-s0.marathon.mesos              the task's addresses
///     mongodb.marathon.slave.mesos, mongodb-h5-s0.marathon.slave.mesos  the agent's address
///     _mongodb._tcp.marathon.slave.mesos, … _udp …                      each host port
///     _mongodb._tcp.marathon.mesos                                      each discovery port, or host port without any
///     _mongo._mongodb._tcp.marathon.mesos                               the discovery port named mongo
///
/// A task name with dots has all of them twice, with its dots as they are and with dashes for them.
///
/// One difference: a discovery port that is the agent's (`network-scope=host`, behind a container
/// bridge) leads to the agent's address. Mesos-DNS pairs it with the container's, where nothing
/// listens on it.
public final class Rendering {

    private static final List<String> BOTH = List.of("tcp", "udp");

    private final Naming naming;
    private final String framework;
    private final String zone;
    private final Records.Gathering records = new Records.Gathering();

    private Rendering(Naming naming) {
        this.naming = naming;
        this.framework = Labels.fragment(naming.framework());
        this.zone = "." + naming.domain();
    }

    /// The zone for these tasks, each of them running on a known agent. `serial` grows with each
    /// change; the offset of the log does. Costs time in proportion to the number of tasks.
    public static Records render(Iterable<NamedTask> tasks, Naming naming, long serial) {
        var rendering = new Rendering(naming);
        rendering.addCluster();
        tasks.forEach(rendering::addTask);
        return rendering.records.records(naming.domain(), naming.timeToLive(), serial);
    }

    private void addTask(NamedTask task) {
        Set<String> spellings =
                new LinkedHashSet<>(List.of(task.name(), Labels.label(task.name())));
        spellings.stream().filter(name -> !name.isEmpty()).forEach(name -> addTask(task, name));
    }

    private void addTask(NamedTask task, String name) {
        String plain = name + "." + framework;
        String canonical =
                name
                        + "-"
                        + Labels.hash(task.id())
                        + "-"
                        + Labels.agentTail(task.agent())
                        + "."
                        + framework;
        for (InetAddress address : task.addresses()) {
            add(plain, new Address(address));
            add(canonical, new Address(address));
        }
        var agent = new Address(task.agentAddress());
        add(plain + ".slave", agent);
        add(canonical + ".slave", agent);
        addHostPorts(task, name, canonical);
        task.discoveryPorts().forEach(port -> addDiscoveryPort(task, port, name, canonical));
    }

    private void addHostPorts(NamedTask task, String name, String canonical) {
        for (int port : task.hostPorts()) {
            var service = new Service(port, canonical + ".slave" + zone);
            for (String protocol : BOTH) {
                String plain = "_" + name + "._" + protocol + "." + framework;
                add(plain + ".slave", service);
                if (task.discoveryPorts().isEmpty()) {
                    add(plain, service);
                }
            }
        }
    }

    private void addDiscoveryPort(
            NamedTask task, DiscoveryPort port, String name, String canonical) {
        String host = task.isAtAgent(port.number()) ? canonical + ".slave" : canonical;
        var service = new Service(port.number(), host + zone);
        String protocolLabel = Labels.label(port.protocol());
        String portLabel = Labels.label(port.name());
        for (String protocol : protocolLabel.isEmpty() ? BOTH : List.of(protocolLabel)) {
            String plain = "_" + name + "._" + protocol + "." + framework;
            add(plain, service);
            if (!portLabel.isEmpty()) {
                add("_" + portLabel + "." + plain, service);
            }
        }
    }

    private void addCluster() {
        naming.nameServers().forEach(address -> add("ns1", new Address(address)));
        InetAddress scheduler = naming.scheduler();
        if (scheduler != null) {
            add(framework, new Address(scheduler));
        }
        InetSocketAddress leader = naming.leader();
        if (leader != null) {
            add("leader", new Address(leader.getAddress()));
            var service = new Service(leader.getPort(), "leader" + zone);
            BOTH.forEach(protocol -> add("_leader._" + protocol, service));
        }
        for (int i = 0; i < naming.masters().size(); i++) {
            var address = new Address(naming.masters().get(i).getAddress());
            add("master", address);
            add("master" + i, address);
        }
        for (InetSocketAddress agent : naming.agents()) {
            add("slave", new Address(agent.getAddress()));
            add("_slave._tcp", new Service(agent.getPort(), "slave" + zone));
        }
    }

    private void add(String name, Entry entry) {
        records.add(name + zone, entry);
    }
}
