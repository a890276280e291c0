package io.dromos.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.RecipientRef;
import io.dromos.actors.Orchestrator.Answer;
import io.dromos.actors.Orchestrator.Steered;
import io.dromos.domain.catalog.CatalogCommand;
import io.dromos.domain.catalog.CatalogReply;
import io.dromos.domain.deployment.DeploymentCommand;
import io.dromos.domain.deployment.DeploymentReply;
import io.dromos.events.DeploymentId;
import io.dromos.events.Origin;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A client's way to a deployment. One that says it is not at work may not have begun yet: the
/// catalog is asked, which alone knows what is open.
final class Steering {

    private static final Duration AGAIN = Duration.ofMillis(100);

    private final Cluster cluster;
    private final Asking asking;
    private final long until;

    /// @param patience how long one that has not begun is waited for
    Steering(Cluster cluster, Asking asking, Duration patience) {
        this.cluster = cluster;
        this.asking = asking;
        this.until = System.nanoTime() + patience.toNanos() / 2;
    }

    /// How an actor is asked.
    @FunctionalInterface
    interface Asking {

        /// The answer, within the asker's patience.
        <M, R> CompletionStage<Answer<R>> ask(
                RecipientRef<M> whom, Function<ActorRef<Answer<R>>, M> message);
    }

    CompletionStage<Answer<Steered>> steer(
            DeploymentId deployment, DeploymentCommand.Steer command, Origin origin) {
        CompletionStage<Answer<DeploymentReply>> answer =
                asking.ask(
                        cluster.deployment(deployment),
                        replyTo -> new DeploymentFront.Ask(command, origin, false, replyTo));
        return answer.thenCompose(given ->
                given instanceof Answer.Decided<DeploymentReply>(var reply, _, _)
                                && reply instanceof DeploymentReply.NotAtWork
                        ? ifOpen(deployment, command, origin)
                        : CompletableFuture.completedFuture(
                                Answers.map(given, _ -> new Steered(true))));
    }

    private CompletionStage<Answer<Steered>> ifOpen(
            DeploymentId deployment, DeploymentCommand.Steer command, Origin origin) {
        var recall = new CatalogCommand.Recall(deployment);
        CompletionStage<Answer<CatalogReply>> answer =
                asking.ask(
                        cluster.catalog(),
                        replyTo -> new CatalogFront.Ask(recall, origin, false, replyTo));
        return answer.thenCompose(given -> {
            boolean open =
                    given instanceof Answer.Decided<CatalogReply>(var reply, _, _)
                            && reply instanceof CatalogReply.IsOpen;
            if (!open)
                return CompletableFuture.completedFuture(
                        Answers.map(given, _ -> new Steered(false)));
            if (System.nanoTime() - until > 0)
                return CompletableFuture.completedFuture(
                        new Answer.Busy<>(
                                "the deployment %s has not begun yet"
                                        .formatted(deployment.value())));
            return CompletableFuture.supplyAsync(() -> steer(deployment, command, origin), later())
                    .thenCompose(Function.identity());
        });
    }

    private static Executor later() {
        return CompletableFuture.delayedExecutor(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }
}
