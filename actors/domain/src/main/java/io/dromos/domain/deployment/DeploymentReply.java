package io.dromos.domain.deployment;

/// What a deployment answers.
public sealed interface DeploymentReply {

    /// It has started, now or before.
    record Accepted() implements DeploymentReply {}

    /// It never started, or is over.
    record NotAtWork() implements DeploymentReply {}
}
