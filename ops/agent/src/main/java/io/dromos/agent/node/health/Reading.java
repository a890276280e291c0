package io.dromos.agent.node.health;

import io.dromos.probe.Outcome;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;

/// What the `check` of a task last said. A value without a clock; nothing it says ends a task.
///
/// @param told what was last told; without a result before the first
public record Reading(CheckStatusInfo told) {
    /// What follows from a probe.
    ///
    /// @param next what was told then
    /// @param tell what is to be told: a change
    public record Step(Reading next, Optional<CheckStatusInfo> tell) {}

    /// A task that was not checked yet.
    public static Reading of(CheckInfo check) {
        return new Reading(nothing(check.getType()));
    }

    /// Adds to an update of a task with a check that the check has said nothing yet, as Mesos does
    /// with every update but those of the check itself.
    public static TaskStatus.Builder unread(TaskInfo task, TaskStatus.Builder update) {
        return task.hasCheck() ? update.setCheckStatus(of(task.getCheck()).told()) : update;
    }

    /// Takes a result. No answer is told as a result that is missing, as in Mesos.
    ///
    /// @param quiet whether nothing is to be told for now
    public Step observe(Outcome outcome, boolean quiet) {
        var status = nothing(told.getType()).toBuilder();
        switch (outcome) {
            case Outcome.Answered answered ->
                    status.getHttpBuilder().setStatusCode(answered.status());
            case Outcome.Connected(boolean succeeded) ->
                    status.getTcpBuilder().setSucceeded(succeeded);
            case Outcome.Exited(int code) -> status.getCommandBuilder().setExitCode(code);
            case Outcome.NoAnswer _ -> {}
            case Outcome.NotAsked _ -> {
                return new Step(this, Optional.empty());
            }
        }
        var now = status.build();
        return quiet || now.equals(told)
                ? new Step(this, Optional.empty())
                : new Step(new Reading(now), Optional.of(now));
    }

    private static CheckStatusInfo nothing(CheckInfo.Type type) {
        var status = CheckStatusInfo.newBuilder().setType(type);
        switch (type) {
            case COMMAND -> status.setCommand(CheckStatusInfo.Command.getDefaultInstance());
            case HTTP -> status.setHttp(CheckStatusInfo.Http.getDefaultInstance());
            case TCP -> status.setTcp(CheckStatusInfo.Tcp.getDefaultInstance());
            case UNKNOWN -> {}
        }
        return status.build();
    }
}
