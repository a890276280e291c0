package io.dromos.domain.mesos;

import io.dromos.events.AgentId;
import io.dromos.events.FrameworkId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What Mesos tells the scheduler on its subscription, and what the client tells of the wire
/// itself.
public sealed interface SchedulerEvent {

    /// The subscription stands.
    ///
    /// @param framework the id given or confirmed
    /// @param heartbeat the interval of heartbeats
    /// @param master host and port of the master that answered
    /// @param region the region of its fault domain, if it has one
    record Subscribed(
            FrameworkId framework, Duration heartbeat, String master, Optional<String> region)
            implements SchedulerEvent {

        /// By a master without a fault domain.
        public Subscribed(FrameworkId framework, Duration heartbeat, String master) {
            this(framework, heartbeat, master, Optional.empty());
        }
    }

    /// New offers.
    record Offered(List<Offer> offers) implements SchedulerEvent {
        /// Copies what it is given.
        public Offered {
            offers = List.copyOf(offers);
        }
    }

    /// An offer is gone.
    record Rescinded(OfferId offer) implements SchedulerEvent {}

    /// News of a task.
    record Updated(TaskStatus status) implements SchedulerEvent {}

    /// An agent was removed, or an executor ended.
    ///
    /// @param agent whose failure it is, if told
    /// @param executor the executor that ended; absent if the agent itself was removed
    record Failed(Optional<AgentId> agent, Optional<String> executor) implements SchedulerEvent {}

    /// Mesos refuses the framework; the stream ends, and the client stays silent until it is told
    /// to start or resubscribe, so that two schedulers do not push one another out for ever.
    ///
    /// @param message Mesos' words, such as `Framework failed over`
    record Errored(String message) implements SchedulerEvent {}

    /// A sign of life.
    record Heartbeat() implements SchedulerEvent {}

    /// The stream ended, fell silent or was given up, or no master could be subscribed to; unless
    /// told to stop, the client subscribes again with backoff. It may come several times in a row.
    ///
    /// @param why one sentence for people
    record Disconnected(String why) implements SchedulerEvent {}

    /// A call was answered.
    ///
    /// @param call which, as numbered by the one who made it
    /// @param status HTTP status; 202 means Mesos took it
    /// @param message Mesos' words if it refused
    record Answered(long call, int status, String message) implements SchedulerEvent {}

    /// A call got no answer: it may or may not have arrived.
    ///
    /// @param call which, as numbered by the one who made it
    /// @param why one sentence for people
    record Unanswered(long call, String why) implements SchedulerEvent {}
}
