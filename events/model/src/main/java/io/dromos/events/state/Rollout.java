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
/// @param steered what its deployment steered it to
public record Rollout(
        long admission,
        Optional<Target> target,
        Optional<DeploymentId> deployment,
        Optional<Release> release,
        int held,
        boolean removed,
        Steered steered) {

    /// Nothing was adopted.
    public static final Rollout NONE =
            new Rollout(
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    false,
                    Steered.NONE);

    /// A released step.
    public record Release(DeploymentId deployment, int step, boolean done) {}

    /// What a deployment steered it to.
    ///
    /// @param turn the latest one heard of, 0 before the first; orders of an earlier one are out of
    ///   date
    /// @param kept while it is paused, how many instances are kept
    public record Steered(int turn, Optional<Integer> kept) {
        /// It was not steered.
        public static final Steered NONE = new Steered(0, Optional.empty());
    }

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

    /// Whether it would exchange instances, and stands still.
    public boolean paused() {
        return rolling() && steered.kept().isPresent();
    }

    /// How many instances it keeps at this moment: its target counts once it was released, or left
    /// by its deployment, and while it is paused what there was counts.
    public int effective() {
        if (deployment.isPresent() && !isReleased()) return held;
        if (paused()) return steered.kept().orElseThrow();
        return run().map(run -> run.spec().instances()).orElse(0);
    }

    Rollout adopt(VersionAdopted adopted) {
        return new Rollout(
                adopted.admission(),
                Optional.of(adopted.target()),
                Optional.of(adopted.deployment()),
                release.filter(old -> old.deployment().equals(adopted.deployment())),
                effective(),
                false,
                Steered.NONE);
    }

    Rollout released(Release next) {
        return new Rollout(
                admission, target, deployment, Optional.of(next), held, removed, steered);
    }

    Rollout left() {
        return new Rollout(
                admission, target, Optional.empty(), release, held, removed, Steered.NONE);
    }

    Rollout steered(Steered next) {
        return new Rollout(admission, target, deployment, release, held, removed, next);
    }

    Rollout gone() {
        return new Rollout(admission, target, deployment, release, 0, true, steered);
    }
}
