package io.dromos.cli;

import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.text.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

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
        line.setExecutionExceptionHandler((e, _, _) -> failed(terminal, e));
        line.setParameterExceptionHandler((e, _) -> misused(terminal, e));
        int code = line.execute(args);
        terminal.out().flush();
        terminal.err().flush();
        return code;
    }

    private static int failed(Terminal terminal, Exception e) {
        if (e instanceof Failure failure) {
            terminal.note("dromos: " + failure.sentence());
            return failure.exitCode();
        }
        terminal.note("dromos: This should not have happened, please report it: " + e);
        return ExitCode.FAILED;
    }

    private static int misused(Terminal terminal, ParameterException e) {
        terminal.note(
                "dromos: %s; see '%s --help'"
                        .formatted(
                                e.getMessage(),
                                e.getCommandLine().getCommandSpec().qualifiedName()));
        return ExitCode.USAGE;
    }
}
