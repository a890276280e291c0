package io.dromos.simulation;

import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.facts.Action;
import io.dromos.events.facts.ApplicationFact.StepDone;
import io.dromos.events.facts.ApplicationFact.StepReleased;
import io.dromos.events.facts.Target;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.CatalogState;
import io.dromos.events.state.DeploymentState.Planned;
import io.dromos.events.state.Instance;
import io.dromos.events.state.Instance.Kind;
import java.util.Collection;
import java.util.Optional;

/// Never is more than one deployment at work on an application, and none goes on before those who
/// are waited for are done.
///
/// @param truth what is durable
record WorkChecks(Truth truth) {

    /// Nobody else holds what a change touches.
    static void admitted(CatalogState before, DeploymentId deployment, AppId app) {
        for (var open : before.open().values())
            Broken.unless(
                    open.id().equals(deployment)
                            || open.actions().stream().noneMatch(it -> it.app().equals(app)),
                    "Deployment %s takes %s, which %s holds",
                    deployment,
                    app,
                    open.id());
    }

    /// An application is released by the deployment that it follows, and only when all before it
    /// are done.
    void released(ApplicationState before, StepReleased released) {
        Broken.unless(
                before.rollout().deployment().equals(Optional.of(released.deployment())),
                "%s is released by %s and follows %s",
                before.app(),
                released.deployment(),
                before.rollout().deployment());
        var progress = truth.deployment(released.deployment()).progress();
        if (progress.isEmpty()) return;
        // What goes though nobody looks after it is released at once.
        Broken.unless(
                before.run().isEmpty() || progress.get().started() >= released.step(),
                "%s is released for step %d of %s, which is at %d",
                before.app(),
                released.step(),
                released.deployment(),
                progress.get().started());
        for (var earlier : progress.get().actions())
            Broken.unless(
                    earlier.step() >= released.step()
                            || isDone(released.deployment(), progress.get().admission(), earlier),
                    "%s is released for step %d of %s before %s has done step %d",
                    before.app(),
                    released.step(),
                    released.deployment(),
                    earlier.app(),
                    earlier.step());
    }

    /// Whether each application has done its step, or follows a later change.
    ///
    /// @param actions of this deployment
    Optional<Planned> undone(DeploymentId deployment, long admission, Collection<Planned> actions) {
        return actions.stream().filter(it -> !isDone(deployment, admission, it)).findFirst();
    }

    private boolean isDone(DeploymentId deployment, long admission, Planned planned) {
        if (planned.action() == Action.START) return true;
        var rollout = truth.application(planned.app()).rollout();
        return rollout.admission() > admission
                || rollout.release()
                        .filter(it -> it.deployment().equals(deployment))
                        .filter(it -> it.done() && it.step() >= planned.step())
                        .isPresent();
    }

    /// Who says that he is done has what is wanted, and nothing else.
    static void done(ApplicationState before, StepDone done) {
        if (before.rollout().target().isEmpty()) return;
        boolean reached =
                switch (before.rollout().target().get()) {
                    case Target.Remove _ -> before.instances().size() == 0;
                    case Target.Run run -> isReached(before, run);
                };
        Broken.unless(
                reached, "%s says that step %d is done: %s", before.app(), done.step(), before);
    }

    /// Those whose agents are silent may be more than wanted. A change that only ends some waits
    /// for nobody else.
    private static boolean isReached(ApplicationState state, Target.Run run) {
        int wanted = run.spec().instances();
        var heard =
                state.instances().all().values().stream()
                        .filter(it -> it.task().flatMap(Instance.Task::unreachableSince).isEmpty())
                        .toList();
        if (heard.stream().anyMatch(it -> it.kind() == Kind.LEAVING)) return false;
        if (wanted < state.rollout().held()) return heard.size() <= wanted;
        return heard.size() == wanted
                && heard.stream()
                        .allMatch(it ->
                                it.config().equals(run.info().lastConfigChangeAt())
                                        && (it.kind() == Kind.RUNNING
                                                || it.kind() == Kind.UNPROVEN));
    }
}
