package io.dromos.cli.deployment;

import io.dromos.cli.command.Group;
import picocli.CommandLine.Command;

/// `dromos deployment`.
@Command(
        name = "deployment",
        description = "Deployments: changes being carried out.",
        subcommands = {
            DeploymentList.class,
            DeploymentWait.class,
            DeploymentPause.class,
            DeploymentResume.class,
            DeploymentDeadline.class,
            DeploymentCancel.class
        })
public final class DeploymentGroup extends Group {

    /// Constructed by picocli.
    public DeploymentGroup() {}
}
