package io.dromos.agent.node.supervise;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A command to supervise.
///
/// @param directory where supervisor and agent talk; must exist and be private to the agent
/// @param sandbox the working directory, which gets `stdout` and `stderr`
/// @param environment the whole environment of the command; `PATH` is added when it is missing
/// @param joins `cgroup.procs` files that the command enters before it starts
/// @param identity words for `setpriv` that make the command another user; empty: the agent's own
/// @param command the program and its arguments
public record Run(
        RunDirectory directory,
        Path sandbox,
        Map<String, String> environment,
        List<Path> joins,
        List<String> identity,
        List<String> command) {
    public Run {
        environment = Map.copyOf(environment);
        joins = List.copyOf(joins);
        identity = List.copyOf(identity);
        command = List.copyOf(command);
    }
}
