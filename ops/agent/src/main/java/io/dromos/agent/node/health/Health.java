package io.dromos.agent.node.health;

import io.dromos.probe.Outcome;
import java.time.Duration;
import java.util.Optional;
import org.apache.mesos.v1.Protos.HealthCheck;

/// How a task fares by its health check, as Mesos' own executors count. A value without a clock.
///
/// @param grace how long after the start failures do not count, unless it was healthy before
/// @param limit how many failures in a row end the task; 0 is as 1
/// @param starting whether it was never healthy yet
/// @param failures in a row, those of the grace period left out
/// @param told what was last told of it
public record Health(
        Duration grace, int limit, boolean starting, int failures, Optional<Boolean> told) {
    /// What follows from a probe.
    ///
    /// @param next how the task fares now
    /// @param tell what is to be told: every failure that counts, and a success after another word
    /// @param kill whether the task is to end
    public record Step(Health next, Optional<Boolean> tell, boolean kill) {}

    /// A task that has just started.
    public static Health of(HealthCheck check) {
        return new Health(
                Timing.seconds(check.getGracePeriodSeconds()),
                check.getConsecutiveFailures(),
                true,
                0,
                Optional.empty());
    }

    /// A task an earlier life of the agent has looked after. Its failures in a row begin anew,
    /// since nobody looked in between.
    ///
    /// @param everHealthy whether it was ever told to be healthy
    /// @param last what was last told
    public Health recovered(boolean everHealthy, Optional<Boolean> last) {
        return new Health(grace, limit, !everHealthy, 0, last);
    }

    /// Takes a result.
    ///
    /// @param age how long the task had run when it was asked
    /// @param quiet whether only an end is to be told: the scheduler takes no more words for now
    public Step observe(Outcome outcome, Duration age, boolean quiet) {
        if (outcome instanceof Outcome.NotAsked) {
            return new Step(this, Optional.empty(), false);
        }
        if (outcome.isGood()) {
            var news = !quiet && !told.equals(Optional.of(true));
            var next = new Health(grace, limit, false, 0, news ? Optional.of(true) : told);
            return new Step(next, news ? Optional.of(true) : Optional.empty(), false);
        }
        if (starting && grace.isPositive() && age.compareTo(grace) <= 0) {
            return new Step(this, Optional.empty(), false);
        }
        var kill = failures + 1 >= limit;
        var tell = kill || !quiet;
        var next =
                new Health(grace, limit, starting, failures + 1, tell ? Optional.of(false) : told);
        return new Step(next, tell ? Optional.of(false) : Optional.empty(), kill);
    }
}
