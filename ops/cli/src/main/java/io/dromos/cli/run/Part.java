package io.dromos.cli.run;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// One process of a Dromos on this machine.
///
/// @param name what it is called in messages and files, such as `server` or `agent2`
/// @param kind what it is
/// @param command its command line
/// @param environment what is added to ours; not kept in files, since it may hold a password
/// @param log where its output is appended
/// @param health answers 200 when it serves
public record Part(
        String name,
        Kind kind,
        List<String> command,
        Map<String, String> environment,
        Path log,
        URI health) {

    /// What a part is.
    public enum Kind {
        /// The orchestrator.
        SERVER,
        /// An embedded agent, or the embedded master with one.
        AGENT
    }

    /// Copies what it is given.
    public Part {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /// Where an agent takes the order to end all its tasks.
    URI stopAll() {
        return health.resolve("/tasks/stop-all");
    }
}
