package io.dromos.agent.node;

import io.dromos.agent.http.Limits;
import io.dromos.agent.http.Response;
import io.dromos.agent.http.Server;
import io.dromos.agent.link.MasterLink;
import io.dromos.agent.link.NodeRole;
import io.dromos.agent.node.cgroup.Mounts;
import io.dromos.agent.node.checkpoint.WorkDirectory;
import io.dromos.agent.node.docker.DockerEngine;
import io.dromos.agent.node.fetch.Fetcher;
import io.dromos.agent.node.life.Agent;
import io.dromos.agent.node.life.Leftovers;
import io.dromos.agent.node.policy.HostPaths;
import io.dromos.agent.node.policy.Permission;
import io.dromos.agent.node.policy.Refusals;
import io.dromos.agent.node.serve.Endpoints;
import io.dromos.agent.node.supervise.LogLimits;
import io.dromos.agent.node.supervise.Supervisor;
import io.dromos.agent.node.work.Machine;
import io.dromos.agent.node.work.Users;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Builds an agent: directory, machine, endpoints, link to the master.
public final class NodeStarter implements NodeRole {
    private static final Logger LOG = LoggerFactory.getLogger(NodeStarter.class);

    /// For [java.util.ServiceLoader].
    public NodeStarter() {}

    @Override
    public Node start(Settings settings) throws IOException {
        var directory = WorkDirectory.open(settings.workDir());
        try {
            return start(settings, directory);
        } catch (IOException | RuntimeException failure) {
            directory.close();
            throw failure;
        }
    }

    /// The endpoints listen first, so that tasks are told a port that is really ours.
    private static Node start(Settings settings, WorkDirectory directory) throws IOException {
        var handler = new AtomicReference<Endpoints>();
        var address = new InetSocketAddress(settings.ip(), settings.port());
        var server =
                Server.start(
                        address,
                        Limits.DEFAULT,
                        request -> {
                            var endpoints = handler.get();
                            return endpoints == null
                                    ? Response.empty(503)
                                    : endpoints.handle(request);
                        });
        try {
            var bound = withPort(settings, server.address().getPort());
            var machine = machine(bound, directory);
            LOG.info("{}", machine.cgroups().describe());
            var link = new AtomicReference<MasterLink>();
            var agent =
                    new Agent(
                            bound,
                            directory,
                            machine,
                            report -> {
                                var open = link.get();
                                if (open != null) {
                                    open.report(report);
                                }
                            });
            Leftovers.remove(machine, agent.tasks());
            handler.set(new Endpoints(bound, agent, machine, directory.root()));
            link.set(MasterLink.open(bound.master(), agent::hello, agent::take));
            return new RunningNode(
                    bound.ip() + ":" + bound.port(), link.get(), server, agent, machine.fetcher());
        } catch (InterruptedException interrupted) {
            server.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the agent started", interrupted);
        } catch (IOException | RuntimeException failure) {
            server.close();
            throw failure;
        }
    }

    private static Settings withPort(Settings settings, int port) {
        return new Settings(
                settings.master(),
                settings.hostName(),
                settings.ip(),
                port,
                settings.resources(),
                settings.attributes(),
                settings.workDir(),
                settings.dns(),
                settings.allow());
    }

    /// This machine, as seen by an agent with this directory.
    static Machine machine(Settings settings, WorkDirectory directory) throws IOException {
        var users = Users.current();
        var mark = mark(directory.root());
        var environment = System.getenv();
        return new Machine(
                Supervisor.install(directory.scripts(), LogLimits.STANDARD),
                Mounts.detect(users.root(), mark),
                users,
                new Fetcher(),
                DockerEngine.find(environment.getOrDefault("PATH", Supervisor.STANDARD_PATH)),
                new Refusals(
                        Permission.parse(settings.allow()),
                        HostPaths.engineSockets(environment.getOrDefault("DOCKER_HOST", "")),
                        HostPaths::resolve),
                settings.ip(),
                settings.ip() + ":" + settings.port(),
                settings.dns(),
                mark);
    }

    /// The same for each life of an agent, another for each agent: its directory tells.
    static String mark(Path root) {
        var hash =
                UUID.nameUUIDFromBytes(
                        root.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return hash.toString().substring(0, 13);
    }

    private record RunningNode(
            String address, MasterLink link, Server server, Agent agent, Fetcher fetcher)
            implements Node {
        @Override
        public void close() throws IOException {
            link.close();
            server.close();
            agent.close();
            fetcher.close();
        }
    }
}
