package io.dromos.simulation;

import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.ApplicationCommand.Finding;
import io.dromos.events.TaskId;
import io.dromos.events.Version;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What health checks come to: as long as things go wrong, a task that runs is sometimes found ill,
/// recovers, or is ill for so long that it is to be replaced.
final class Checkups {

    /// How often an application's instances are asked by the server.
    static final long INTERVAL = 5_000;

    private final Course course;
    private final Mesos mesos;

    Checkups(Course course, Mesos mesos) {
        this.course = course;
        this.mesos = mesos;
    }

    /// Definitions ask for health checks in some runs only: the others stay as they were, for some
    /// are kept for what they found.
    static boolean wanted(Course course) {
        return course.seed() % 7 == 3 || course.seed() % 7 == 6;
    }

    /// Parts of definitions, one of which is taken at a time.
    static List<String> documents() {
        return List.of(
                "\"healthChecks\":[{\"protocol\":\"MESOS_TCP\",\"port\":80}]",
                "\"healthChecks\":[{\"protocol\":\"TCP\",\"port\":80}]",
                "\"labels\":{\"DROMOS_DRAIN_SECONDS\":\"8\"}",
                "\"healthChecks\":[]");
    }

    /// Part of a definition that asks whether an instance is ready.
    static String readiness() {
        return "\"portDefinitions\":[{\"port\":0,\"name\":\"a\"}],"
                + "\"readinessChecks\":[{\"protocol\":\"HTTP\",\"path\":\"/\",\"portName\":\"a\"}]";
    }

    /// The agent's checks of a task that began to run, for as long as it does.
    ///
    /// @param told what the agent tells of them
    static void attend(Course course, Agent agent, String task, AgentReport told) {
        course.after(
                course.between(500, 8_000),
                () -> {
                    if (!agent.isLive(task)) return;
                    if (!course.mishap(0.15)) {
                        told.healthy(true);
                        if (course.mishap(0.1)) attend(course, agent, task, told);
                        return;
                    }
                    told.healthy(false);
                    if (course.mishap(0.4)) told.ends();
                    else attend(course, agent, task, told);
                });
    }

    /// What an agent tells of its checks.
    interface AgentReport {
        /// Their result.
        void healthy(boolean well);

        /// They failed so long that the agent ends the task.
        void ends();
    }

    /// What the server's checks find of an application's instances, if it has any.
    Optional<ApplicationCommand.Examine> examine(ApplicationState state) {
        var findings = new ArrayList<Finding>();
        for (var kind : List.of(Kind.UNPROVEN, Kind.RUNNING))
            for (var instance : state.instances().pick(kind, _ -> true, 100, false))
                instance.task()
                        .ifPresent(run -> {
                            if (isAsked(state, instance.config())) findings.add(find(run.id()));
                            if (run.ready().equals(Optional.of(false)) && !course.mishap(0.5))
                                findings.add(new ApplicationCommand.Ready(run.id()));
                        });
        return findings.isEmpty()
                ? Optional.empty()
                : Optional.of(new ApplicationCommand.Examine(findings));
    }

    /// Whether the configuration that an instance runs has checks of the server.
    private static boolean isAsked(ApplicationState state, Version config) {
        return state.rollout()
                .definition(config)
                .filter(spec -> !spec.healthOrNone().byServer().isEmpty())
                .isPresent();
    }

    private Finding find(TaskId task) {
        boolean answers = mesos.fleet().liveTasks().contains(task.value());
        if (answers && !course.mishap(0.05)) return new ApplicationCommand.Healthy(task);
        return new ApplicationCommand.Unhealthy(task, "no answer", course.mishap(0.2));
    }
}
