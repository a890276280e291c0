package io.dromos.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.AppPath;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/// A command that asks for a change and waits until it is carried out.
public abstract class ChangeCommand extends BaseCommand {

    @Mixin private Watching watching = new Watching();

    /// A request that changes something.
    ///
    /// @param apps the applications whose instances all run then
    /// @param done what is true once its deployment has ended, as a sentence
    /// @param asked what is true before, as a sentence
    public record Change(
            String method,
            String path,
            Optional<byte[]> body,
            List<AppPath> apps,
            String done,
            String asked) {

        /// Copies what it is given.
        public Change {
            apps = List.copyOf(apps);
        }
    }

    /// The request.
    protected abstract Change change() throws Failure, IOException;

    @Override
    protected final int execute() throws Failure, IOException, InterruptedException {
        var change = change();
        try (var api = api()) {
            if (!watching.isWanted()) return admitted(send(api, change), change.asked());
            try (var watch = DeploymentWatch.open(api, progress())) {
                var answer = send(api, change);
                var deployment = deployment(answer);
                if (deployment.isEmpty()) return told(answer, change.asked());
                var patience = watching.patience();
                long began = System.nanoTime();
                watch.await(deployment.get(), patience);
                var left = patience.minusNanos(System.nanoTime() - began);
                new Target(api, progress(), version(answer)).await(change.apps(), left);
                return told(answer, change.done());
            }
        }
    }

    private static Api.Answer send(Api api, Change change) throws Failure {
        return api.send(change.method(), change.path(), change.body());
    }

    private static Optional<String> deployment(Api.Answer answer) {
        return answer.deployment()
                .or(() ->
                        Optional.of(answer.body().path("deploymentId"))
                                .filter(JsonNode::isTextual)
                                .map(JsonNode::asText));
    }

    private static Optional<String> version(Api.Answer answer) {
        return Optional.of(answer.body().path("version"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText);
    }

    private int admitted(Api.Answer answer, String asked) {
        return told(
                answer, asked + deployment(answer).map(id -> ", by deployment " + id).orElse(""));
    }

    private int told(Api.Answer answer, String sentence) {
        if (isJson()) {
            print(answer.body().isMissingNode() ? Api.JSON.createObjectNode() : answer.body());
        } else {
            terminal().say(sentence);
        }
        return ExitCode.OK;
    }
}
