package io.dromos.events.spec;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A Mesos check: the agent tells its result, and nothing follows from it.
///
/// @param kind what is done
/// @param interval from the end of one attempt to the next
/// @param timeout of one attempt
/// @param delay after the start before the first attempt
public record TaskCheck(Kind kind, Duration interval, Duration timeout, Duration delay) {

    /// What is done.
    public sealed interface Kind {}

    /// A GET, whose status is the result.
    ///
    /// @param path of the request
    /// @param scheme `http` or `https`, if told
    public record Http(
            Optional<String> path,
            Optional<Integer> port,
            Optional<Integer> portIndex,
            Optional<String> scheme)
            implements Kind {}

    /// A connection, which is opened or not.
    public record Tcp(Optional<Integer> port, Optional<Integer> portIndex) implements Kind {}

    /// A command, whose exit code is the result.
    ///
    /// @param shell a shell command
    /// @param argv an argument vector instead of it
    public record Exec(Optional<String> shell, List<String> argv) implements Kind {
        /// Copies what it is given.
        public Exec {
            argv = List.copyOf(argv);
        }
    }
}
