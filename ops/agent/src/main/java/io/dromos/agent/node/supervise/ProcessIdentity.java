package io.dromos.agent.node.supervise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A process that cannot be mistaken for another: its number and its start time in clock ticks
/// since boot (field 22 of `/proc/PID/stat`). The kernel gives a number again, but never both.
public record ProcessIdentity(long pid, long startTime) {
    private static final int STATE = 0;
    private static final int START_TIME = 19;

    /// The process that has this number now, if there is one (a dead one that waits for its parent
    /// counts as gone).
    public static Optional<ProcessIdentity> of(long pid) {
        try {
            var stat =
                    Files.readString(
                            Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            return fromStat(pid, stat);
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /// Reads one line of `/proc/PID/stat`; empty for a zombie. The name in parentheses may hold
    /// spaces and parentheses.
    static Optional<ProcessIdentity> fromStat(long pid, String stat) {
        var fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
        if (fields.length <= START_TIME || fields[STATE].equals("Z") || fields[STATE].equals("X")) {
            return Optional.empty();
        }
        return Optional.of(new ProcessIdentity(pid, Long.parseLong(fields[START_TIME])));
    }

    /// Reads `PID STARTTIME`, as the supervisor writes it; empty if it is not that.
    public static Optional<ProcessIdentity> parse(String text) {
        var words = text.trim().split(" ");
        if (words.length != 2) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new ProcessIdentity(Long.parseLong(words[0]), Long.parseLong(words[1])));
        } catch (NumberFormatException notNumbers) {
            return Optional.empty();
        }
    }

    /// Whether this very process still runs.
    public boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }
}
