package io.dromos.cli.text;

import java.time.Duration;

/// Tells how it goes with something that takes longer than a second. On a terminal it keeps one
/// line up to date; elsewhere it writes a line for each change.
public final class Progress implements AutoCloseable {

    /// What is done sooner is not worth a word.
    static final Duration QUIET = Duration.ofSeconds(1);

    private static final String ERASE = "\r\u001b[K";

    private final Terminal terminal;
    private final long began = System.nanoTime();
    private String shown = "";

    /// Progress on the error output of this terminal.
    public Progress(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Time since it began.
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /// How it stands now.
    public void show(String state) {
        if (elapsed().compareTo(QUIET) < 0) return;
        if (terminal.isLive()) {
            var line = state + " (" + Spans.of(elapsed()) + ")";
            var fitting = Table.cut(line, terminal.width().orElse(80) - 1);
            if (!fitting.equals(shown)) terminal.err().print(ERASE + fitting);
            shown = fitting;
        } else {
            if (!state.equals(shown)) terminal.err().println(state);
            shown = state;
        }
        terminal.err().flush();
    }

    /// Removes the line, so that results stand alone.
    @Override
    public void close() {
        if (terminal.isLive() && !shown.isEmpty()) {
            terminal.err().print(ERASE);
            terminal.err().flush();
        }
    }
}
