package io.dromos.cli;

import io.dromos.cli.text.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

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
        line.setExecutionStrategy(Main::execute);
        int code = line.execute(args);
        terminal.out().flush();
        terminal.err().flush();
        return code;
    }

    /// Who asks for help to something that is not there is told so, and not how to use what is
    /// above it.
    private static int execute(ParseResult parsed) {
        for (var at = parsed; at != null; at = at.subcommand())
            if (!at.unmatched().isEmpty())
                throw new UnmatchedArgumentException(
                        at.commandSpec().commandLine(), at.unmatched());
        return new CommandLine.RunLast().execute(parsed);
    }
}
