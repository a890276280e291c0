package io.dromos.domain.scheduling;

import java.time.Duration;
import java.util.List;

/// Bounds and intervals of the scheduler.
///
/// @param roles the framework is subscribed with
/// @param confirmWithin how long an offer waits for its plans before its ACCEPT starts
/// @param holdOffers how long an offer that fits no open want is kept
/// @param declineFor how long not to be offered again what was declined
/// @param idleBefore how long a role has no want before its offers are suppressed
/// @param reviveEvery the least time between two revivals of a role
/// @param repeat after which an unanswered message is repeated
/// @param slowPause how long no offer is placed after the log was too slow; doubles up to
///   `slowPauseMax`
/// @param slowPauseMax bound of that pause
/// @param reconcileFirst between the first and the second explicit question; doubles up to
///   `reconcileMax`
/// @param reconcileMax bound of that, and the interval of implicit reconciliation
/// @param agentReturns how long agents may take to come back to a new master; only time during
///   which we listened counts
/// @param pauseMax the longest step of time that counts as listened; more means we were paused
/// @param pushedOutAgain two takeovers within this time and we step down
/// @param offersMax offers held at a time; more are declined at once
/// @param batchTasks plans in one batch
/// @param batchBytes rough bound on the size of a message, in bytes; a quarter of what goes from
///   node to node in one frame
/// @param updatesPerDelivery task updates in one message: at least two for each plan of a batch, or
///   an application that launches would hear of its tasks ever later
/// @param updatesPerApp task updates of one application that wait; Mesos repeats what is dropped
/// @param updatesMax task updates that wait in all
/// @param questionsPerCall tasks in one RECONCILE
/// @param explainPerTick wants explained at one tick
public record SchedulingLimits(
        List<String> roles,
        Duration confirmWithin,
        Duration holdOffers,
        Duration declineFor,
        Duration idleBefore,
        Duration reviveEvery,
        Duration repeat,
        Duration slowPause,
        Duration slowPauseMax,
        Duration reconcileFirst,
        Duration reconcileMax,
        Duration agentReturns,
        Duration pauseMax,
        Duration pushedOutAgain,
        int offersMax,
        int batchTasks,
        int batchBytes,
        int updatesPerDelivery,
        int updatesPerApp,
        int updatesMax,
        int questionsPerCall,
        int explainPerTick) {

    /// What a server starts with.
    public static final SchedulingLimits DEFAULT =
            new SchedulingLimits(
                    List.of("*"),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(120),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(15),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(1),
                    20_000,
                    500,
                    512 * 1024,
                    1_000,
                    10_000,
                    50_000,
                    1_000,
                    100);

    /// Copies what it is given.
    public SchedulingLimits {
        roles = List.copyOf(roles);
    }

    /// The same limits for these roles.
    public SchedulingLimits withRoles(List<String> others) {
        return new SchedulingLimits(
                others,
                confirmWithin,
                holdOffers,
                declineFor,
                idleBefore,
                reviveEvery,
                repeat,
                slowPause,
                slowPauseMax,
                reconcileFirst,
                reconcileMax,
                agentReturns,
                pauseMax,
                pushedOutAgain,
                offersMax,
                batchTasks,
                batchBytes,
                updatesPerDelivery,
                updatesPerApp,
                updatesMax,
                questionsPerCall,
                explainPerTick);
    }
}
