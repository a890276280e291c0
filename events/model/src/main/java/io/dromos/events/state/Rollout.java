package io.dromos.events.state;

import io.dromos.events.DeploymentId;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact.RolloutBounded;
import io.dromos.events.facts.ApplicationFact.RolloutPaused;
import io.dromos.events.facts.ApplicationFact.RolloutResumed;
import io.dromos.events.facts.ApplicationFact.VersionAdopted;
import io.dromos.events.facts.Target;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.ProgressDeadline;
import java.util.Optional;

/// What an application follows, and how far it is.
///
/// @param admission the highest admission adopted; 0 before the first
/// @param target what it is to become; absent before the first adoption
/// @param deployment whose releases it waits for; absent if it was left
/// @param release the step it was released by, and whether that is done
/// @param held how many instances it keeps until it is released
/// @param settled whether it had reached its target before, when it adopted the present one
/// @param removed whether it is gone
/// @param steered what its deployment steered it to
/// @param silence since when it has come no nearer to its end; absent unless it is on its way
/// @param outlived definitions it followed before, and instances still have
public record Rollout(
        long admission,
        Optional<Target> target,
        Optional<DeploymentId> deployment,
        Optional<Release> release,
        int held,
        boolean settled,
        boolean removed,
        Steered steered,
        Optional<Silence> silence,
        Outlived outlived) {

    /// Nothing was adopted.
    public static final Rollout NONE =
            new Rollout(
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    false,
                    false,
                    Steered.NONE,
                    Optional.empty(),
                    Outlived.NONE);

    /// A released step.
    public record Release(DeploymentId deployment, int step, boolean done) {}

    /// What a deployment steered it to.
    ///
    /// @param turn the latest one heard of, 0 before the first; orders of an earlier one are out of
    ///   date
    /// @param kept while it is paused, how many instances are kept
    /// @param bound what the deployment said of progress, in place of the labels; absent if nothing
    public record Steered(int turn, Optional<Integer> kept, Optional<Bound> bound) {
        /// It was not steered.
        public static final Steered NONE = new Steered(0, Optional.empty(), Optional.empty());
    }

    /// What was said of progress.
    ///
    /// @param deadline absent if it may take as long as it likes
    public record Bound(Optional<ProgressDeadline> deadline) {}

    /// How long it may make no progress, if there is a bound.
    public Optional<ProgressDeadline> deadline() {
        if (steered.bound().isPresent()) return steered.bound().get().deadline();
        return run().flatMap(run -> ProgressDeadline.of(run.spec().labels()));
    }

    /// The definition it follows, unless it is to go.
    public Optional<Target.Run> run() {
        return target.filter(Target.Run.class::isInstance).map(Target.Run.class::cast);
    }

    /// The last definition of a configuration that it follows or that instances have. Absent only
    /// if nobody has it, or if instances have more than [Outlived#MAX].
    public Optional<ApplicationSpec> definition(Version config) {
        return run().filter(run -> run.info().lastConfigChangeAt().equals(config))
                .map(Target.Run::spec)
                .or(() -> outlived.find(config));
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
                release.filter(Release::done).isPresent(),
                false,
                Steered.NONE,
                Optional.empty(),
                run().map(outlived::plus).orElse(outlived));
    }

    Rollout released(Release next) {
        return new Rollout(
                admission,
                target,
                deployment,
                Optional.of(next),
                held,
                settled,
                removed,
                steered,
                silence,
                outlived);
    }

    Rollout left() {
        return new Rollout(
                admission,
                target,
                Optional.empty(),
                release,
                held,
                settled,
                removed,
                Steered.NONE,
                Optional.empty(),
                outlived);
    }

    Rollout paused(RolloutPaused fact) {
        var next = new Steered(fact.turn(), Optional.of(fact.kept()), steered.bound());
        return with(next, silence.map(it -> it.pausedWith(fact.left())));
    }

    Rollout resumed(RolloutResumed fact) {
        var next = new Steered(fact.turn(), Optional.empty(), steered.bound());
        return with(next, silence.map(it -> paused() ? it.resumed(fact.at()) : it));
    }

    Rollout bounded(RolloutBounded fact) {
        var said = Optional.of(new Bound(fact.deadline()));
        return with(
                new Steered(fact.turn(), steered.kept(), said),
                silence.map(it -> it.begunAnew(fact.at())));
    }

    Rollout stalled(Silence.Stall stall) {
        return with(steered, silence.map(it -> it.stalled(stall)));
    }

    Rollout with(Steered next, Optional<Silence> heard) {
        return new Rollout(
                admission,
                target,
                deployment,
                release,
                held,
                settled,
                removed,
                next,
                heard,
                outlived);
    }

    Rollout gone() {
        return new Rollout(
                admission,
                target,
                deployment,
                release,
                0,
                settled,
                true,
                steered,
                silence,
                outlived);
    }

    Rollout with(Outlived fewer) {
        return new Rollout(
                admission,
                target,
                deployment,
                release,
                held,
                settled,
                removed,
                steered,
                silence,
                fewer);
    }
}
