package io.dromos.cli.local;

import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.command.Connection;
import io.dromos.cli.demo.Rsvp;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.run.DataLock;
import io.dromos.cli.run.Health;
import io.dromos.cli.run.Layout;
import io.dromos.cli.run.Programs;
import io.dromos.cli.run.RunFile;
import io.dromos.cli.run.Running;
import io.dromos.cli.run.Session;
import io.dromos.cli.run.Stopping;
import io.dromos.cli.text.Spans;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `dromos up`.
@Command(
        name = "up",
        description =
                "Starts Dromos on this machine: an embedded Mesos master, agents and the server.")
public final class UpCommand extends BaseCommand {

    @Option(names = "--demo", description = "Deploy the RSVP application when everything serves.")
    private boolean demo;

    @Option(
            names = {"-d", "--detach"},
            description = "Run in the background, and return when everything serves.")
    private boolean detach;

    @Option(
            names = "--keep-tasks",
            description = "Leave tasks running at the end; the next 'up' finds them again.")
    private boolean keepTasks;

    @Mixin private Arrangement arrangement = new Arrangement();

    /// Constructed by picocli.
    public UpCommand() {}

    @Override
    protected int execute() throws Failure, IOException, InterruptedException {
        arrangement.demandSense(terminal().environment());
        var data = prepared(data());
        if (detach) {
            var programs = Programs.ofThisProcess(terminal().environment());
            var secret = arrangement.credentials(terminal().environment());
            return new Background(terminal(), data, programs)
                    .start(arrangement.words(data, keepTasks), secret, () -> whenReady(data));
        }
        return DataLock.hold(
                data,
                () -> {
                    try (var health = new Health()) {
                        return foreground(data, health);
                    }
                });
    }

    private int foreground(Path data, Health health)
            throws Failure, IOException, InterruptedException {
        var former = RunFile.in(data).read();
        if (former.isPresent()) endProcesses(data, former.get(), health);
        var layout = arrangement.layout(data, former, terminal());
        var programs = Programs.ofThisProcess(terminal().environment());
        var session = Session.start(layout, programs, former, health, terminal()::say);
        var hook = new Thread(() -> end(session, keepTasks), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            var refusal = session.awaitService();
            if (refusal.isPresent()) throw Failure.failed(refusal.get());
            terminal().say(ready(layout, session.elapsed(), terminal().environment()));
            session.announce();
            demonstrate(data);
            throw Failure.failed(session.awaitEnd());
        } catch (Failure failure) {
            // Not what the user asked for: the tasks are left as they are.
            end(session, true);
            throw failure;
        }
    }

    /// A demo that fails is no reason to end what serves.
    private void demonstrate(Path data) throws IOException, InterruptedException {
        try {
            whenReady(data);
        } catch (Failure failure) {
            terminal().note("dromos: " + failure.sentence());
        }
    }

    private void whenReady(Path data) throws Failure, IOException, InterruptedException {
        if (!demo) return;
        var running = RunFile.in(data).read();
        var url = running.map(Running::url).orElse("http://127.0.0.1:8080");
        var secret =
                connection()
                        .credentials(terminal().environment())
                        .or(() -> arrangement.credentials(terminal().environment()));
        try (var api = new Api(URI.create(url), secret)) {
            new Rsvp(api, terminal(), data, running).deploy(false);
        }
    }

    /// Where it serves, and how to stop it from wherever this is read.
    static String ready(Layout layout, Duration after, Map<String, String> environment) {
        var names =
                layout.dns()
                        + layout.bridgeDns().map(address -> " and " + address + ":53").orElse("");
        var key = environment.containsKey(Background.DETACHED) ? "" : "Ctrl-C or ";
        return "Dromos is ready at %s after %s (names at %s, data in %s); %s'dromos down%s' stops it"
                .formatted(
                        layout.url(),
                        Spans.brief(after),
                        names,
                        layout.data(),
                        key,
                        Connection.option(layout.data(), environment));
    }

    private void end(Session session, boolean keep) {
        try {
            session.stop(keep).forEach(terminal()::note);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            terminal().note("What runs cannot be written down: " + e.getMessage());
        }
    }

    /// An `up` that was killed left its processes; their tasks are adopted again.
    private void endProcesses(Path data, Running former, Health health)
            throws IOException, InterruptedException {
        if (former.parts().stream().noneMatch(Running.Known::isAlive)) return;
        terminal().say("Processes of an earlier start still run");
        Session.end(data, former, true, new Stopping(health, Stopping.END_MAX, terminal()::say));
    }

    /// Others may pass through it, as tasks of other users must, but not list it.
    private static Path prepared(Path data) throws Failure {
        try {
            if (!Files.isDirectory(data)) {
                var mode = PosixFilePermissions.fromString("rwx--x--x");
                Files.createDirectories(data, PosixFilePermissions.asFileAttribute(mode));
            }
            return data.toRealPath();
        } catch (IOException e) {
            throw Failure.failed(
                    "The data directory %s cannot be made (%s): choose another with --data"
                            .formatted(data, e.getMessage()));
        }
    }
}
