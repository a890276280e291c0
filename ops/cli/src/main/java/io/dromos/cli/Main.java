package io.dromos.cli;

import io.dromos.cli.text.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/// The entry of the command line.
public final class Main {

    private Main() {}

    /// Runs a command and ends the process with its exit code, see [ExitCode].
    public static void main(String[] args) {
        var terminal =
                new Terminal(
                        new PrintWriter(System.out, false, StandardCharsets.UTF_8),
                        new PrintWriter(System.err, false, StandardCharsets.UTF_8),
                        System.getenv());
        System.exit(run(terminal, args));
    }

    /// Runs a command.
    ///
    /// @return one of [ExitCode]
    public static int run(Terminal terminal, String... args) {
        var line = new CommandLine(new Dromos(terminal));
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        var errors = new Errors(terminal, List.of(args).contains("--json"));
        line.setExecutionExceptionHandler((e, _, _) -> errors.failed(e));
        line.setParameterExceptionHandler((e, _) -> errors.misused(e));
        int code = line.execute(args);
        terminal.out().flush();
        terminal.err().flush();
        return code;
    }
}
