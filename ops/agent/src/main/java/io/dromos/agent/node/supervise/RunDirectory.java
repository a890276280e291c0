package io.dromos.agent.node.supervise;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The directory by which a supervisor tells the agent about one run of a command. The files are
/// described at the head of `supervisor.sh`; each is complete as soon as it is there.
public record RunDirectory(Path path) {
    /// Whether the supervisor (or [#forbidStart]) was first.
    public boolean isDecided() {
        return Files.isDirectory(started());
    }

    /// Whether that was so short a time ago that the supervisor may not have come to say who it is.
    public boolean isDecidedWithin(Duration time) {
        try {
            var decided = Files.getLastModifiedTime(started()).toInstant();
            var now = Instant.now();
            // A time to come is that of a clock that was set back since.
            return decided.plus(time).isAfter(now) && decided.minus(time).isBefore(now);
        } catch (IOException notDecided) {
            return false;
        }
    }

    /// Makes sure that a supervisor which has not started its command never will.
    ///
    /// @return false when it was too late: the command was started, or is about to be
    public boolean forbidStart() throws IOException {
        try {
            Files.createDirectory(started());
            return true;
        } catch (FileAlreadyExistsException tooLate) {
            return false;
        }
    }

    /// The supervisor itself, once it has said who it is.
    public Optional<ProcessIdentity> supervisor() {
        return read("supervisor").flatMap(ProcessIdentity::parse);
    }

    /// The command, once it runs: leader of its own session and process group.
    public Optional<ProcessIdentity> process() {
        return read("process").flatMap(ProcessIdentity::parse);
    }

    /// How the command ended, once it has.
    public Optional<Ending> ending() {
        return read("exit").flatMap(Ending::parse);
    }

    /// Forgets the last run, so that another supervisor may start here.
    public void clear() throws IOException {
        for (var name : new String[] {"exit", "process", "supervisor", "out", "err", "started"}) {
            Files.deleteIfExists(path.resolve(name));
        }
    }

    private Path started() {
        return path.resolve("started");
    }

    private Optional<String> read(String name) {
        try {
            return Optional.of(Files.readString(path.resolve(name)));
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }
}
