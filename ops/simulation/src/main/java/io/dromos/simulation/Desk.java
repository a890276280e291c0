package io.dromos.simulation;

import io.dromos.domain.Decider;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.Fact;
import io.dromos.events.state.State;
import io.dromos.journal.AtomicList;
import io.dromos.journal.Outcome;
import io.dromos.journal.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// An aggregate in one process: the inbox of a front and its store, as the actors carry them. One
/// batch is decided and written at a time; all its replies leave after it is durable; on any
/// failure the batch is "outcome unknown" and the aggregate recovers with backoff.
///
/// @param <S> its state
/// @param <C> its commands
/// @param <F> its facts
/// @param <R> its replies
final class Desk<S extends State, C, F extends Fact, R> {

    private static final int BATCH_MAX = 20;
    private static final int WAITING_MAX = 400;
    private static final long PATIENCE = 15_000;
    private static final long RESTART_MIN = 200;
    private static final long RESTART_MAX = 10_000;

    private record Asked<C, R>(C command, Answer<R> answer) {}

    private final Place place;
    private final String persistenceId;
    private final Decider<S, C, F, R> decider;
    private final Class<F> factType;
    private final Class<S> stateType;
    private final Runnable news;
    private final ArrayDeque<Asked<C, R>> waiting = new ArrayDeque<>();
    private List<Asked<C, R>> onTheWay = List.of();
    private Optional<AtomicList> written = Optional.empty();
    private Optional<S> state = Optional.empty();
    private long sequenceNr;
    private int life;
    private long backoff = RESTART_MIN;

    /// @param news run whenever the state is known anew or not known any more
    Desk(
            Place place,
            String persistenceId,
            Decider<S, C, F, R> decider,
            Class<S> stateType,
            Class<F> factType,
            Runnable news) {
        this.place = place;
        this.persistenceId = persistenceId;
        this.decider = decider;
        this.stateType = stateType;
        this.factType = factType;
        this.news = news;
        start();
    }

    Optional<S> state() {
        return state;
    }

    boolean isIdle() {
        return waiting.isEmpty() && onTheWay.isEmpty();
    }

    /// Counts the facts that are on their way when something crashes.
    void countFacts() {
        written.ifPresent(list -> {
            boolean durable = place.truth().holds(list.entries().getLast());
            place.course().crashed(durable ? Gap.UNTOLD : Gap.UNWRITTEN);
        });
    }

    void ask(C command, Answer<R> answer) {
        if (waiting.size() >= WAITING_MAX) {
            answer.unknown();
            return;
        }
        waiting.add(new Asked<>(command, answer));
        pump();
    }

    /// Asks for what need not be answered.
    void order(C command) {
        ask(command, (_, _) -> {});
    }

    private void start() {
        int mine = ++life;
        watch(mine);
        place.ledger()
                .highest(
                        persistenceId,
                        highest -> {
                            if (isAt(mine)) recover(mine, highest);
                        });
    }

    private boolean isAt(int mine) {
        return mine == life && place.isAlive();
    }

    /// Akka's circuit breaker: whoever hears nothing gives up.
    private void watch(int mine) {
        place.course()
                .after(
                        PATIENCE,
                        () -> {
                            if (isAt(mine) && (state.isEmpty() || !onTheWay.isEmpty())) fail(mine);
                        });
    }

    private void recover(int mine, long highest) {
        var snapshot = place.truth().start(persistenceId);
        if (snapshot.sequenceNr() > highest) {
            fail(mine);
            return;
        }
        var replayed = stateType.cast(snapshot.state());
        long next = snapshot.sequenceNr() + 1;
        try (var records = place.ledger().scan(persistenceId, next)) {
            for (; next <= highest; next++) {
                var record = records.next();
                if (record == null || record.sequenceNr() != next)
                    throw new Broken(
                            "The log does not give #%d of %s".formatted(next, persistenceId));
                place.clock().raise(record);
                var fact = place.truth().reading().fact(record);
                replayed = decider.evolve(replayed, factType.cast(fact));
            }
        }
        sequenceNr = highest;
        backoff = RESTART_MIN;
        know(compared(replayed));
    }

    private void know(S known) {
        state = Optional.of(known);
        news.run();
        if (place.isAlive()) pump();
    }

    /// Live state equals replayed state, which goes on in its place: what does not change from here
    /// on is the same and need not be compared again.
    private S compared(S known) {
        var truth = place.truth().snapshot(persistenceId);
        if (truth.sequenceNr() != sequenceNr) return known;
        Broken.unless(
                truth.state().equals(known),
                "%s lives as %s and is replayed as %s",
                persistenceId,
                known,
                truth.state());
        return stateType.cast(truth.state());
    }

    private void fail(int mine) {
        fail(mine, Answer::unknown);
    }

    private void fail(int mine, Consumer<Answer<R>> answer) {
        if (!isAt(mine)) return;
        life++;
        state = Optional.empty();
        var unknown = onTheWay;
        onTheWay = List.of();
        written = Optional.empty();
        unknown.forEach(asked -> answer.accept(asked.answer()));
        news.run();
        int next = life;
        place.course()
                .after(
                        backoff,
                        () -> {
                            if (isAt(next)) start();
                        });
        backoff = Math.min(2 * backoff, RESTART_MAX);
    }

    private void pump() {
        if (state.isEmpty() || !onTheWay.isEmpty() || waiting.isEmpty()) return;
        var batch = new ArrayList<Asked<C, R>>();
        while (batch.size() < BATCH_MAX && !waiting.isEmpty()) batch.add(waiting.remove());
        onTheWay = batch;
        decide(state.get(), batch);
    }

    private void decide(S before, List<Asked<C, R>> batch) {
        var commands = batch.stream().map(Asked::command).toList();
        var decided = Decided.of(decider, before, commands, place, persistenceId, sequenceNr);
        if (decided.entries().isEmpty()) {
            confirm(decided.gathered());
            return;
        }
        answerEarly(decided.gathered());
        write(decided.gathered(), decided.list(persistenceId, sequenceNr));
    }

    /// Only if that is broken on purpose.
    private void answerEarly(Decider.Gathered<S, F, R> gathered) {
        boolean all = place.course().has(Fault.ANSWER_BEFORE_WRITE);
        boolean updates =
                place.course().has(Fault.ACKNOWLEDGE_BEFORE_DURABLE)
                        && factType == ApplicationFact.class;
        if (all || updates) answer(gathered, sequenceNr);
    }

    private void write(Decider.Gathered<S, F, R> gathered, AtomicList list) {
        int mine = life;
        watch(mine);
        written = Optional.of(list);
        place.sends(0.001);
        Writing.of(place, list)
                .write(outcome -> {
                    if (!isAt(mine)) return;
                    switch (outcome) {
                        case Outcome.Stored _ -> {
                            isKept(list);
                            stored(gathered, list.entries().size());
                        }
                        case Outcome.Refused(var why) -> {
                            place.course().tell(persistenceId + " refused: " + why.sentence());
                            if (why instanceof Refusal.StaleFence)
                                fail(mine, answer -> answer.fenced(why.sentence()));
                            else fail(mine);
                        }
                    }
                });
    }

    /// What its writer takes for its facts are the facts of these numbers.
    private void isKept(AtomicList list) {
        for (var entry : list.entries())
            Broken.unless(
                    place.truth().holds(entry),
                    "#%d of %s is not what its writer wrote",
                    entry.sequenceNr(),
                    persistenceId);
    }

    /// What rests on no fact of its own is answered when it is certain that nobody else wrote.
    private void confirm(Decider.Gathered<S, F, R> gathered) {
        if (!place.isShared() || place.course().has(Fault.ANSWERS_UNCONFIRMED)) {
            stored(gathered, 0);
            return;
        }
        int mine = life;
        watch(mine);
        place.ledger()
                .highest(
                        persistenceId,
                        highest -> {
                            if (!isAt(mine)) return;
                            if (highest == sequenceNr) stored(gathered, 0);
                            else fail(mine);
                        });
    }

    private void stored(Decider.Gathered<S, F, R> gathered, int count) {
        sequenceNr += count;
        life++;
        written = Optional.empty();
        Broken.unless(
                place.truth().snapshot(persistenceId).sequenceNr() >= sequenceNr,
                "%s answers #%d before it is durable",
                persistenceId,
                sequenceNr);
        // Without a fact it is the one that was compared before.
        var known = count > 0 ? compared(gathered.state()) : gathered.state();
        state = Optional.of(known);
        answer(gathered, sequenceNr);
        if (place.goesOn()) know(known);
    }

    private void answer(Decider.Gathered<S, F, R> gathered, long number) {
        var answered = onTheWay;
        onTheWay = List.of();
        for (int i = 0; i < Math.min(answered.size(), gathered.outcomes().size()); i++) {
            if (i > 0 && !place.goesOn()) return;
            var answer = answered.get(i).answer();
            switch (gathered.outcomes().get(i)) {
                case Decider.Decided<F, R>(var decision) ->
                        answer.decided(decision.reply(), number);
                case Decider.Unwritable<F, R> _ -> answer.unknown();
            }
        }
        for (int i = answered.size() - 1; i >= gathered.outcomes().size(); i--)
            waiting.addFirst(answered.get(i));
    }
}
