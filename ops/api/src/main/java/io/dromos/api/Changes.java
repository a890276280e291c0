package io.dromos.api;

import io.dromos.actors.Orchestrator;
import io.dromos.actors.Orchestrator.Answer;
import io.dromos.actors.Orchestrator.Killed;
import io.dromos.domain.catalog.CatalogReply;
import io.dromos.domain.catalog.CatalogReply.Admitted;
import io.dromos.domain.catalog.Change;
import io.dromos.domain.catalog.Edit;
import io.dromos.domain.deployment.DeploymentCommand;
import io.dromos.events.AppId;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.InstanceId;
import io.dromos.events.Origin;
import io.dromos.json.DeploymentWriter;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Hands writes to the actors and answers when the views show them.
final class Changes {

    private final Orchestrator orchestrator;
    private final ReadModel reads;
    private final Duration limit;

    Changes(Orchestrator orchestrator, ReadModel reads, Duration limit) {
        this.orchestrator = orchestrator;
        this.reads = reads;
        this.limit = limit;
    }

    /// Asks for a change and answers with its deployment, as most writes do.
    CompletionStage<Reply> result(List<Edit> edits, boolean force, Origin origin) {
        return admit(
                edits,
                force,
                origin,
                admitted ->
                        deployed(
                                Reply.ok(
                                        DeploymentWriter.result(
                                                admitted.version(), admitted.deployment())),
                                admitted));
    }

    /// Adds the header that names the deployment.
    static Reply deployed(Reply reply, Admitted admitted) {
        return reply.with("Marathon-Deployment-Id", admitted.deployment().value());
    }

    /// Asks what a change would do, and answers with its steps.
    CompletionStage<Reply> dryRun(List<Edit> edits, Origin origin) {
        return answered(
                bounded(orchestrator.change(change(edits, false, true), origin)),
                "a dry run changes nothing",
                reply ->
                        switch (reply) {
                            case CatalogReply.WouldAdmit would ->
                                    Reply.ok(DeploymentWriter.planned(would.actions()));
                            case CatalogReply.Refused refused ->
                                    RefusalReplies.of(refused.refusal());
                            case CatalogReply.Admitted _,
                                    CatalogReply.Closed _,
                                    CatalogReply.IsOpen _ ->
                                    Reply.message(500, "The catalog answered another question");
                        });
    }

    /// Asks for a change.
    ///
    /// @param answer made once the views show the change
    CompletionStage<Reply> admit(
            List<Edit> edits, boolean force, Origin origin, Function<Admitted, Reply> answer) {
        var change = change(edits, force, false);
        var asked = bounded(orchestrator.change(change, origin));
        return answered(
                asked,
                "the deployment "
                        + change.deployment().value()
                        + ", if it was admitted, is listed at /v2/deployments",
                reply ->
                        switch (reply) {
                            case CatalogReply.Admitted admitted -> answer.apply(admitted);
                            case CatalogReply.Refused refused ->
                                    RefusalReplies.of(refused.refusal());
                            case CatalogReply.WouldAdmit _,
                                    CatalogReply.Closed _,
                                    CatalogReply.IsOpen _ ->
                                    Reply.message(500, "The catalog answered another question");
                        });
    }

    private static Change change(List<Edit> edits, boolean force, boolean dryRun) {
        var deployment = new DeploymentId(UUID.randomUUID().toString());
        var id = new ChangeId(UUID.randomUUID().toString());
        return new Change(id, deployment, edits, force, dryRun);
    }

    /// Stops a deployment where it is.
    CompletionStage<Reply> stop(DeploymentId deployment, Origin origin) {
        return answered(
                bounded(orchestrator.stop(deployment, origin)),
                "look for the deployment " + deployment.value() + " at /v2/deployments",
                reply ->
                        switch (reply) {
                            case CatalogReply.Closed _ -> Reply.empty(202);
                            case CatalogReply.Refused refused ->
                                    RefusalReplies.of(refused.refusal());
                            case CatalogReply.Admitted _,
                                    CatalogReply.WouldAdmit _,
                                    CatalogReply.IsOpen _ ->
                                    Reply.message(500, "The catalog answered another question");
                        });
    }

    /// Steers a deployment.
    ///
    /// @param answer made once the views show it, of whether the deployment is open
    CompletionStage<Reply> steer(
            DeploymentId deployment,
            DeploymentCommand.Steer command,
            Origin origin,
            Function<Boolean, Reply> answer) {
        return answered(
                bounded(orchestrator.steer(deployment, command, origin)),
                "look at /v3/deployments/" + deployment.value(),
                steered -> answer.apply(steered.open()));
    }

    /// Ends the runs of instances.
    CompletionStage<Reply> kill(
            AppId app, List<InstanceId> instances, boolean wipe, Origin origin, Reply done) {
        if (instances.isEmpty()) return CompletableFuture.completedFuture(done);
        return answered(
                bounded(orchestrator.kill(app, instances, wipe, origin)),
                "look for the tasks at /v2/apps" + app.path() + "/tasks",
                _ -> done);
    }

    /// Lifts the delay of an application's next launch.
    CompletionStage<Reply> resetDelay(AppId app, Origin origin) {
        return this.<Killed>answered(
                bounded(orchestrator.resetDelay(app, origin)),
                "look for the delay at /v2/queue",
                _ -> Reply.empty(204));
    }

    private <R> CompletionStage<Reply> answered(
            CompletionStage<Answer<R>> asked, String hint, Function<R, Reply> answer) {
        return asked.thenCompose(outcome ->
                switch (outcome) {
                    case Answer.Decided<R> decided -> shown(decided, hint, answer);
                    case Answer.OutcomeUnknown<R> unknown ->
                            CompletableFuture.completedFuture(unavailable(unknown.why(), hint));
                    case Answer.NotWritten<R> not ->
                            CompletableFuture.completedFuture(
                                    Reply.message(503, "Nothing was done: " + not.why())
                                            .with("Retry-After", "1"));
                    case Answer.TooBig<R> big ->
                            CompletableFuture.completedFuture(
                                    Reply.message(413, "Nothing was done: " + big.why()));
                    case Answer.Busy<R> busy ->
                            CompletableFuture.completedFuture(
                                    Reply.message(
                                                    503,
                                                    "Nothing was done: "
                                                            + busy.why()
                                                            + ". Ask again later")
                                            .with("Retry-After", "1"));
                });
    }

    private <R> CompletionStage<Reply> shown(
            Answer.Decided<R> decided, String hint, Function<R, Reply> answer) {
        return reads.reached(decided.persistenceId(), decided.sequenceNr())
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .handle((_, failure) ->
                        failure == null
                                ? answer.apply(decided.reply())
                                : unavailable("this node does not show it yet", hint));
    }

    /// Actors answer in time; should they not, the client must hear that nothing is known.
    private <R> CompletionStage<Answer<R>> bounded(CompletionStage<Answer<R>> asked) {
        return asked.toCompletableFuture()
                .copy()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure ->
                        new Answer.OutcomeUnknown<>(
                                isTimeout(failure)
                                        ? "no answer within %d s".formatted(limit.toSeconds())
                                        : "the question was lost"));
    }

    private static boolean isTimeout(Throwable failure) {
        return failure instanceof TimeoutException
                || (failure instanceof CompletionException
                        && failure.getCause() instanceof TimeoutException);
    }

    private static Reply unavailable(String why, String hint) {
        return Reply.message(503, "The outcome is not known: " + why + "; " + hint);
    }
}
