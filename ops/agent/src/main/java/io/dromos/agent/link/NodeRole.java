package io.dromos.agent.link;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Resource;

/// The agent's half of the process: `Main` starts it with `--agent`. Found by
/// [java.util.ServiceLoader], so that the master knows nothing about how tasks run.
public interface NodeRole {

    /// What the command line says about the agent.
    ///
    /// @param master the master to join, for example `http://127.0.0.1:5050`
    /// @param hostName the host name offers carry
    /// @param ip the address the agent's endpoints listen on and offers carry
    /// @param port the agent's port; 0 takes a free one
    /// @param resources cpus, mem, disk and ports
    /// @param workDir sandboxes and checkpoints
    /// @param dns name servers given to containers; may be empty
    /// @param allow of `privileged`, `host-root`, `docker-socket`: what tasks may ask for
    record Settings(
            URI master,
            String hostName,
            String ip,
            int port,
            List<Resource> resources,
            List<Attribute> attributes,
            Path workDir,
            List<String> dns,
            Set<String> allow) {

        /// Copies the collections.
        public Settings {
            resources = List.copyOf(resources);
            attributes = List.copyOf(attributes);
            dns = List.copyOf(dns);
            allow = Set.copyOf(allow);
        }
    }

    /// A running agent.
    interface Node extends AutoCloseable {
        /// Where its endpoints listen, as `host:port`, for the ready line.
        String address();

        /// Stops serving; tasks run on and are found again by the next start.
        @Override
        void close() throws IOException;
    }

    /// Starts the agent; returns when its endpoints listen, before the master has answered.
    ///
    /// @throws IOException with one sentence that names what is wrong: a port in use, a directory
    Node start(Settings settings) throws IOException;
}
