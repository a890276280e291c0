package io.dromos.cli.command;

import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.run.RunFile;
import io.dromos.cli.run.Running;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options that all commands take, before or after the command's name: which server it speaks
/// to, as whom, and how it answers.
public final class Connection {

    private static final String DEFAULT_URL = "http://127.0.0.1:8080";

    @Option(
            scope = ScopeType.INHERIT,
            names = "--url",
            paramLabel = "URL",
            description = {
                "The server. Default: DROMOS_URL, else what 'dromos up' with the same --data runs, else "
                        + DEFAULT_URL
                        + "."
            })
    private Optional<String> url = Optional.empty();

    @Option(
            scope = ScopeType.INHERIT,
            names = "--user",
            paramLabel = "NAME:PASSWORD",
            description = "For a server that wants to know. Default: DROMOS_CREDENTIALS.")
    private Optional<String> user = Optional.empty();

    @Option(
            scope = ScopeType.INHERIT,
            names = "--data",
            paramLabel = "DIR",
            description =
                    "The data directory of 'dromos up'. Default: DROMOS_DATA, else ~/.dromos.")
    private Optional<Path> data = Optional.empty();

    @Option(
            scope = ScopeType.INHERIT,
            names = "--json",
            description =
                    "Print the result as JSON, and an error as {\"error\": …} on the error output.")
    private boolean json;

    @Option(
            scope = ScopeType.INHERIT,
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why something is changed, for whoever reads the log later.")
    private Optional<String> reason = Optional.empty();

    /// Constructed by picocli.
    public Connection() {}

    /// Why something is changed, if that was said.
    public Optional<String> reason() {
        return reason;
    }

    /// Whether the result is wanted as JSON.
    public boolean isJson() {
        return json;
    }

    /// The data directory, absolute.
    public Path data(Map<String, String> environment) {
        return data.or(() -> set(environment, "DROMOS_DATA").map(Path::of))
                .orElseGet(() -> Path.of(home(environment), ".dromos"))
                .toAbsolutePath()
                .normalize();
    }

    /// What a command line wants so that it speaks of this directory wherever it is typed, with a
    /// blank in front: nothing if it is the one that nobody has to name.
    public static String option(Path data, Map<String, String> environment) {
        var unnamed = Path.of(home(environment), ".dromos");
        if (data.equals(unnamed.toAbsolutePath().normalize()) || isSame(data, unnamed)) return "";
        var text = data.toString();
        return " --data "
                + (text.matches("[\\w./+@:,=-]+") ? text : "'" + text.replace("'", "'\\''") + "'");
    }

    private static boolean isSame(Path data, Path other) {
        try {
            return Files.isSameFile(data, other);
        } catch (IOException _) {
            return false;
        }
    }

    /// As a shell expands `~`; the JVM's own idea comes from the password file.
    private static String home(Map<String, String> environment) {
        var home = environment.getOrDefault("HOME", "");
        return home.isEmpty() ? System.getProperty("user.home") : home;
    }

    /// Whether an address was given, so that it is not the one of the data directory.
    public boolean isElsewhere(Map<String, String> environment) {
        return named(environment).isPresent();
    }

    /// What stands in a variable; one that is empty counts as not set, as in a shell's `${X:-}`.
    private static Optional<String> set(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isEmpty());
    }

    private Optional<String> named(Map<String, String> environment) {
        return url.or(() -> set(environment, "DROMOS_URL"));
    }

    /// The name and password to give, if any.
    public Optional<String> credentials(Map<String, String> environment) {
        return user.or(() -> set(environment, "DROMOS_CREDENTIALS"));
    }

    /// The server.
    ///
    /// @throws Failure also if a data directory was named from which nothing runs
    public Api api(Map<String, String> environment) throws Failure {
        var secret = checked(credentials(environment));
        var named = named(environment);
        if (named.isPresent()) return new Api(address(named.get()), secret).because(reason);
        var running = here(environment);
        boolean isNamed = data.isPresent() || set(environment, "DROMOS_DATA").isPresent();
        if (running.isEmpty() && isNamed) throw nothing(data(environment));
        return new Api(
                        address(running.map(Running::url).orElse(DEFAULT_URL)),
                        secret,
                        running.map(it -> it.absence(option(data(environment), environment))))
                .because(reason);
    }

    private static Failure nothing(Path data) {
        return Failure.unreachable(
                "Nothing runs from %s: start it with 'dromos up --data %s', or name a server with --url"
                        .formatted(data, data));
    }

    private static URI address(String text) throws Failure {
        try {
            var address = URI.create(text);
            if (address.getHost() != null && text.matches("https?://.*")) return address;
        } catch (IllegalArgumentException _) {
            // said below, as for a missing host
        }
        throw Failure.usage("--url wants http://HOST:PORT, not '" + text + "'");
    }

    private Optional<Running> here(Map<String, String> environment) {
        try {
            return RunFile.in(data(environment)).read();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> checked(Optional<String> credentials) throws Failure {
        if (credentials.isPresent() && credentials.get().indexOf(':') <= 0)
            throw Failure.usage("--user wants NAME:PASSWORD");
        return credentials;
    }
}
