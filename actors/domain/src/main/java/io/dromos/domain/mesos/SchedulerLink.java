package io.dromos.domain.mesos;

import io.dromos.events.FrameworkId;
import java.util.Optional;

/// The scheduler's wire to Mesos. The wire owns the subscription: it subscribes, finds the leading
/// master, listens for heartbeats and subscribes again with backoff; the scheduler tells it when to
/// begin and as whom. What comes back are [SchedulerEvent]s, one at a time, to the listener given
/// at connect; the listener must not block.
///
/// No method blocks; all may be called from any thread.
public interface SchedulerLink {

    /// Subscribes, after the scheduler has claimed its epoch. A subscription that stands is given
    /// up first.
    ///
    /// @param framework the durable id to subscribe under; empty asks Mesos for a new one
    void start(Optional<FrameworkId> framework);

    /// Gives the subscription up and subscribes again at once, under the id it had. The new stream
    /// makes Mesos refuse what is still on the wire of the old one.
    void resubscribe();

    /// Gives the subscription up and stays silent until the next start. The framework stays
    /// registered for its failover timeout.
    void stop();

    /// Sends a call, at most once, in the order of calls, on the present subscription. Exactly one
    /// [SchedulerEvent.Answered] or [SchedulerEvent.Unanswered] with its number follows, before the
    /// `Disconnected` or `Errored` that ends the subscription. Without a subscription, or when the
    /// bounded queue is full, it is `Unanswered` at once.
    ///
    /// @param number chosen by the caller, to recognise the answer
    /// @param call what to order
    void call(long number, SchedulerCall call);

    /// Stops for good; no event follows.
    void close();
}
