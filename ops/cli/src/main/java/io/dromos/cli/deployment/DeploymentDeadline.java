package io.dromos.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.Failure;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dromos deployment deadline`.
@Command(
        name = "deadline",
        description =
                "Says how long a deployment may make no progress before it counts as stalled, or is undone.")
public final class DeploymentDeadline extends SteerCommand {

    private static final Pattern TIME = Pattern.compile("([0-9]{1,6})(s|m|h)?");

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TIME",
            description = "How long: 90s, 10m or 2h; without a unit seconds.")
    private Optional<String> time = Optional.empty();

    @Option(names = "--rollback", description = "Undo it then.")
    private boolean rollback;

    @Option(names = "--none", description = "As long as it likes, whatever labels say.")
    private boolean none;

    /// Constructed by picocli.
    public DeploymentDeadline() {}

    @Override
    Request request() throws Failure {
        if (none == time.isPresent() || (none && rollback))
            throw Failure.usage("Give a time, such as 10m, or --none");
        if (none) return new Request("DELETE", "deadline", Optional.empty());
        var body = Api.JSON.createObjectNode().put("seconds", seconds(time.orElseThrow()));
        return new Request("PUT", "deadline", Optional.of(body.put("rollback", rollback)));
    }

    private static long seconds(String text) throws Failure {
        var matcher = TIME.matcher(text);
        if (!matcher.matches())
            throw Failure.usage("A time is a number with s, m or h, not '" + text + "'");
        long number = Long.parseLong(matcher.group(1));
        return switch (Optional.ofNullable(matcher.group(2)).orElse("s")) {
            case "m" -> number * 60;
            case "h" -> number * 3_600;
            default -> number;
        };
    }

    @Override
    String said(String deployment, JsonNode shown) {
        var deadline = shown.path("deadline");
        if (!deadline.has("seconds"))
            return "Deployment %s may make no progress for as long as it likes"
                    .formatted(deployment);
        return "Deployment %s %s once an application of it makes no progress for %d s"
                .formatted(
                        deployment,
                        deadline.path("rollback").asBoolean() ? "is undone" : "counts as stalled",
                        deadline.path("seconds").asInt());
    }
}
