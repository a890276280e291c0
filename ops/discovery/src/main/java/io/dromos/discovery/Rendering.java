package io.dromos.discovery;

import io.dromos.discovery.Records.Address;
import io.dromos.discovery.Records.Entry;
import io.dromos.discovery.Records.Service;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    private final Naming naming;
    private final String zone;
    private final Map<String, List<Entry>> cluster = new HashMap<>();

    private Rendering(Naming naming) {
        this.naming = naming;
        this.zone = "." + naming.domain();
    }

    /// The zone for these tasks, each of them running on a known agent. `serial` grows with each
    /// change; the offset of the log does. Costs time in proportion to the number of tasks: about
    /// 50 ms for 100,000.
    public static Records render(Iterable<NamedTask> tasks, Naming naming, long serial) {
        var rendering = new Rendering(naming);
        String framework = Labels.fragment(naming.framework());
        rendering.addCluster(framework);
        return Records.of(
                naming, serial, rendering.cluster, TaskNames.of(tasks, framework, naming.domain()));
    }

    private void addCluster(String framework) {
        naming.nameServers().forEach(address -> add("ns1", new Address(address)));
        InetAddress scheduler = naming.scheduler();
        if (scheduler != null) {
            add(framework, new Address(scheduler));
        }
        InetSocketAddress leader = naming.leader();
        if (leader != null) {
            add("leader", new Address(leader.getAddress()));
            add("_leader._tcp", new Service(leader.getPort(), "leader" + zone));
            add("_leader._udp", new Service(leader.getPort(), "leader" + zone));
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
        cluster.computeIfAbsent(name + zone, _ -> new ArrayList<>()).add(entry);
    }
}
