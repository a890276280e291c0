package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.OfferId;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.TaskLaunch;
import io.dromos.events.AppId;
import io.dromos.events.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// From plans to tasks and their ends: *confirmed → sent → answered*.
final class Launching {

    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int FORBIDDEN = 403;
    private static final int UNAVAILABLE = 503;

    private Launching() {}

    /// Starts the ACCEPT once every place that was asked for on the offer is answered.
    static void settle(Turn turn, OfferId offer) {
        var hold = turn.book.offers().get(offer);
        if (hold == null || hold.asked() > 0) return;
        if (hold.confirmed().isEmpty()) turn.book = turn.book.with(offer, hold.free());
        else accept(turn, hold);
    }

    /// protocols 2.2 and 2.6: the offer closes when its ACCEPT starts, so none is sent twice.
    static void accept(Turn turn, Book.Hold hold) {
        var offer = hold.lot().offer();
        turn.book = turn.book.without(offer.id());
        var launches =
                hold.confirmed().entrySet().stream()
                        .map(entry -> launch(entry.getKey(), entry.getValue()))
                        .toList();
        for (var launch : launches)
            turn.book =
                    turn.book.with(launch.task(), new Book.Sent(launch.agent(), Optional.empty()));
        turn.demand = turn.demand.see(hold.lot());
        boolean more = turn.demand.wants().values().stream().anyMatch(o -> o.in(offer.role()));
        if (!more)
            turn.demand =
                    turn.demand.with(offer.role(), Roles.filtered(turn.demand.role(offer.role())));
        turn.call(
                new SchedulerCall.Accept(
                        List.of(offer.id()),
                        launches,
                        more ? Duration.ZERO : turn.limits().declineFor()),
                new Calls.Launch(offer.id(), launches.stream().map(TaskLaunch::task).toList()));
    }

    static void answered(Turn turn, SchedulerEvent.Answered answer) {
        var pending = turn.take(answer.call());
        if (pending.isEmpty()) return;
        boolean taken = answer.status() == ACCEPTED || answer.status() == OK;
        switch (pending.get()) {
            case Calls.Launch(var offer, var tasks) -> {
                if (taken) tasks.forEach(task -> answered(turn, task, false));
                else if (isRefusal(answer.status())) refused(turn, offer, tasks, answer);
                else Subscribing.taint(turn);
            }
            case Calls.Decline _ -> {}
            case Calls.Suppress(var role) -> {
                if (!taken) Roles.unknown(turn, role);
            }
            case Calls.Revive(var role) -> {
                if (!taken) Roles.unknown(turn, role);
            }
            case Calls.Roles(var asked) -> {
                if (taken) Joining.taken(turn, asked);
                else Joining.notTaken(turn, asked, answer);
            }
        }
    }

    static void unanswered(Turn turn, SchedulerEvent.Unanswered lost) {
        var pending = turn.take(lost.call());
        if (pending.isEmpty()) return;
        switch (pending.get()) {
            // protocols 2.6: an ACCEPT is never sent twice; a new subscription voids it instead.
            case Calls.Launch _ -> Subscribing.taint(turn);
            case Calls.Roles(var asked) -> Joining.unanswered(turn, asked);
            case Calls.Decline(var offers) -> turn.calls = turn.calls.declineAgain(offers);
            case Calls.Suppress(var role) -> Roles.suppressUnanswered(turn, role);
            case Calls.Revive(var role) -> Roles.unknown(turn, role);
        }
    }

    /// Mesos has the task, by its 202 or by an update that names it.
    static void answered(Turn turn, TaskId task, boolean seen) {
        var entry = turn.book.tasks().get(task);
        if (entry == null) return;
        switch (entry) {
            case Book.Sent sent -> {
                turn.book = turn.book.with(task, new Book.Answered(sent.agent(), seen));
                // protocols 2.4: the kill that had to wait.
                sent.kill().ifPresent(kill -> send(turn, kill));
            }
            case Book.Answered old ->
                    turn.book =
                            turn.book.with(
                                    task, new Book.Answered(old.agent(), old.seen() || seen));
            case Book.Confirmed _ -> {}
        }
    }

    static void kill(Turn turn, SchedulerInput.KillWanted kill) {
        if (turn.abandoned.open().containsKey(kill.task())) return;
        switch (turn.book.tasks().get(kill.task())) {
            case Book.Confirmed(var place) -> killPlan(turn, kill.task(), place);
            // protocols 2.4: Mesos answers a KILL that overtakes its ACCEPT as if there were no
            // such task.
            case Book.Sent(var agent, _) ->
                    turn.book =
                            turn.book.with(kill.task(), new Book.Sent(agent, Optional.of(kill)));
            case Book.Answered _ -> send(turn, kill);
            case null -> killUnknown(turn, kill);
        }
    }

    /// Kills that waited for the answer to the application's batch.
    static void killWaiting(Turn turn, AppId app) {
        killWaiting(turn, kill -> kill.task().app().equals(app));
    }

    /// Kills that waited for the subscription.
    static void killWaiting(Turn turn) {
        killWaiting(turn, _ -> true);
    }

    private static void killWaiting(Turn turn, Predicate<SchedulerInput.KillWanted> which) {
        if (turn.book.kills().isEmpty()) return;
        var due = turn.book.kills().values().stream().filter(which).toList();
        turn.book =
                turn.book.withoutKills(due.stream().map(SchedulerInput.KillWanted::task).toList());
        due.forEach(kill -> kill(turn, kill));
    }

    /// Either it runs since before this subscription, or it is a plan whose confirmation is on the
    /// way: then a KILL sent now would overtake its ACCEPT.
    private static void killUnknown(Turn turn, SchedulerInput.KillWanted kill) {
        boolean mayBePlanned =
                turn.book.batches().containsKey(kill.task().app())
                        && !turn.questions.open().containsKey(kill.task());
        if (mayBePlanned) turn.book = turn.book.with(kill);
        else send(turn, kill);
    }

    /// protocols 2.4: a kill before *sent* abandons the launch.
    private static void killPlan(Turn turn, TaskId task, Assignment place) {
        var hold = turn.book.offers().get(place.offer());
        if (hold != null) {
            turn.book = turn.book.with(place.offer(), hold.drop(task, place));
            turn.demand = turn.demand.untried(place.offer());
        }
        Abandoning.abandon(turn, task, "it was killed before it was launched");
        settle(turn, place.offer());
    }

    /// One that is told of before there is a subscription, as by who recovers faster than it opens,
    /// waits for it.
    private static void send(Turn turn, SchedulerInput.KillWanted kill) {
        if (turn.link.isOpen())
            turn.call(new SchedulerCall.Kill(kill.task().value(), kill.agent(), kill.grace()));
        else turn.book = turn.book.with(kill);
    }

    /// Mesos took nothing of it, and the offer stays ours until it is declined.
    private static void refused(
            Turn turn, OfferId offer, List<TaskId> tasks, SchedulerEvent.Answered answer) {
        turn.calls = turn.calls.declineAgain(List.of(offer));
        for (var task : tasks)
            if (turn.book.tasks().get(task) instanceof Book.Sent)
                Abandoning.abandonWithDelay(
                        turn,
                        task,
                        "Mesos refused the launch (%d): %s"
                                .formatted(answer.status(), answer.message()));
        // Mesos no longer counts us as connected.
        if (answer.status() == FORBIDDEN) Subscribing.taint(turn);
    }

    static boolean isRefusal(int status) {
        return status == UNAVAILABLE || (status >= 400 && status < 500);
    }

    private static TaskLaunch launch(TaskId task, Assignment place) {
        var want = place.want();
        var placement = place.placement();
        return new TaskLaunch(
                task,
                want.app(),
                want.version(),
                want.spec(),
                placement.agent(),
                placement.host(),
                place.role(),
                placement.hostPorts());
    }
}
