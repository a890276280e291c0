package io.dromos.actors;

import io.dromos.domain.Hearing;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.SchedulerLink;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.domain.scheduling.Refusal;
import io.dromos.domain.scheduling.Rules;
import io.dromos.domain.scheduling.SchedulingLimits;
import io.dromos.events.AppId;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// What the scheduler is given of the world around it.
///
/// @param epochs claims the next number for a scheduler, durable in the log
/// @param links connects to Mesos; nothing is sent before the link is started
/// @param board shows people what waits, and why
/// @param limits bounds and intervals
/// @param rules of placement
/// @param hearing is told when Mesos was listened to, after each step
/// @param died is told what the scheduler died of, should it: it is not started again in this
///   process, which has to begin anew; must not block
public record SchedulerSetting(
        Epochs epochs,
        Links links,
        Board board,
        SchedulingLimits limits,
        Rules rules,
        Consumer<Hearing> hearing,
        Consumer<Throwable> died) {

    /// Gives out numbers to schedulers.
    @FunctionalInterface
    public interface Epochs {
        /// Claims a number higher than any before, unless a newer one than that held was claimed.
        ///
        /// @param holding the number held; 0 for none: claim whatever the newest is
        CompletionStage<Claim> claim(long holding);
    }

    /// What became of a claim.
    ///
    /// @param epoch the newest number
    /// @param ours whether it is ours
    public record Claim(long epoch, boolean ours) {}

    /// Makes links to Mesos.
    @FunctionalInterface
    public interface Links {
        /// A link that tells its events to the listener.
        SchedulerLink connect(Consumer<SchedulerEvent> listener);
    }

    /// Where people look. Methods must not block.
    public interface Board {
        /// Why an application's launches wait, in place of what was shown before; empty once they
        /// do not.
        void refusals(AppId app, List<Refusal> refusals);

        /// A task that the log never planned.
        void stray(TaskStatus status);

        /// Whether the scheduler is subscribed, as one sentence.
        void link(boolean subscribed, String sentence);

        /// Shows how it stands with Mesos, as far as an event tells.
        default void show(SchedulerEvent event) {
            if (event instanceof SchedulerEvent.Subscribed subscribed)
                link(true, "subscribed at " + subscribed.master());
            if (event instanceof SchedulerEvent.Disconnected gone) link(false, gone.why());
            if (event instanceof SchedulerEvent.Errored error) link(false, error.message());
        }
    }
}
