package io.dromos.domain.front;

import io.dromos.domain.Hearing;
import io.dromos.domain.Policy;
import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.Wishes;
import io.dromos.domain.scheduling.SchedulerInput;
import io.dromos.domain.scheduling.Want;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.TaskId;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Rollout;
import io.dromos.events.state.Silence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;

/// What an application's front has told others of its application, kept in memory only: whoever
/// starts anew tells everything anew.
///
/// After each decision, after recovery and from time to time it compares what is wished with what
/// was told, and tells the difference.
///
/// @param told what the scheduler was told to be wanted last; absent if it is to be told anew
/// @param revision numbers what the scheduler is told
/// @param planning whether places are on their way to the store: until they are decided on, the
///   state does not show what is still wanted, nor where
/// @param reminder of which kills and undecided plans the scheduler was told
/// @param reported what its deployment was told last
/// @param strays live tasks that the log may not know
public record Telling(
        Optional<List<Want>> told,
        long revision,
        boolean planning,
        Reminder reminder,
        Reported reported,
        Strays strays) {

    /// How often what is still wished is told again.
    public static final Duration REMIND = Duration.ofSeconds(10);

    /// Plans in one question.
    static final int PLANS_MAX = 1_000;

    /// Nothing was told.
    ///
    /// @param revision differs from those of earlier fronts of the same application
    public static Telling begin(long revision) {
        return new Telling(
                Optional.empty(), revision, false, Reminder.NONE, Reported.NOTHING, Strays.NONE);
    }

    /// What is to be said to whom.
    public sealed interface Message {}

    /// To the scheduler.
    public record ToScheduler(SchedulerInput input) implements Message {}

    /// To a deployment: the application is done with its step.
    public record ToDeployment(DeploymentId deployment, AppId app, int step) implements Message {}

    /// To a deployment: the application makes no progress for as long as it may.
    public record StallToDeployment(DeploymentId deployment, AppId app, Silence.Stall stall)
            implements Message {}

    /// What a deployment was told.
    ///
    /// @param done the release whose end it was told
    /// @param stall the stall it was told of
    public record Reported(Optional<Rollout.Release> done, Optional<Silence.Stall> stall) {
        static final Reported NOTHING = new Reported(Optional.empty(), Optional.empty());
    }

    /// What a comparison came to.
    ///
    /// @param next what was told after it
    /// @param messages in order
    /// @param wakeAt when time alone has the application decide something, if it does
    public record Told(Telling next, List<Message> messages, Optional<Instant> wakeAt) {
        /// Copies what it is given.
        public Told {
            messages = List.copyOf(messages);
        }
    }

    /// Whether the application needs nobody, now or later.
    public static boolean rests(ApplicationState state, Instant now) {
        return !state.rollout().rolling() && Wishes.wish(state, now).isSatisfied();
    }

    /// Notes what a request tells of tasks that live.
    public Telling hear(ApplicationCommand command) {
        var heard = strays.hear(command);
        return new Telling(told, revision, planning, reminder, reported, heard);
    }

    /// Tasks that live though the log never planned them.
    public Set<TaskId> unplanned(ApplicationState state) {
        return strays.unplanned(state).heard();
    }

    /// Whether places were chosen for what is wanted, as far as that is known: as long as all is to
    /// be told anew, it is not.
    public boolean isToldAs(long number) {
        return told.isPresent() && number == revision;
    }

    /// The scheduler is told again what is wanted: every answer to it closes the want.
    public Telling anew() {
        return new Telling(Optional.empty(), revision, planning, reminder, reported, strays);
    }

    /// Places for what it wants go to the store: until [#planned] nothing is wanted of the
    /// scheduler, and what is wanted then is told anew.
    public Telling plans() {
        return new Telling(Optional.empty(), revision + 1, true, reminder, reported, strays);
    }

    /// The places were decided on, or it is not known whether they will be.
    public Telling planned() {
        return new Telling(Optional.empty(), revision, false, reminder, reported, strays);
    }

    /// Everything is told again.
    public Telling forgotten() {
        return new Telling(
                Optional.empty(), revision, planning, Reminder.NONE, Reported.NOTHING, strays);
    }

    /// Of what the scheduler was told once, and is told again from time to time.
    ///
    /// @param kills which tasks were told to end since all of them last were
    /// @param killsFrom of kills asked for before this all were told
    /// @param undecidedTo plans made until then were asked about
    /// @param againAt when all of it is told again
    public record Reminder(
            MapPSet<TaskId> kills, Instant killsFrom, Instant undecidedTo, Instant againAt) {
        static final Reminder NONE =
                new Reminder(HashTreePSet.empty(), Instant.MIN, Instant.MIN, Instant.MIN);

        Wishes.Known known() {
            return new Wishes.Known(killsFrom, undecidedTo);
        }
    }

    /// Tells what the state wishes and was not told yet: of kills and undecided plans what is new
    /// at once, and all from time to time.
    ///
    /// @param hearing when Mesos was listened to
    /// @param policy what whoever runs the server has settled
    public Told compare(ApplicationState state, Instant now, Hearing hearing, Policy policy) {
        var before = reminder.againAt().isAfter(now) ? reminder : Reminder.NONE;
        var wish = Wishes.wish(state, now, before.known(), hearing, policy);
        var messages = new ArrayList<Message>();
        var unplanned = strays.unplanned(state);
        var wants = Wanting.of(state, wish, unplanned.blocked(state));
        boolean same = planning || told.equals(Optional.of(wants));
        long number = same ? revision : revision + 1;
        if (!same)
            messages.add(new ToScheduler(new SchedulerInput.Wanted(state.app(), number, wants)));
        var killed = kill(state, wish, before.kills(), messages);
        askAbout(state.app(), Wanting.live(wish.undecided()), messages);
        var said = report(state, messages);
        var next =
                new Telling(
                        planning ? told : Optional.of(wants),
                        number,
                        planning,
                        new Reminder(
                                killed,
                                Wishes.newestKill(state, now).orElse(before.killsFrom()),
                                now.minus(Wishes.UNDECIDED_AFTER),
                                before.equals(Reminder.NONE) ? now.plus(REMIND) : before.againAt()),
                        said,
                        unplanned);
        return new Told(next, messages, wish.wakeAt());
    }

    private Reported report(ApplicationState state, List<Message> messages) {
        var rollout = state.rollout();
        var done = rollout.release().filter(Rollout.Release::done);
        if (done.isPresent() && !done.equals(reported.done()))
            messages.add(new ToDeployment(done.get().deployment(), state.app(), done.get().step()));
        var stall = rollout.silence().flatMap(Silence::stall);
        if (stall.isPresent() && !stall.equals(reported.stall()))
            messages.add(
                    new StallToDeployment(
                            rollout.deployment().orElseThrow(), state.app(), stall.get()));
        return new Reported(done.or(reported::done), stall.or(reported::stall));
    }

    private static void askAbout(
            AppId app, List<SchedulerInput.Live> plans, List<Message> messages) {
        for (int from = 0; from < plans.size(); from += PLANS_MAX) {
            var some = plans.subList(from, Math.min(plans.size(), from + PLANS_MAX));
            messages.add(new ToScheduler(new SchedulerInput.Undecided(app, some)));
        }
    }

    private static MapPSet<TaskId> kill(
            ApplicationState state,
            Wishes.Wish wish,
            MapPSet<TaskId> before,
            List<Message> messages) {
        var killed = before;
        var grace = state.run().flatMap(run -> run.spec().killGracePeriod());
        for (var task : wish.kills()) {
            if (killed.contains(task.id())) continue;
            killed = killed.plus(task.id());
            messages.add(
                    new ToScheduler(
                            new SchedulerInput.KillWanted(
                                    task.id(), Optional.of(task.placement().agent()), grace)));
        }
        return killed;
    }
}
