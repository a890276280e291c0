package io.dromos.events.state;

import io.dromos.events.DeploymentId;
import io.dromos.events.facts.ApplicationFact.VersionAdopted;
import io.dromos.events.facts.Target;
import java.util.Optional;

/// What an application follows, and how far it is.
///
/// @param admission the highest admission adopted; 0 before the first
/// @param target what it is to become; absent before the first adoption
/// @param deployment whose releases it waits for; absent if it was left
/// @param release the step it was released by, and whether that is done
/// @param held how many instances it keeps until it is released
/// @param removed whether it is gone
public record Rollout(
        long admission,
        Optional<Target> target,
        Optional<DeploymentId> deployment,
        Optional<Release> release,
        int held,
        boolean removed) {

    /// Nothing was adopted.
    public static final Rollout NONE =
            new Rollout(0, Optional.empty(), Optional.empty(), Optional.empty(), 0, false);

    /// A released step.
    public record Release(DeploymentId deployment, int step, boolean done) {}

    /// The definition it follows, unless it is to go.
    public Optional<Target.Run> run() {
        return target.filter(Target.Run.class::isInstance).map(Target.Run.class::cast);
    }

    /// Whether the deployment it follows released it.
    public boolean isReleased() {
        return release.isPresent() && deployment.equals(release.map(Release::deployment));
    }

    /// Whether it exchanges instances of old configurations: released, and not at its target yet.
    public boolean rolling() {
        return isReleased() && !release.orElseThrow().done();
    }

    /// How many instances it keeps at this moment: its target counts once it was released, or left
    /// by its deployment.
    public int effective() {
        if (deployment.isPresent() && !isReleased()) return held;
        return run().map(run -> run.spec().instances()).orElse(0);
    }

    Rollout adopt(VersionAdopted adopted) {
        return new Rollout(
                adopted.admission(),
                Optional.of(adopted.target()),
                Optional.of(adopted.deployment()),
                release.filter(old -> old.deployment().equals(adopted.deployment())),
                effective(),
                false);
    }

    Rollout released(Release next) {
        return new Rollout(admission, target, deployment, Optional.of(next), held, removed);
    }

    Rollout left() {
        return new Rollout(admission, target, Optional.empty(), release, held, removed);
    }

    Rollout gone() {
        return new Rollout(admission, target, deployment, release, 0, true);
    }
}
