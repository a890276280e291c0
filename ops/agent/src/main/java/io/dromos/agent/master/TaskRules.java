package io.dromos.agent.master;

import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;

/// What Mesos refuses in a TaskInfo, in its words and its order.
final class TaskRules {
    private static final int MAX_ID_CHARACTERS = 255;

    private TaskRules() {}

    /// The first thing wrong with a task, if any.
    ///
    /// @param agent the agent whose offers are accepted
    /// @param needed the task's resources, allocated
    /// @param available what is left of the offers, allocated to their role
    static Optional<String> refusal(
            TaskInfo task, Framework framework, Agent agent, Amounts needed, Amounts available) {
        return id(task.getTaskId().getValue())
                .or(() -> duplicate(task, framework))
                .or(() -> agent(task, agent))
                .or(() -> durations(task))
                .or(() -> checks(task))
                .or(() -> resources(task))
                .or(() -> command(task))
                .or(() -> executor(task))
                .or(() -> fit(needed, available));
    }

    private static Optional<String> id(String id) {
        if (id.isEmpty()) {
            return Optional.of("ID must not be empty");
        }
        if (id.length() > MAX_ID_CHARACTERS) {
            return Optional.of("ID must not be greater than " + MAX_ID_CHARACTERS + " characters");
        }
        if (id.equals(".") || id.equals("..")) {
            return Optional.of("'" + id + "' is disallowed");
        }
        boolean invalid = id.chars().anyMatch(c -> c == '/' || c == '\\' || c < 32 || c == 127);
        return invalid ? Optional.of("'" + id + "' contains invalid characters") : Optional.empty();
    }

    private static Optional<String> duplicate(TaskInfo task, Framework framework) {
        String id = task.getTaskId().getValue();
        return framework.tasks.containsKey(id) || framework.unreachable.containsKey(id)
                ? Optional.of("Task has duplicate ID: " + id)
                : Optional.empty();
    }

    private static Optional<String> agent(TaskInfo task, Agent agent) {
        String given = task.getAgentId().getValue();
        return given.equals(agent.id)
                ? Optional.empty()
                : Optional.of(
                        "Task uses invalid agent "
                                + given
                                + " while agent "
                                + agent.id
                                + " is expected");
    }

    private static Optional<String> durations(TaskInfo task) {
        if (task.getKillPolicy().getGracePeriod().getNanoseconds() < 0) {
            return Optional.of("Task's 'kill_policy.grace_period' must be non-negative");
        }
        return task.getMaxCompletionTime().getNanoseconds() < 0
                ? Optional.of("Task's `max_completion_time` must be non-negative")
                : Optional.empty();
    }

    private static Optional<String> checks(TaskInfo task) {
        Optional<String> check =
                task.hasCheck() ? HealthRules.check(task.getCheck()) : Optional.empty();
        Optional<String> health =
                task.hasHealthCheck()
                        ? HealthRules.healthCheck(task.getHealthCheck())
                        : Optional.empty();
        return check.map(wrong -> "Task uses invalid check: " + wrong)
                .or(() -> health.map(wrong -> "Task uses invalid health check: " + wrong));
    }

    private static Optional<String> resources(TaskInfo task) {
        if (task.getResourcesCount() == 0) {
            return Optional.of("Task uses no resources");
        }
        return task.getResourcesList().stream()
                .flatMap(resource -> resource(resource).stream())
                .findFirst();
    }

    private static Optional<String> resource(Resource resource) {
        double value = resource.getScalar().getValue();
        if (resource.getType() == Value.Type.SCALAR && !(value >= 0 && value < 1e12)) {
            String text = resource.getName() + ":" + Amount.Scalar.of(value);
            return Optional.of(
                    "Resource '" + text + "' is invalid: Invalid scalar resource: value <= 0");
        }
        return Optional.empty();
    }

    private static Optional<String> command(TaskInfo task) {
        CommandInfo command = task.getCommand();
        return command.getEnvironment().getVariablesList().stream()
                .filter(each -> each.getType() == Environment.Variable.Type.VALUE)
                .filter(each -> !each.hasValue())
                .findFirst()
                .map(each ->
                        "Task's `CommandInfo` is invalid: Environment variable '"
                                + each.getName()
                                + "' of type 'VALUE' must have a value set");
    }

    private static Optional<String> executor(TaskInfo task) {
        if (task.hasCommand() == task.hasExecutor()) {
            return Optional.of(
                    "Task should have at least one (but not both) of CommandInfo or ExecutorInfo"
                            + " present");
        }
        return task.hasExecutor()
                ? Optional.of("Custom executors are not supported by this master")
                : Optional.empty();
    }

    private static Optional<String> fit(Amounts needed, Amounts available) {
        return available.contains(needed)
                ? Optional.empty()
                : Optional.of(
                        "Total resources "
                                + needed
                                + " required by task and its executor is more than available "
                                + available.inOfferOrder());
    }
}
