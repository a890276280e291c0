package io.dromos.domain.front;

import io.dromos.domain.scheduling.SchedulerInput;
import io.dromos.events.state.FrameworkState;
import java.util.Optional;

/// A scheduler's way to an epoch: the log gives it, and the framework stores it. Only a framework
/// that knows it tells the framework id to subscribe under: what an earlier scheduler had it store
/// is stored by then, and what comes from one later is not followed.
///
/// @param pending an epoch that is ours and that the framework does not know yet
public record Claiming(Optional<Long> pending) {

    /// Nothing is claimed.
    public static final Claiming NONE = new Claiming(Optional.empty());

    /// The log gave an epoch; one that is not newer changes nothing.
    ///
    /// @param held the epoch the scheduler works under, 0 for none
    public Claiming won(long epoch, long held) {
        return epoch > pending.orElse(held) ? new Claiming(Optional.of(epoch)) : this;
    }

    /// What the framework's word is to the scheduler, if anything.
    ///
    /// @param held the epoch the scheduler works under, 0 for none
    public Optional<SchedulerInput> told(FrameworkState known, long held) {
        long ours = pending.orElse(held);
        if (ours > 0 && known.epoch() > ours)
            return Optional.of(new SchedulerInput.EpochLost(known.epoch()));
        return pending.filter(epoch -> epoch == known.epoch())
                .map(SchedulerInput.EpochClaimed::new);
    }

    /// What is pending after the framework's word.
    public Claiming after(FrameworkState known) {
        return pending.filter(epoch -> epoch == known.epoch()).isPresent() ? NONE : this;
    }
}
