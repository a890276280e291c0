package io.dromos.domain.health;

import io.dromos.domain.application.ApplicationCommand.Finding;
import io.dromos.domain.health.WatchEffect.Ask;
import io.dromos.domain.health.WatchEffect.Tell;
import io.dromos.events.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePSet;

/// How one application's tasks are asked for their health, in memory only. It asks what is due, and
/// tells what it finds until the application's state shows it.
///
/// @param tasks who is watched
/// @param queue what is to be asked next; who is being asked is not in it
/// @param asking how many are being asked
/// @param untold tasks of which the application may have to hear
/// @param held tasks whose health changed again too soon to be told of it now
/// @param told what it was told, until it answers
/// @param tellAt nothing is told before
/// @param shown grows whenever something else is found, and at no other time
public record Watch(
        PMap<TaskId, Watched> tasks,
        TreePSet<Turn> queue,
        int asking,
        TreePSet<TaskId> untold,
        TreePSet<Held> held,
        List<Finding> told,
        Duration tellAt,
        long shown) {

    /// The first attempt is made no later than this after a task was first seen.
    public static final Duration FIRST_MAX = Duration.ofSeconds(5);

    /// Tasks whose health is known are first asked over such a time, if their interval is longer.
    public static final Duration SPREAD_MAX = Duration.ofSeconds(60);

    /// A task's health is told to have changed no more often, so that one that changes without end
    /// makes a bounded number of facts; that a task is to be replaced is told at once.
    public static final Duration FLIP_MIN = Duration.ofSeconds(5);

    /// Nobody is asked more often, whatever the check says.
    public static final Duration INTERVAL_MIN = Duration.ofMillis(100);

    /// How many attempts of one application are under way at a time.
    public static final int ASKING_MAX = 512;

    /// Findings told at a time.
    public static final int TELLING_MAX = 500;

    /// How long after the application could not be told it is told again.
    static final Duration TELL_AGAIN = Duration.ofSeconds(1);

    /// After this time without an answer it is told again.
    static final Duration UNANSWERED_MAX = Duration.ofSeconds(60);

    private static final Attempt NOWHERE =
            new Attempt.Unanswered("it has no such port, or no address");

    /// Nobody is watched.
    public static final Watch NONE =
            new Watch(
                    HashTreePMap.empty(),
                    TreePSet.empty(),
                    0,
                    TreePSet.empty(),
                    TreePSet.empty(),
                    List.of(),
                    Duration.ZERO,
                    0);

    /// Copies what it is given.
    public Watch {
        told = List.copyOf(told);
    }

    /// When something is to be asked.
    ///
    /// @param ticket with the number of attempts before: if there are more, it was asked meanwhile
    record Turn(Duration due, Ticket ticket) implements Comparable<Turn> {
        private static final Comparator<Turn> ORDER =
                Comparator.comparing(Turn::due)
                        .thenComparing(turn -> turn.ticket().task())
                        .thenComparingInt(turn -> turn.ticket().number())
                        .thenComparingLong(turn -> turn.ticket().attempt());

        @Override
        public int compareTo(Turn other) {
            return ORDER.compare(this, other);
        }
    }

    /// What a step came to.
    ///
    /// @param wakeAt when time alone makes something due
    public record Stepped(Watch next, List<WatchEffect> effects, Optional<Duration> wakeAt) {
        /// Copies what it is given.
        public Stepped {
            effects = List.copyOf(effects);
        }
    }

    /// What is known of a task, if it is watched.
    public Optional<Watched> find(TaskId task) {
        return Optional.ofNullable(tasks.get(task));
    }

    /// Takes in what was heard, asks what is due and tells what is to be told.
    public Stepped step(WatchInput input, WatchContext at) {
        var heard =
                switch (input) {
                    case WatchInput.Compared compared -> compare(compared.subjects(), at);
                    case WatchInput.Tried tried -> tried(tried.ticket(), tried.attempt(), at);
                    case WatchInput.Heard answer -> heard(answer.decided(), at);
                    case WatchInput.Passed _ -> this;
                };
        var effects = new ArrayList<WatchEffect>();
        var next = heard.release(at).tell(effects, at).ask(effects, at);
        return new Stepped(next, effects, next.wakeAt());
    }

    private Watch compare(List<Subject> subjects, WatchContext at) {
        var next = this;
        var there = new HashSet<TaskId>();
        for (var subject : subjects) {
            there.add(subject.task());
            next = next.compare(subject, at);
        }
        if (there.size() == next.tasks.size()) return next;
        for (var task : tasks.keySet()) if (!there.contains(task)) next = next.without(task);
        return next;
    }

    private Watch compare(Subject subject, WatchContext at) {
        var known = tasks.get(subject.task());
        if (known == null) return with(Watched.begin(subject)).due(subject.task(), at);
        if (known.subject().equals(subject)) return known.news().isEmpty() ? this : with(known);
        if (known.isAskedAs(subject)) return with(known.as(subject));
        // Whatever is under way was asked of one who was out of reach meanwhile.
        return with(queue, asking - known.underWay())
                .with(known.anew(subject))
                .due(subject.task(), at);
    }

    /// Everything asked of a task comes to its first turn.
    private Watch due(TaskId task, WatchContext at) {
        var watched = tasks.get(task);
        if (watched == null || !watched.subject().reachable()) return this;
        var turns = queue;
        for (int number = 0; number < watched.attempts().size(); number++)
            if (watched.goesOn(number))
                turns =
                        turns.plus(
                                new Turn(
                                        at.wall().plus(watched.first(number)),
                                        watched.ticket(number)));
        return with(turns, asking);
    }

    private Watch tried(Ticket ticket, Attempt attempt, WatchContext at) {
        var known = tasks.get(ticket.task());
        if (known == null || !known.isUnderWay(ticket)) return this;
        int number = ticket.number();
        var next = known.turned(number).tried(number, attempt, at);
        var turn = new Turn(at.wall().plus(next.interval(number)), next.ticket(number));
        var turns = next.goesOn(number) ? queue.plus(turn) : queue;
        return with(next).with(turns, asking - 1);
    }

    private Watch heard(boolean decided, WatchContext at) {
        if (!decided) return telling(untold, List.of(), at.wall().plus(TELL_AGAIN));
        // What the next state does not show is told once more, and what changed meanwhile at once.
        var heard = new HashSet<>(told);
        var left = untold;
        for (var finding : told)
            if (find(finding.task()).filter(it -> !heard.containsAll(it.news())).isEmpty())
                left = left.minus(finding.task());
        return telling(left, List.of(), at.wall());
    }

    /// Lets those be told of that were held long enough.
    private Watch release(WatchContext at) {
        var next = this;
        while (!next.held.isEmpty() && next.held.first().until().compareTo(at.wall()) <= 0) {
            var first = next.held.first();
            next = next.holding(next.held.minus(first), next.untold.plus(first.task()));
        }
        return next;
    }

    private Watch tell(List<WatchEffect> effects, WatchContext at) {
        if (untold.isEmpty() || tellAt.compareTo(at.wall()) > 0) return this;
        var findings = new ArrayList<Finding>();
        var next = this;
        for (var task : untold) {
            if (findings.size() >= TELLING_MAX) break;
            var watched = tasks.get(task);
            var news = watched == null ? List.<Finding>of() : watched.newsAt(at.wall());
            findings.addAll(news);
            next = next.toldOf(task, news, at);
        }
        if (findings.isEmpty()) return next.telling(next.untold, List.of(), tellAt);
        effects.add(new Tell(findings));
        return next.telling(next.untold, findings, at.wall().plus(UNANSWERED_MAX));
    }

    private Watch toldOf(TaskId task, List<Finding> news, WatchContext at) {
        var watched = tasks.get(task);
        if (watched == null) return holding(held, untold.minus(task));
        var waiting = held;
        if (news.size() < watched.news().size())
            waiting = held.plus(new Held(watched.heldUntil().orElseThrow(), task));
        if (news.isEmpty()) return holding(waiting, untold.minus(task));
        return holding(waiting, untold).replacing(watched.told(news, at.wall()), shown);
    }

    private Watch ask(List<WatchEffect> effects, WatchContext at) {
        var next = this;
        while (next.asking < ASKING_MAX && !next.queue.isEmpty()) {
            var turn = next.queue.first();
            if (turn.due().compareTo(at.wall()) > 0) break;
            next = next.with(next.queue.minus(turn), next.asking);
            var watched = next.tasks.get(turn.ticket().task());
            if (watched != null && watched.isNext(turn.ticket()))
                next = next.begin(watched.turned(turn.ticket().number()), turn, effects, at);
        }
        return next;
    }

    private Watch begin(Watched begun, Turn turn, List<WatchEffect> effects, WatchContext at) {
        int number = turn.ticket().number();
        var next = replacing(begun, shown).with(queue, asking + 1);
        var question = begun.subject().question(number);
        if (question.isEmpty()) return next.tried(begun.ticket(number), NOWHERE, at);
        effects.add(new Ask(begun.ticket(number), question.get()));
        return next;
    }

    private Optional<Duration> wakeAt() {
        var wakes = new ArrayList<Duration>();
        if (!queue.isEmpty() && asking < ASKING_MAX) wakes.add(queue.first().due());
        if (!untold.isEmpty()) wakes.add(tellAt);
        if (!held.isEmpty()) wakes.add(held.first().until());
        return wakes.stream().min(Comparator.naturalOrder());
    }

    private Watch with(Watched watched) {
        var task = watched.subject().task();
        var news = watched.news().isEmpty() ? untold.minus(task) : untold.plus(task);
        var before = tasks.get(task);
        boolean same = before != null && before.showsAs(watched);
        return holding(held, news).replacing(watched, same ? shown : shown + 1);
    }

    private Watch replacing(Watched watched, long revision) {
        var all = tasks.plus(watched.subject().task(), watched);
        return new Watch(all, queue, asking, untold, held, told, tellAt, revision);
    }

    private Watch with(TreePSet<Turn> turns, int underWay) {
        return new Watch(tasks, turns, underWay, untold, held, told, tellAt, shown);
    }

    private Watch holding(TreePSet<Held> waiting, TreePSet<TaskId> news) {
        return new Watch(tasks, queue, asking, news, waiting, told, tellAt, shown);
    }

    private Watch telling(TreePSet<TaskId> news, List<Finding> what, Duration notBefore) {
        return new Watch(tasks, queue, asking, news, held, what, notBefore, shown);
    }

    /// Without a task. Its turns and the answers that are under way say nothing any more.
    private Watch without(TaskId task) {
        var known = tasks.get(task);
        if (known == null) return this;
        return new Watch(
                tasks.minus(task),
                queue,
                asking - known.underWay(),
                untold.minus(task),
                held,
                told,
                tellAt,
                shown + 1);
    }
}
