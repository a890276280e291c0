package io.dromos.server;

import io.dromos.api.ApiSettings;
import io.dromos.domain.Limits;
import io.dromos.journal.postgres.Database;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The server's flags, with Marathon's names where Marathon has them.
@Command(
        name = "dromos-server",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the orchestrator against a Mesos master.")
final class ServerOptions {

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Where the event log and checkpoints are kept.")
    Path data = Path.of("");

    @Option(
            names = "--storage_url",
            paramLabel = "URL",
            description =
                    "Keep the event log in a PostgreSQL database: jdbc:postgresql://HOST:PORT/DATABASE.")
    Optional<String> storageUrl = Optional.empty();

    @Option(
            names = "--master",
            split = ",",
            paramLabel = "HOST:PORT",
            description = "Mesos masters; any of them tells who leads. Default: ${DEFAULT-VALUE}.",
            defaultValue = "127.0.0.1:5050")
    List<String> masters = new ArrayList<>();

    @Option(
            names = "--http_address",
            paramLabel = "ADDRESS",
            description = "Address of the REST API. Default: ${DEFAULT-VALUE}.",
            defaultValue = "127.0.0.1")
    String httpAddress = "";

    @Option(
            names = "--http_port",
            paramLabel = "PORT",
            description = "Port of the REST API. Default: ${DEFAULT-VALUE}.",
            defaultValue = "8080")
    int httpPort;

    @Option(
            names = "--http_credentials",
            paramLabel = "USER:PASSWORD",
            description = "Demand HTTP basic authentication for everything.")
    Optional<String> httpCredentials = Optional.empty();

    @Option(
            names = "--hostname",
            paramLabel = "NAME",
            description = "A further name by which clients may call the server.")
    Optional<String> hostname = Optional.empty();

    @Option(
            names = "--framework_name",
            paramLabel = "NAME",
            description = "Name in Mesos, and in task names. Default: ${DEFAULT-VALUE}.",
            defaultValue = "marathon")
    String frameworkName = "";

    @Option(
            names = "--mesos_user",
            paramLabel = "USER",
            description = "Who runs tasks that name no user. Default: who runs the server.")
    String mesosUser = System.getProperty("user.name");

    @Option(
            names = "--mesos_role",
            paramLabel = "ROLE",
            description = "The role applications get. Default: ${DEFAULT-VALUE}.",
            defaultValue = "*")
    String mesosRole = "";

    @Option(
            names = "--trust_clock",
            description =
                    "Start though the log's last record is from the future: the clock was wrong then, and is right now.")
    boolean trustClock;

    @Option(
            names = "--dns",
            split = ",",
            paramLabel = "ADDRESS:PORT",
            description = "Where names of tasks are answered; none if not given.")
    List<String> dns = new ArrayList<>();

    @Option(
            names = "--dns-optional",
            split = ",",
            paramLabel = "ADDRESS:PORT",
            description = "As --dns, but left out with a warning if it cannot be bound.")
    List<String> dnsOptional = new ArrayList<>();

    @Option(
            names = "--limit",
            paramLabel = "NAME=VALUE",
            description =
                    "Sets a limit otherwise, such as groupsMax=500 or idle=30s; may be repeated.")
    Map<String, String> limits = new LinkedHashMap<>();

    /// Reads the password from the environment, where no process list shows it, if no flag has it.
    Optional<String> credentials() {
        return httpCredentials.or(() -> variable("DROMOS_HTTP_CREDENTIALS"));
    }

    /// The limits of what may be asked for.
    ///
    /// @throws StartRefused if a limit is set that is none, or to what it cannot be
    Limits limits() {
        return setLimits().on(Limits.DEFAULT);
    }

    /// The limits of the REST API.
    ///
    /// @throws StartRefused if a limit is set that is none, or to what it cannot be
    ApiSettings.Limits apiLimits() {
        return setLimits().on(ApiSettings.Limits.DEFAULT);
    }

    private SetLimits setLimits() {
        return new SetLimits(limits).among(Limits.DEFAULT, ApiSettings.Limits.DEFAULT);
    }

    /// Whether the clock is right, whatever the log says.
    boolean trustsClock() {
        return trustClock || variable("DROMOS_TRUST_CLOCK").isPresent();
    }

    /// The database that keeps the log, if one does. User and password may stand in the
    /// environment, where no process list shows them.
    ///
    /// @throws StartRefused if the URL is not one of PostgreSQL
    Optional<Database> database() {
        try {
            return storageUrl
                    .or(() -> variable("DROMOS_STORAGE_URL"))
                    .map(url ->
                            new Database(
                                    url,
                                    variable("DROMOS_STORAGE_USER"),
                                    variable("DROMOS_STORAGE_PASSWORD")));
        } catch (IllegalArgumentException e) {
            throw new StartRefused("--storage_url is wrong: " + e.getMessage(), e);
        }
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name));
    }
}
