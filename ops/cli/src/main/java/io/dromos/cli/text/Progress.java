package io.dromos.cli.text;

import java.time.Duration;

/// Tells how it goes with something that takes longer than a second. On a terminal it keeps one
/// line up to date; elsewhere it writes a line for a change, but not many in a row.
public final class Progress implements AutoCloseable {

    /// What is done sooner is not worth a word.
    public static final Duration QUIET = Duration.ofSeconds(1);

    /// How long after a line elsewhere the next one may come.
    static final Duration LINES_APART = Duration.ofSeconds(5);

    private static final String ERASE = "\r\u001b[K";

    private final Terminal terminal;
    private final long began = System.nanoTime();
    private String shown = "";
    private Duration shownAt = Duration.ZERO;

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
        var now = elapsed();
        if (now.compareTo(QUIET) < 0) return;
        if (terminal.isLive()) rewrite(state + " (" + Spans.of(now) + ")");
        else if (shown.isEmpty() || now.minus(shownAt).compareTo(LINES_APART) > 0) add(state, now);
        terminal.err().flush();
    }

    private void rewrite(String line) {
        var fitting = Table.cut(line, terminal.width().orElse(80) - 1);
        if (!fitting.equals(shown)) terminal.err().print(ERASE + fitting);
        shown = fitting;
    }

    private void add(String state, Duration now) {
        if (state.equals(shown)) return;
        terminal.err().println(state);
        shown = state;
        shownAt = now;
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
