package io.dromos.simulation;

import io.dromos.domain.Policy;
import io.dromos.events.TaskState;
import io.dromos.events.spec.ProgressDeadline;
import java.time.Duration;
import java.util.Optional;

/// Tasks that do not come up, in the runs in which people steer: their rollouts stand still, until
/// their deadline passes or the task took too long and begins anew.
final class Hangs {

    private static final Policy HASTY = new Policy(Duration.ofSeconds(60), "*", false);

    private static final Policy ENDLESS = new Policy(Duration.ofDays(1), "*", false);

    private Hangs() {}

    /// What is settled in a run; where tasks hang they are not waited for as long as otherwise.
    static Policy policy(Course course) {
        if (course.has(Fault.ABANDONMENT_LOST)) return ENDLESS;
        return Steersmen.are(course) ? HASTY : Policy.DEFAULT;
    }

    /// Where a task stays, if it does not come up.
    static Optional<TaskState> state(Course course) {
        if (!Steersmen.are(course) || !course.mishap(0.06)) return Optional.empty();
        return Optional.of(course.chance(0.5) ? TaskState.STARTING : TaskState.STAGING);
    }

    /// Part of a definition that bounds how long its rollout may stand still.
    static String deadline(Course course) {
        return "\"labels\":{\"%s\":\"%d\",\"%s\":\"%b\"}"
                .formatted(
                        ProgressDeadline.SECONDS,
                        course.between(5, 40),
                        ProgressDeadline.ROLLBACK,
                        course.chance(0.7));
    }
}
