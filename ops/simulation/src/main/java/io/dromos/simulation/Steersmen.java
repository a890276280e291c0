package io.dromos.simulation;

import io.dromos.domain.deployment.DeploymentCommand;
import io.dromos.events.DeploymentId;
import io.dromos.events.spec.ProgressDeadline;
import io.dromos.events.state.DeploymentState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// People who pause deployments, let them go on and set them deadlines, at any time, in some runs.
final class Steersmen {

    private static final long AGAIN = 5_000;

    private final Course course;
    private final Cluster cluster;
    private final Truth truth;

    Steersmen(Course course, Cluster cluster, Truth truth) {
        this.course = course;
        this.cluster = cluster;
        this.truth = truth;
    }

    /// Whether there are any in this run. In the others nothing is chosen, so that those which once
    /// found something stay as they were.
    static boolean are(Course course) {
        return course.seed() % 5 == 2;
    }

    /// One of them asks for something.
    ///
    /// @return whether anybody had something to ask for
    boolean ask() {
        if (!are(course) || !course.chance(0.35)) return false;
        var open = truth.openDeployments();
        if (open.isEmpty()) return false;
        var id = course.oneOf(open);
        boolean pauses = truth.deployment(id).paused() ? course.chance(0.2) : course.chance(0.8);
        if (course.chance(0.4)) order(id, deadline());
        else order(id, pauses ? pause() : resume());
        return true;
    }

    private DeploymentCommand.Steer deadline() {
        if (course.chance(0.2)) return new DeploymentCommand.LiftDeadline("simulation");
        var limit = Duration.ofSeconds(course.between(2, 30));
        return new DeploymentCommand.SetDeadline(
                "simulation", new ProgressDeadline(limit, course.chance(0.5)));
    }

    private static DeploymentCommand.Pause pause() {
        return new DeploymentCommand.Pause("simulation", Optional.of("to look"));
    }

    private static DeploymentCommand.Resume resume() {
        return new DeploymentCommand.Resume("simulation");
    }

    private void order(DeploymentId id, DeploymentCommand.Steer command) {
        cluster.deployment(id, site -> site.desk().order(command));
    }

    /// Some are left standing when nothing goes wrong any more.
    void pauseSome() {
        if (!are(course)) return;
        for (var id : truth.openDeployments()) if (course.chance(0.5)) order(id, pause());
    }

    /// Those that are paused now.
    List<DeploymentState> paused() {
        return truth.openDeployments().stream()
                .map(truth::deployment)
                .filter(state -> isPaused(state.id()))
                .toList();
    }

    private boolean isPaused(DeploymentId id) {
        var state = truth.deployment(id);
        return state.paused() && state.outcome().isEmpty();
    }

    /// Lets all go on, again and again.
    void resumeAll() {
        course.every(
                AGAIN, () -> true, () -> paused().forEach(state -> order(state.id(), resume())));
    }
}
