package io.dromos.cli.text;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Map;
import java.util.OptionalInt;

/// Where a command writes, and what it knows of who reads.
///
/// @param out results
/// @param err progress and errors
/// @param environment the process's environment
public record Terminal(PrintWriter out, PrintWriter err, Map<String, String> environment) {

    /// Narrower terminals are treated as this wide.
    static final int NARROWEST = 20;

    /// Copies what it is given.
    public Terminal {
        environment = Map.copyOf(environment);
    }

    /// How many columns a line may have: `COLUMNS`, which the launcher sets on a terminal. Without
    /// it nothing is cut, so that programs read whole lines.
    public OptionalInt width() {
        var columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[0-9]{1,5}")
                ? OptionalInt.of(Math.max(NARROWEST, Integer.parseInt(columns)))
                : OptionalInt.empty();
    }

    /// Whether progress may rewrite its line: the error output is a terminal, as the launcher says.
    public boolean isLive() {
        return "1".equals(environment.get("DROMOS_LIVE"));
    }

    /// The same without its error output: for progress, where a program reads the result.
    public Terminal silent() {
        return new Terminal(out, new PrintWriter(Writer.nullWriter()), environment);
    }

    /// Writes a result line at once.
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    /// Writes a line beside the results at once.
    public void note(String line) {
        err.println(line);
        err.flush();
    }
}
