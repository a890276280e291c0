package io.dromos.server;

import io.dromos.api.ApiSettings;
import io.dromos.api.ServerInfo;
import io.dromos.domain.Limits;
import io.dromos.domain.Policy;
import io.dromos.journal.postgres.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            names = "--new_group_enforce_role",
            paramLabel = "off|top",
            description =
                    "Whether a new top-level group has everything in it run in the role of its name. Default: ${DEFAULT-VALUE}.",
            defaultValue = "off")
    String newGroupEnforceRole = "";

    @Option(
            names = "--task_launch_timeout",
            paramLabel = "MS",
            description =
                    "How long a task may take until Mesos tells of it, and from then until it runs; one that takes longer is ended and begins anew. Default: ${DEFAULT-VALUE}.",
            defaultValue = "300000")
    int taskLaunchTimeout;

    @Option(
            names = "--max_running_deployments",
            paramLabel = "N",
            description =
                    "How many deployments may be open at a time, as --limit deploymentsMax=N. Default: 100.")
    Optional<String> maxRunningDeployments = Optional.empty();

    @Option(
            names = "--trust_clock",
            description =
                    "Start though the log's last record is from the future: the clock was wrong then, and is right now.")
    boolean trustClock;

    @Option(
            names = "--audit_key",
            paramLabel = "FILE",
            description =
                    "Sign checkpoints of the log with this key, as 'dromos audit key --out FILE' makes it. Default: audit.key in the data directory, made when it is needed.")
    Optional<Path> auditKey = Optional.empty();

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

    @Mixin KafkaOptions kafka = new KafkaOptions();

    /// Reads the password from the environment, where no process list shows it, if no flag has it.
    Optional<String> credentials() {
        return httpCredentials.or(() -> variable("DROMOS_HTTP_CREDENTIALS"));
    }

    /// What is settled about how things are decided.
    ///
    /// @throws StartRefused if a flag has no value it may have
    Policy policy() {
        boolean enforce = newGroupEnforceRole.equalsIgnoreCase("top");
        if (!enforce && !newGroupEnforceRole.equalsIgnoreCase("off"))
            throw new StartRefused(
                    "--new_group_enforce_role is '%s': wants off or top"
                            .formatted(newGroupEnforceRole));
        if (taskLaunchTimeout <= 0)
            throw new StartRefused(
                    "--task_launch_timeout is %d: wants milliseconds above zero"
                            .formatted(taskLaunchTimeout));
        return new Policy(Duration.ofMillis(taskLaunchTimeout), mesosRole, enforce);
    }

    /// What the server tells of itself.
    ServerInfo info() {
        var version =
                Optional.ofNullable(Server.class.getPackage().getImplementationVersion())
                        .orElse("0.1.0");
        var config =
                Map.<String, Object>of(
                        "framework_name", frameworkName,
                        "mesos_role", mesosRole,
                        "new_group_enforce_role", policy().newGroupsEnforce() ? "Top" : "Off",
                        "task_launch_timeout", taskLaunchTimeout,
                        "mesos_user", mesosUser,
                        "hostname", hostname.orElse("localhost"),
                        "master", String.join(",", masters));
        return new ServerInfo(
                version,
                version,
                hostname.map(name -> name + ":" + httpPort),
                String.join(",", masters),
                config);
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
        return new SetLimits(limits)
                .also("--max_running_deployments", "deploymentsMax", maxRunningDeployments)
                .among(Limits.DEFAULT, ApiSettings.Limits.DEFAULT);
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
        return database(storageUrl);
    }

    /// The same of a flag that was read already.
    static Optional<Database> database(Optional<String> flag) {
        try {
            return flag.or(() -> variable("DROMOS_STORAGE_URL"))
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
