package io.dromos.cli.demo;

import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.run.RunFile;
import io.dromos.cli.run.Running;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `dromos demo rsvp`.
@Command(
        name = "rsvp",
        description =
                "Deploys the RSVP application, a web page and its database, and prints its address.")
public final class DemoRsvp extends BaseCommand {

    @Option(
            names = "--commands",
            description = "Run plain commands even where containers could be run.")
    private boolean commands;

    /// Constructed by picocli.
    public DemoRsvp() {}

    @Override
    protected int execute() throws Failure, IOException, InterruptedException {
        var running =
                connection().isElsewhere(terminal().environment())
                        ? Optional.<Running>empty()
                        : RunFile.in(data()).read();
        try (var api = api()) {
            new Rsvp(api, terminal(), data(), running).deploy(commands);
        }
        return ExitCode.OK;
    }
}
