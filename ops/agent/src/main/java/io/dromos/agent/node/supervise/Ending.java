package io.dromos.agent.node.supervise;

import java.util.Map;
import java.util.Optional;

/// How a command ended, as a shell tells it: its exit status, or 128 + n when signal n ended it.
///
/// A command that itself exits with 129 to 192 cannot be told from one that a signal ended; it is
/// described as the latter.
public record Ending(int status) {
    private static final int SIGNAL_BASE = 128;
    private static final int LAST_SIGNAL = 64;
    private static final Map<Integer, String> NAMES =
            Map.ofEntries(
                    Map.entry(1, "Hangup"),
                    Map.entry(2, "Interrupt"),
                    Map.entry(3, "Quit"),
                    Map.entry(4, "Illegal instruction"),
                    Map.entry(5, "Trace/breakpoint trap"),
                    Map.entry(6, "Aborted"),
                    Map.entry(7, "Bus error"),
                    Map.entry(8, "Floating point exception"),
                    Map.entry(9, "Killed"),
                    Map.entry(10, "User defined signal 1"),
                    Map.entry(11, "Segmentation fault"),
                    Map.entry(12, "User defined signal 2"),
                    Map.entry(13, "Broken pipe"),
                    Map.entry(14, "Alarm clock"),
                    Map.entry(15, "Terminated"),
                    Map.entry(24, "CPU time limit exceeded"),
                    Map.entry(25, "File size limit exceeded"),
                    Map.entry(31, "Bad system call"));

    /// Reads the supervisor's `exit` file; empty if it holds no number.
    public static Optional<Ending> parse(String text) {
        try {
            return Optional.of(new Ending(Integer.parseInt(text.trim())));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /// Whether the command did what it was started for.
    public boolean isSuccess() {
        return status == 0;
    }

    /// In the words of Mesos' command executor: `Command exited with status 3`, `Command terminated
    /// with signal Killed`.
    public String describeCommand() {
        var signal = status - SIGNAL_BASE;
        if (signal >= 1 && signal <= LAST_SIGNAL) {
            return "Command terminated with signal "
                    + NAMES.getOrDefault(signal, "Unknown signal " + signal);
        }
        return "Command exited with status " + status;
    }

    /// In the words of Mesos' Docker executor, which knows no signals: `Container exited with
    /// status 137`.
    public String describeContainer() {
        return "Container exited with status " + status;
    }
}
